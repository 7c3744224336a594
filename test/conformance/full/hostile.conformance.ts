import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AgentSource, packageFiles, planPackage } from "../../../provider/modelPackage/index.js";
import { isInteger, isMapping, mapEntries, PyFloat, type Value } from "../../../provider/python/documents/values.js";
import { perLogging } from "../compare.js";
import { type FuzzFiles, fileNames, hostileAgents, refusedNames, sizeOfSource } from "../fuzz.js";
import { interpreters, report } from "./releases.js";

// Ten thousand agents with hostile names and values: planning one never throws, and each that has a model is read by real
// MLflow, and by both loaders of PyYAML, as what was declared.

const runs = Number(process.env.MLFLOW_AGENTS_FUZZ_RUNS ?? 10_000);
const seed = Number(process.env.MLFLOW_AGENTS_FUZZ_SEED ?? 20_261_121);
const run = promisify(execFile);
const releases = interpreters();
const agent = [
  "import mlflow",
  "class Agent(mlflow.pyfunc.PythonModel):",
  "    def predict(self, context, model_input):",
  '        return "x"',
  "mlflow.models.set_model(Agent())",
  "",
].join("\n");

const resultSchema = z.object({
  read: z.number(),
  loaders: z.array(z.string()),
  wrong: z.array(z.object({ case: z.number(), wrong: z.array(z.string()) })),
});

/** What came of the agents of one release. */
interface Found {
  release: string;
  agents: number;
  /** Names and values in their declarations. */
  values: number;
  models: number;
  refused: number;
  thrown: string[];
  loaders: string[];
  wrong: string[];
  seconds: { plan: number; read: number };
}

let folder = "";
const found: Found[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "hostile-")));
  const files = await makeFiles(path.join(folder, "agents"));
  const reading: Promise<void>[] = [];
  for (const [index, [release, python]] of releases.entries()) {
    const [one, list] = await planAll(release, files, seed + index, Math.ceil(runs / releases.length));
    found.push(one);
    // While MLflow reads these, the next are planned.
    reading.push(readAll(one, python, list));
  }
  await Promise.all(reading);
}, 900_000);

afterAll(async () => {
  await report("hostile", { seed, releases: found });
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

test.for(releases)("MLflow %s reads every model as what was declared", ([release]) => {
  const one = found.find((item) => item.release === release);
  expect(one?.thrown).toEqual([]);
  expect(one?.wrong).toEqual([]);
  expect(one?.loaders).toContain("PyYAML");
  // Most of what is generated has to be an agent, or little was shown.
  expect(one?.models).toBeGreaterThan((one?.agents ?? 0) * 0.5);
  expect(one?.refused).toBeGreaterThan(0);
});

async function makeFiles(base: string): Promise<FuzzFiles> {
  await mkdir(path.join(base, "data"), { recursive: true });
  for (const name of [...fileNames, ...refusedNames]) {
    await writeFile(path.join(base, `${name}.py`), agent);
    await writeFile(path.join(base, "data", name), name);
  }
  return {
    agents: fileNames.map((name) => `${name}.py`),
    others: fileNames.map((name) => `data/${name}`),
    refused: refusedNames.flatMap((name) => [`${name}.py`, `data/${name}`]),
  };
}

async function planAll(release: string, files: FuzzFiles, from: number, count: number): Promise<[Found, string]> {
  const begin = Date.now();
  const one: Found = {
    release,
    agents: count,
    values: 0,
    models: 0,
    refused: 0,
    thrown: [],
    loaders: [],
    wrong: [],
    seconds: { plan: 0, read: 0 },
  };
  const lines: string[] = [];
  const sources = fc.sample(hostileAgents(files, release), { seed: from, numRuns: count });
  for (const [index, source] of sources.entries()) {
    one.values += sizeOfSource(source);
    try {
      const line = await laidOut(source, index);
      if (line === undefined) one.refused += 1;
      else lines.push(line);
    } catch (error) {
      one.thrown.push(`${index}: ${String(error)} of ${JSON.stringify(source).slice(0, 500)}`);
    }
  }
  one.models = lines.length;
  one.seconds.plan = (Date.now() - begin) / 1000;
  const list = path.join(folder, `${release}.jsonl`);
  await writeFile(list, lines.join("\n"));
  return [one, list];
}

/** The texts of a model directory and what they have to say, for fuzz.py; undefined where there are problems. */
async function laidOut(source: AgentSource, index: number): Promise<string | undefined> {
  const { plan, problems } = await planPackage(source, path.join(folder, "agents"));
  if (plan === undefined) {
    if (problems.length === 0) throw new Error("neither a plan nor a problem");
    for (const { message } of problems)
      if (message.length > 4_000) throw new Error(`a problem of ${message.length} characters`);
    return undefined;
  }
  const stamp = { modelId: "m-1", artifactPath: "a: b", time: new Date(0) };
  const model = packageFiles(plan, stamp).find((file) => file.path === "MLmodel");
  const text = model === undefined ? "" : Buffer.concat(await model.open().toArray()).toString("utf8");
  const example = plan.generated["input_example.json"];
  const columns = source.signature?.inputs;
  return JSON.stringify({
    case: index,
    stamped: perLogging,
    yaml: { MLmodel: text, "conda.yaml": plan.generated["conda.yaml"] },
    json: example === undefined ? {} : { "input_example.json": example },
    expected: {
      MLmodel: told(plan.document),
      "conda.yaml": told({
        channels: ["conda-forge"],
        dependencies: [`python=${source.pythonVersion ?? "3.11.11"}`, "pip", { pip: plan.requirements }],
        name: "mlflow-env",
      }),
      "input_example.json": source.inputExample === undefined ? null : told(source.inputExample),
      metadata: source.metadata === undefined ? null : told(source.metadata),
    },
    columns: Array.isArray(columns) && columns.length > 0 ? columns.map(({ name }) => name) : null,
  });
}

/** A value with its types told apart: JSON alone would make 1 and 1.0, or a date and its text, equal. */
function told(value: Value): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return ["s", value];
  if (typeof value === "bigint") return ["i", String(value)];
  if (typeof value === "number") return isInteger(value) ? ["i", String(BigInt(value))] : ["f", value];
  if (value instanceof PyFloat) return ["f", value.value];
  if (Array.isArray(value)) return ["l", ...value.map(told)];
  if (isMapping(value)) return ["m", ...mapEntries(value).map(([key, item]) => [told(key), told(item)])];
  throw new Error("a program writes no other values");
}

async function readAll(one: Found, python: string, list: string): Promise<void> {
  const begin = Date.now();
  const options = { maxBuffer: 256 * 1024 * 1024, env: { ...process.env, PYTHONWARNINGS: "ignore" } };
  const { stdout } = await run(python, [path.join(__dirname, "..", "fuzz.py"), list], options);
  const result = resultSchema.parse(JSON.parse(stdout));
  one.loaders = result.loaders;
  one.wrong = result.wrong.flatMap(({ case: index, wrong }) => wrong.map((text) => `${index}: ${text}`));
  if (result.read !== one.models) one.wrong.push(`${result.read} of ${one.models} models were read`);
  one.seconds.read = (Date.now() - begin) / 1000;
}
