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
const rows: Row[] = [];
const refusals: { release: string; agent: string; argument: string; mlflow: string; ours: string }[] = [];

afterAll(async () => {
  const releases = groups
    .filter(({ source }) => source === agents)
    .map(({ release, versions }) => ({ release, ...versions }));
  const { notApplicable } = matrix(versionsOf(groups[0]?.python ?? ""));
  await report("agents", { releases, rows, refusals, notApplicable, leftOut: { perLogging, perMachine } });
});

for (const group of groups) {
  describe(`MLflow ${group.release}, ${path.relative(path.join(__dirname, ".."), group.source)}`, () => {
    let sides: Sides | undefined;
    let real: Side = {};
    let ours: Side = {};
    let failed: { [name: string]: string } = {};
    let interfaces = new Map<string, string>();
    let told: { [name: string]: string | null } = {};

    beforeAll(async () => {
      expect(group.versions.mlflow).toBe(group.release);
      sides = await Sides.of(group.source, group.python);
      const written = await sides.writeOurs(group.cases, group.versions);
      failed = written.failed;
      interfaces = new Map([...written.plans].map(([name, plan]) => [name, plan.interface]));
      real = await sides.real();
      ours = await sides.ours();
      for (const item of group.refused) await sides.plan(item, group.versions);
      await sides.tell("refused.json", group.refused);
      if (group.refused.length > 0) told = z.record(z.string(), z.string().nullable()).parse(await sides.ask("refuse"));
    }, 900_000);

    afterAll(async () => {
      if (sides !== undefined) await rm(sides.folder, { recursive: true, force: true });
    });

    test.for(group.cases)("$name", (item) => {
      const { name, except = {} } = item;
      expect(failed[name]).toBeUndefined();
      const sidesOf = [real[name], ours[name]].map((side) => comparable(side?.files ?? {}, Object.keys(except)));
      const [expected = {}, found = {}] = sidesOf;
      const row: Row = {
        release: group.release,
        agent: name,
        interface: interfaces.get(name) ?? "",
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
