import { execFile, execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type AgentSource, packageFiles, planPackage } from "../../provider/modelPackage/index.js";
import { parsePython } from "../../provider/modelPackage/python/parse.js";
import { readModule } from "../../provider/modelPackage/python/scope.js";
import { hintedSignature } from "../../provider/modelPackage/signature/hints.js";
import { inferInputs } from "../../provider/modelPackage/signature/infer.js";
import { schemaText } from "../../provider/modelPackage/signature/types.js";
import { writeYaml } from "../../provider/modelPackage/yaml/write.js";
import { cases } from "./cases.js";
import { comparable, type Side, sideSchema } from "./compare.js";
import { hostileKeys, hostileValues } from "./hostile.js";
import { schemaExamples, typeHints } from "./inference.js";

// The same agents, logged by the real Python client and by this project: every file must say the same, and real MLflow
// must load both and give the same answers.

const run = promisify(execFile);
const script = path.join(__dirname, "real.py");

const hostileSchema = z.object({ count: z.number(), wrong: z.array(z.unknown()), keys: z.array(z.unknown()) });
const texts = z.array(z.string().nullable());
const loadedSchema = z.object({ models: sideSchema, hostile: hostileSchema, schemas: texts, hints: texts });

// The agents are logged from a copy: MLflow leaves traces in its working directory.
let folder = "";
let agents = "";
let real: Side = {};
let ours: Side = {};
let schemas: z.infer<typeof texts> = [];
let hints: z.infer<typeof texts> = [];
let hostile: z.infer<typeof hostileSchema> = { count: 0, wrong: [], keys: [] };

function python(): string {
  const found = process.env.MLFLOW_AGENTS_TEST_PYTHON;
  if (found === undefined || found === "") {
    throw new Error("MLFLOW_AGENTS_TEST_PYTHON must name a Python interpreter with MLflow. `npm test` sets it.");
  }
  return found;
}

async function runPython(args: string[], env: Record<string, string> = {}): Promise<string> {
  const options = {
    cwd: agents,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env },
    maxBuffer: 256 * 1024 * 1024,
  };
  return (await run(python(), args, options)).stdout;
}

async function writeOurs(name: string, source: AgentSource): Promise<void> {
  const { plan, problems } = await planPackage(source, agents);
  expect(problems, name).toEqual([]);
  if (plan === undefined) throw new Error(`${name} has no plan`);
  for (const file of packageFiles(plan, { modelId: `m-${name}`, artifactPath: name, time: new Date() })) {
    const target = path.join(folder, "ours", name, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await pipeline(file.open(), createWriteStream(target));
  }
}

const askVersions =
  "import importlib.metadata, platform; print(importlib.metadata.version('mlflow'), platform.python_version())";
const versions = execFileSync(python(), ["-c", askVersions], { encoding: "utf8" });
const [mlflowVersion = "", pythonVersion = ""] = versions.trim().split(" ");
const all = cases(mlflowVersion);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "conformance-"));
  agents = path.join(folder, "agents");
  await cp(path.join(__dirname, "agents"), agents, { recursive: true });
  const common = { codePaths: [], artifacts: {}, ignore: [], mlflowVersion, pythonVersion };
  for (const item of all) await writeOurs(item.name, { ...common, ...item.ours });
  const list = all.map(({ name, ours: { code }, python: given, ask }) => ({ name, code, python: given, ask }));
  await writeFile(path.join(folder, "cases.json"), JSON.stringify(list));
  await writeFile(path.join(folder, "hostile.json"), JSON.stringify({ values: hostileValues, keys: hostileKeys }));
  const keys = Object.fromEntries(hostileKeys.map((key, index) => [key, index]));
  await writeFile(path.join(folder, "hostile.yaml"), writeYaml({ values: hostileValues, keys }));
  // Agents import their helpers from the working directory while they are logged, as in a notebook.
  real = sideSchema.parse(JSON.parse(await runPython([script, "log", folder], { PYTHONPATH: agents })));
  await writeFile(path.join(folder, "inference.json"), JSON.stringify({ examples: schemaExamples, hints: typeHints }));
  const loaded = loadedSchema.parse(JSON.parse(await runPython([script, "load", folder])));
  ours = loaded.models;
  ({ hostile, schemas, hints } = loaded);
}, 170_000);

afterAll(async () => {
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

/** The schema that this project derives from a type hint of the model input. */
function hintText(hint: string): string | undefined {
  const names = "from datetime import datetime\nimport typing\nfrom typing import Any, Dict, List, Optional, Union\n";
  const module = readModule(parsePython(`${names}def predict(model_input: ${hint}):\n    pass\n`));
  const node = module.parsed.tree.topNode.getChild("FunctionDefinition");
  if (node === null) throw new Error(hint);
  const { inputs } = hintedSignature({ module, node }, true, () => undefined);
  return inputs === undefined ? undefined : schemaText(inputs);
}

describe(`MLflow ${mlflowVersion}`, () => {
  for (const { name, except = {} } of all) {
    test(`${name}: every file says what MLflow's says`, () => {
      const names = Object.keys(except);
      expect(comparable(ours[name]?.files ?? {}, names)).toEqual(comparable(real[name]?.files ?? {}, names));
    });

    test(`${name}: the loaded model answers the same`, () => {
      expect(ours[name]).toBeDefined();
      expect(ours[name]?.answer).toEqual(real[name]?.answer);
    });
  }

  test("the schema inferred from an example is MLflow's", () => {
    const own = schemaExamples.map((example) => {
      const columns = inferInputs(example);
      return columns === undefined ? null : schemaText(columns);
    });
    const told = (all: typeof own) => schemaExamples.map((example, index) => [JSON.stringify(example), all[index]]);
    expect(told(own)).toEqual(told(schemas));
  });

  test("the schema derived from a type hint is MLflow's, or none", () => {
    const wrong = typeHints.flatMap((hint, index) => {
      const text = hintText(hint);
      return text === undefined || text === hints[index] ? [] : [[hint, text, hints[index]]];
    });
    expect(wrong).toEqual([]);
  });

  test("the usual type hints are followed", () => {
    const missed = typeHints.filter((hint, index) => hints[index] !== null && hintText(hint) === undefined);
    expect(missed).toEqual([]);
  });

  test("hostile values keep their meaning in PyYAML", () => {
    expect(hostile.count).toBe(hostileValues.length);
    expect(hostile.wrong).toEqual([]);
    expect(hostile.keys).toEqual([]);
  });
});
