import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Case, cases } from "../cases.js";
import { comparable, fieldCount, perLogging, perMachine, type Side } from "../compare.js";
import { cases as langchainCases } from "../langchain/cases.js";
import { matrix } from "../matrix.js";
import { refused } from "../refused.js";
import { Sides, type Versions, versionsOf } from "../sides.js";
import { interpreters, report } from "./releases.js";

// Every agent on every release: logged by real MLflow and by this project, each file compared, both loaded and asked by
// real MLflow. What a release does not have is refused by both sides, and stated.

/** Agents of one folder, in the environment of one release. */
interface Group {
  release: string;
  python: string;
  versions: Versions;
  source: string;
  cases: Case[];
  refused: Case[];
}

interface Row {
  release: string;
  agent: string;
  interface: string;
  /** The argument that it shows, for an agent of the matrix. */
  argument: string | undefined;
  fields: number;
  differences: number;
  /** Whether both answered the same. */
  answers: boolean;
  except: { [field: string]: string };
}

const agents = path.join(__dirname, "..", "agents");
const langchainAgents = path.join(__dirname, "..", "langchain", "agents");
const groups = interpreters().flatMap(([release, python]): Group[] => {
  const versions = versionsOf(python);
  const common = { release, python, versions };
  return [
    { ...common, source: agents, cases: [...matrix(versions).cases, ...cases(versions.mlflow)], refused },
    { ...common, source: langchainAgents, cases: langchainCases(versions.mlflow, versions.langchain), refused: [] },
  ];
});
const textsOrNull = z.record(z.string(), z.string().nullable());
const folders: string[] = [];
const rows: Row[] = [];
const refusals: { release: string; agent: string; argument: string; mlflow: string; ours: string }[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  const releases = groups
    .filter(({ source }) => source === agents)
    .map(({ release, versions }) => ({ release, ...versions }));
  const { notApplicable } = matrix(versionsOf(groups[0]?.python ?? ""));
  await report("agents", { releases, rows, refusals, notApplicable, leftOut: { perLogging, perMachine } });
});

/** What both sides made of a group. */
interface Outcome {
  sides: Sides;
  real: Side;
  ours: Side;
  failed: { [name: string]: string };
  interfaces: Map<string, string>;
  refusals: { [name: string]: string | null };
}

const outcomes = new Map<Group, Outcome>();

async function runGroup(group: Group): Promise<void> {
  const sides = await Sides.of(group.source, group.python);
  folders.push(sides.folder);
  const { plans, failed } = await sides.writeOurs(group.cases, group.versions);
  const real = await sides.real();
  const ours = await sides.ours();
  const interfaces = new Map([...plans].map(([name, plan]) => [name, plan.interface]));
  for (const item of group.refused) await sides.plan(item, group.versions);
  await sides.tell("refused.json", group.refused);
  const told = group.refused.length > 0 ? await sides.ask("refuse") : {};
  outcomes.set(group, { sides, real, ours, failed, interfaces, refusals: textsOrNull.parse(told) });
}

beforeAll(async () => {
  // The releases beside each other: each is one Python process at a time.
  const perRelease = interpreters().map(async ([release]) => {
    for (const group of groups.filter((one) => one.release === release)) await runGroup(group);
  });
  await Promise.all(perRelease);
}, 900_000);

for (const group of groups) {
  describe(`MLflow ${group.release}, ${path.relative(path.join(__dirname, ".."), group.source)}`, () => {
    test("the environment holds the release", () => expect(group.versions.mlflow).toBe(group.release));

    test.for(group.cases)("$name", (item) => {
      const { name, except = {} } = item;
      const { real = {}, ours = {}, failed = {}, interfaces } = outcomes.get(group) ?? {};
      expect(failed[name]).toBeUndefined();
      const sidesOf = [real[name], ours[name]].map((side) => comparable(side?.files ?? {}, Object.keys(except)));
      const [expected = {}, found = {}] = sidesOf;
      const row: Row = {
        release: group.release,
        agent: name,
        interface: interfaces?.get(name) ?? "",
        argument: "argument" in item && typeof item.argument === "string" ? item.argument : undefined,
        fields: fieldCount(expected),
        differences: differences(expected, found),
        answers: JSON.stringify(ours[name]?.answer) === JSON.stringify(real[name]?.answer),
        except,
      };
      rows.push(row);
      expect([real[name]?.error, ours[name]?.error]).toEqual([undefined, undefined]);
      expect(found).toEqual(expected);
      expect(ours[name]?.answer).toEqual(real[name]?.answer);
      expect(row.fields).toBeGreaterThan(10);
    });

    test.for(group.refused)("both refuse: $name", async (item) => {
      const { sides, refusals: told = {} } = outcomes.get(group) ?? {};
      const { problems = [] } = (await sides?.plan(item, group.versions)) ?? {};
      const [problem] = problems;
      refusals.push({
        release: group.release,
        agent: item.name,
        argument: "argument" in item && typeof item.argument === "string" ? item.argument : "",
        mlflow: told[item.name]?.split("\n")[0] ?? "",
        ours: problem?.message.split("\n")[0] ?? "",
      });
      expect(told[item.name], "MLflow logged it").toBeTypeOf("string");
      expect(problem, "this project logged it").toBeDefined();
      if ("at" in item) expect(problem?.path).toBe(item.at);
    });
  });
}

/** How many fields differ, or are on one side only. */
function differences(expected: Record<string, unknown>, found: Record<string, unknown>): number {
  const flat = (files: Record<string, unknown>) =>
    new Map(
      Object.entries(files).flatMap(([file, content]) =>
        typeof content === "object" && content !== null
          ? Object.entries(content).map(([field, value]): [string, string] => [
              `${file}:${field}`,
              JSON.stringify(value),
            ])
          : [[file, JSON.stringify(content)] as [string, string]],
      ),
    );
  const [left, right] = [flat(expected), flat(found)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((key) => left.get(key) !== right.get(key)).length;
}
