import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { noOptions } from "../../../cli/check/options.js";
import { type Checked, readTarget } from "../../../cli/check/sources.js";
import { findTargets } from "../../../cli/check/targets.js";
import { checkAgent, notRead } from "../../../provider/checks/index.js";
import { kindNames } from "../../../provider/policy/kinds.js";
import { readUses } from "../../../provider/uses/index.js";

const kind = z.enum(kindNames);
const how = z.enum(["literal", "constant", "configuration", "default", "dynamic"]);
const place = { file: z.string(), line: z.number(), cell: z.number().optional(), cellLine: z.number().optional() };
const expectation = z.strictObject({
  about: z.string(),
  code: z.string(),
  codePaths: z.array(z.string()).optional(),
  modelConfig: z.union([z.string(), z.record(z.string(), z.json())]).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  app: z.boolean().optional(),
  interface: z.enum(["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel", "LangChain", "app", "none"]),
  incomplete: z.boolean().optional(),
  errors: z.array(z.string()),
  uses: z.array(z.strictObject({ kind, name: z.string(), onBehalfOfUser: z.boolean().optional(), ...place, how })),
  unresolved: z.array(z.strictObject({ kinds: z.array(kind), ...place, how })),
});

/** How a name comes about, and whether it was found or at least listed. */
export interface Outcome {
  how: z.infer<typeof how> | "unresolved";
  found: boolean;
}

/** What came of reading one agent as the commands do. */
export interface Read {
  name: string;
  outcomes: Outcome[];
  /** Uses that it has not. */
  wrong: string[];
  /** Neither found nor listed. */
  lost: string[];
  /** Found as unresolved alone. */
  listed: string[];
  /** Errors of `check` that the agent has not, and what is said of its kind or of its extent that is not so. */
  misjudged: string[];
}

/** Names of all agents in the folder. */
export function layoutCases(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Reads an agent as `mlflow-agents check` and `mlflow-agents policy` do, in the folder of its repository. */
export async function readLayout(folder: string, name: string): Promise<Read> {
  const base = path.join(folder, name);
  const expected = expectation.parse(JSON.parse(readFileSync(path.join(base, "expected.json"), "utf8")));
  const checked = await read(base, expected);
  const { reading } = checked.plan;
  const { environment = {} } = expected;
  const result: Read = { name, outcomes: [], wrong: [], lost: [], listed: [], misjudged: [] };
  if (reading === undefined) {
    result.misjudged.push("it was not read");
    return result;
  }
  const uses = readUses(reading, { environment });
  const key = (use: { kind: string; name: string; file: string; onBehalfOfUser?: boolean | undefined }) =>
    `${use.file} ${use.kind} ${use.name}${use.onBehalfOfUser === true ? " as the caller" : ""}`;
  const got = new Set(uses.uses.map(key));
  const wanted = new Set(expected.uses.map(key));
  const isListed = (one: { file: string; line: number }, kinds: readonly string[]) =>
    uses.unresolved.some(
      (other) =>
        other.file === one.file &&
        (one.file.endsWith(".ipynb") || Math.abs(other.line - one.line) <= 3) &&
        other.kinds.some((each) => kinds.includes(each)),
    );
  for (const use of expected.uses) {
    const isFound = got.has(key(use));
    const listed = !isFound && isListed(use, [use.kind]);
    result.outcomes.push({ how: use.how, found: isFound || (use.how === "dynamic" && listed) });
    if (!isFound) (listed ? result.listed : result.lost).push(`${key(use)}, line ${use.line} (${use.how})`);
  }
  for (const one of expected.unresolved) {
    const found = isListed(one, one.kinds);
    result.outcomes.push({ how: "unresolved", found });
    if (!found) result.lost.push(`${one.file} ${one.kinds.join()}, line ${one.line} (unresolved)`);
  }
  result.wrong.push(...[...got].filter((one) => !wanted.has(one)));
  // A notebook that explores is none to be judged.
  if (expected.interface === "none") return result;
  judge(checked, expected, notRead(reading, uses).length > 0, result);
  return result;
}

async function read(base: string, expected: z.infer<typeof expectation>): Promise<Checked> {
  const { codePaths, modelConfig } = expected;
  const given = typeof modelConfig === "object" ? written(modelConfig) : modelConfig;
  const [target] = findTargets([expected.code], base);
  if (target === undefined) throw new Error(`${expected.code} is taken for no agent`);
  const options = { ...noOptions, paths: [expected.code], modelConfig: given, codePaths };
  return readTarget(target, options, base);
}

function written(config: object): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "layout-")), "config.yaml");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function judge(
  { plan, app, configKnown, requirementsKnown, pathsFrom }: Checked,
  expected: z.infer<typeof expectation>,
  isIncomplete: boolean,
  { misjudged }: Read,
): void {
  const { reading } = plan;
  const found =
    reading === undefined
      ? []
      : checkAgent(reading, { app, configKnown, requirementsKnown, pathsFrom }).filter(
          ({ severity, code }) => severity === "error" && !expected.errors.includes(code),
        );
  // What leads nowhere may be said where something does.
  for (const { code, file, line, summary } of found)
    if (expected.incomplete !== true) misjudged.push(`${code} ${file}:${line} ${summary}`);
  const kind = app ? "app" : (plan.plan?.interface ?? "none");
  if (kind !== expected.interface && expected.interface !== "none")
    misjudged.push(`${kind}, not ${expected.interface}`);
  if (isIncomplete !== (expected.incomplete === true))
    misjudged.push(isIncomplete ? "not read as a whole" : "read as a whole");
}
