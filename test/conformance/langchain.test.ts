import { execFile, execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageFiles, planPackage } from "../../provider/modelPackage/index.js";
import { ensureEnvironment } from "../../workspace/environment/ensurePython.js";
import { resolveCacheFolder } from "../../workspace/paths.js";
import type { Case } from "./cases.js";
import { comparable, type Side, sideSchema } from "./compare.js";
import { cases } from "./langchain/cases.js";

// LangChain and LangGraph agents, logged by mlflow.langchain.log_model and by this project. They need libraries that the
// other tests do not: their environment is pinned beside them, and made once in the cache folder.

const run = promisify(execFile);

let folder = "";
let all: Case[] = [];
let real: Side = {};
let ours: Side = {};

async function writeOurs(agents: string, item: Case, common: { mlflowVersion: string; pythonVersion: string }) {
  const source = { codePaths: [], artifacts: {}, ignore: [], ...common, ...item.ours };
  const { plan, problems } = await planPackage(source, agents);
  if (plan === undefined) throw new Error(`${item.name}: ${problems.map(({ message }) => message).join("\n")}`);
  expect([plan.interface, plan.streaming], item.name).toEqual(["LangChain", true]);
  for (const file of packageFiles(plan, { modelId: `m-${item.name}`, artifactPath: item.name, time: new Date() })) {
    const target = path.join(folder, "ours", item.name, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await pipeline(file.open(), createWriteStream(target));
  }
}

beforeAll(async () => {
  const { python } = await ensureEnvironment({
    cache: resolveCacheFolder(),
    requirements: path.join(__dirname, "langchain", "requirements.lock.txt"),
    label: "langchain",
    log: (line) => console.log(`LangChain's environment: ${line}`),
  });
  const names = ["mlflow", "langchain"].map((name) => `importlib.metadata.version('${name}')`).join(", ");
  const ask = `import importlib.metadata, platform; print(${names}, platform.python_version())`;
  const told = execFileSync(python, ["-c", ask], { encoding: "utf8" });
  const [mlflowVersion = "", langchainVersion = "", pythonVersion = ""] = told.trim().split(" ");
  folder = await mkdtemp(path.join(os.tmpdir(), "conformance-"));
  const agents = path.join(folder, "agents");
  await cp(path.join(__dirname, "langchain", "agents"), agents, { recursive: true });
  all = cases(mlflowVersion, langchainVersion);
  for (const item of all) await writeOurs(agents, item, { mlflowVersion, pythonVersion });
  const list = all.map(({ name, ours: { code }, python: given, ask: asked }) => {
    return { name, code, python: given, ask: asked, flavor: "langchain" };
  });
  await writeFile(path.join(folder, "cases.json"), JSON.stringify(list));
  const sideOf = async (mode: string, env: Record<string, string>) => {
    const options = { cwd: agents, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    return sideSchema.parse(
      JSON.parse((await run(python, [path.join(__dirname, "real.py"), mode, folder], options)).stdout),
    );
  };
  real = await sideOf("log", { PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: agents });
  ours = await sideOf("answers", { PYTHONDONTWRITEBYTECODE: "1" });
}, 170_000);

afterAll(async () => {
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

describe("LangChain and LangGraph", () => {
  // The list itself does not depend on releases; these only stand in until the environment is known.
  for (const { name, except = {} } of cases("", "")) {
    test(`${name}: every file says what MLflow's says`, () => {
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
