import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparable, type Side } from "./compare.js";
import { cases } from "./langchain/cases.js";
import { langchainPython } from "./langchainPython.js";
import { Sides, versionsOf } from "./sides.js";

// LangChain and LangGraph agents, logged by mlflow.langchain.log_model and by this project. They need libraries that the
// other tests do not: their environment is pinned beside them, and made once in the cache folder.

let folder = "";
let real: Side = {};
let ours: Side = {};

beforeAll(async () => {
  const python = await langchainPython();
  const versions = versionsOf(python);
  const sides = await Sides.of(path.join(__dirname, "langchain", "agents"), python);
  folder = sides.folder;
  const { plans, failed } = await sides.writeOurs(cases(versions.mlflow, versions.langchain), versions);
  expect(failed).toEqual({});
  for (const [name, plan] of plans) expect([plan.interface, plan.streaming], name).toEqual(["LangChain", true]);
  real = await sides.real();
  ours = await sides.ours();
}, 170_000);

afterAll(async () => {
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

describe("LangChain and LangGraph", () => {
  // The list itself does not depend on releases; these only stand in until the environment is known.
  for (const { name, except = {} } of cases("", "")) {
    test(`${name}: every file says what MLflow's says`, () => {
      expect([real[name]?.error, ours[name]?.error]).toEqual([undefined, undefined]);
      const names = Object.keys(except);
      expect(real[name]?.files).toHaveProperty("MLmodel");
      expect(comparable(ours[name]?.files ?? {}, names)).toEqual(comparable(real[name]?.files ?? {}, names));
    });

    test(`${name}: the loaded model answers and streams the same`, () => {
      expect(real[name]?.answer).toMatchObject({ answer: expect.anything(), stream: expect.anything() });
      expect(ours[name]?.answer).toEqual(real[name]?.answer);
    });
  }
});
