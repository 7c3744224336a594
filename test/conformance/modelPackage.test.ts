import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readAgent } from "../../provider/agentCode/agent.js";
import { runOf } from "../../provider/agentCode/run.js";
import { hintedSignature } from "../../provider/modelPackage/signature/hints.js";
import { inferInputs } from "../../provider/modelPackage/signature/infer.js";
import { schemaText } from "../../provider/modelPackage/signature/types.js";
import { writeYaml } from "../../provider/modelPackage/yaml/write.js";
import { readingOf } from "../support/reading.js";
import { cases } from "./cases.js";
import { comparable, type Side, sideSchema } from "./compare.js";
import { hostileKeys, hostileValues } from "./hostile.js";
import { schemaExamples, typeHints } from "./inference.js";
import { Sides, versionsOf } from "./sides.js";

// The same agents, logged by the real Python client and by this project: every file must say the same, and real MLflow
// must load both and give the same answers.

const hostileSchema = z.object({ count: z.number(), wrong: z.array(z.unknown()), keys: z.array(z.unknown()) });
const texts = z.array(z.string().nullable());
const loadedSchema = z.object({ models: sideSchema, hostile: hostileSchema, schemas: texts, hints: texts });

let folder = "";
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

const versions = versionsOf(python());
const mlflowVersion = versions.mlflow;
const all = cases(mlflowVersion);

beforeAll(async () => {
  const sides = await Sides.of(path.join(__dirname, "agents"), python());
  folder = sides.folder;
  expect((await sides.writeOurs(all, versions)).failed).toEqual({});
  await writeFile(path.join(folder, "hostile.json"), JSON.stringify({ values: hostileValues, keys: hostileKeys }));
  const keys = Object.fromEntries(hostileKeys.map((key, index) => [key, index]));
  await writeFile(path.join(folder, "hostile.yaml"), writeYaml({ values: hostileValues, keys }));
  real = await sides.real();
  await writeFile(path.join(folder, "inference.json"), JSON.stringify({ examples: schemaExamples, hints: typeHints }));
  const loaded = loadedSchema.parse(await sides.ask("load"));
  ours = loaded.models;
  ({ hostile, schemas, hints } = loaded);
}, 170_000);

afterAll(async () => {
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

/** The schema that this project derives from a type hint of the model input. */
function hintText(hint: string): string | undefined {
  const names = "from datetime import datetime\nimport typing\nfrom typing import Any, Dict, List, Optional, Union\n";
  const text = `${names}from mlflow.models import set_model\ndef predict(model_input: ${hint}):\n    pass\nset_model(predict)\n`;
  const reading = readingOf(text);
  const { predict } = readAgent(reading);
  if (predict === undefined) throw new Error(hint);
  const { inputs } = hintedSignature(runOf(reading).engine, predict, true);
  return inputs === undefined ? undefined : schemaText(inputs);
}

describe(`MLflow ${mlflowVersion}`, () => {
  for (const { name, except = {} } of all) {
    test(`${name}: every file says what MLflow's says`, () => {
      expect([real[name]?.error, ours[name]?.error]).toEqual([undefined, undefined]);
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
