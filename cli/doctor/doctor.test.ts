import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { send, serve } from "../../test/unit/http/server.js";
import { cachedFolder } from "../pulumiCli/find.js";
import { doctorCommand } from "./index.js";
import { oldestNode } from "./tools.js";

// What `--fix` calls: the real one downloads.
vi.mock("../pulumiCli/ensurePulumi.js", () => ({
  ensurePulumi: async ({ cache }: { cache: string }) => installPulumi(cachedFolder(cache)),
}));

vi.mock("../../workspace/environment/ensurePython.js", async (original) => ({
  ...(await original<object>()),
  // The real one downloads: uv, and what it installs.
  ensurePython: async ({ cacheDir }: { cacheDir: string }) => installUv(cacheDir),
}));

const pulumiParts = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];
let folder = "";

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function installPulumi(where: string): void {
  mkdirSync(where, { recursive: true });
  for (const name of pulumiParts) program(join(where, name), "echo v3.999.0");
}

function installUv(cache: string): void {
  const bin = join(cache, "uv-0.13.8-py3.12", "bin");
  mkdirSync(bin, { recursive: true });
  program(join(bin, "uv"), "echo uv 0.13.8");
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
  mkdirSync(join(folder, "bin"));
  program(join(folder, "bin", "npm"), "");
  program(join(folder, "bin", "python3"), `echo 3.12; echo ${folder}/bin/python3`);
  program(join(folder, "bin", "uv"), "echo uv 0.9.0");
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("MLFLOW_AGENTS_CACHE", join(folder, "cache"));
  vi.stubEnv("MLFLOW_AGENTS_HOME", join(folder, "data"));
  vi.stubEnv("MLFLOW_AGENTS_PYTHON", "");
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

async function doctor(args: string[], more: NodeJS.ProcessEnv = {}) {
  let printed = "";
  vi.spyOn(console, "log").mockImplementation((text) => {
    printed += `${text}\n`;
  });
  const env = { PATH: process.env.PATH, HOME: join(folder, "home"), ...more };
  const code = await doctorCommand([...args, "--json"], env);
  const report: { ok: boolean; missing: string[]; findings: { name: string; state: string; detail: string }[] } =
    JSON.parse(printed);
  const of = (name: string) => report.findings.find((finding) => finding.name === name);
  const plain = await doctorCommand(args, env);
  expect(plain).toBe(code);
  return { code, missing: report.missing, of, printed };
}

test("what is missing is named, and the exit code says so", async () => {
  const { code, missing, of, printed } = await doctor([]);
  expect(code).toBe(1);
  expect(missing).toEqual(["Pulumi CLI", "Python environment"]);
  expect(of("Node")).toMatchObject({ state: "ok", detail: process.versions.node });
  expect(of("Python")).toMatchObject({ state: "ok", detail: expect.stringContaining("3.12") });
  expect(of("uv")).toMatchObject({ state: "ok", detail: "from PATH" });
  expect(of("workspace")).toMatchObject({ state: "notLooked" });
  expect(of("local workspace")).toMatchObject({ state: "note", way: "mlflow-agents workspace start" });
  expect(printed).toContain("missing: Pulumi CLI, Python environment");
  expect(printed).toContain("not looked at: the stacks' own configuration");
});

test("--fix sets up the CLI; a workspace elsewhere that answers needs no Python here", async () => {
  const server = await serve((seen, response) =>
    seen.url.includes("scim") ? send(response, 200, { userName: "ann@example.com" }) : send(response, 200, {}),
  );
  const elsewhere = { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: "canary-token" };
  expect((await doctor([], elsewhere)).missing).toEqual(["Pulumi CLI"]);
  const { code, of, printed } = await doctor(["--fix"], elsewhere);
  expect(code).toBe(0);
  expect(of("Pulumi CLI")).toMatchObject({ state: "ok", detail: expect.stringContaining("npx mlflow-agents pulumi") });
  expect(of("credentials")).toMatchObject({ state: "ok", detail: `pat, for ${server.origin}` });
  expect(of("workspace")).toMatchObject({ state: "ok", detail: expect.stringContaining("ann@example.com") });
  expect(of("Python environment")).toMatchObject({ state: "note" });
  expect(printed).not.toContain("canary");
});

test.each([
  ["a workspace that refuses the token", 403, /workspace/],
  ["a host that is no workspace", 404, /workspace/],
])("%s is missing", async (_what, status, missing) => {
  const server = await serve((_seen, response) => send(response, status, { message: "no" }));
  const { code, missing: found } = await doctor([], { DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: "t-canary" });
  expect(code).toBe(1);
  expect(found.join()).toMatch(missing);
});

test("uv is looked at behind the environment that brings it", async () => {
  rmSync(join(folder, "bin", "uv"));
  expect((await doctor([])).of("uv")).toMatchObject({
    state: "note",
    detail: "not there: it is installed when a Python environment has to be made",
  });
  const fixed = await doctor(["--fix"]);
  expect(fixed.of("uv")).toMatchObject({ state: "ok", detail: expect.stringContaining("uv-0.13.8-py3.12") });
  expect(fixed.printed).not.toContain("not there: it is installed");
});

test("credentials that do not fit together are told, and nobody is asked", async () => {
  const { of } = await doctor([], { DATABRICKS_HOST: "https://x.example", PATH: join(folder, "bin") });
  expect(of("credentials")).toMatchObject({ state: "missing", detail: expect.stringContaining("No credentials for") });
  expect(of("workspace")).toMatchObject({ state: "notLooked" });
});

test("no Python: it is missing, and what takes one was not looked at", async () => {
  rmSync(join(folder, "bin", "python3"));
  const { missing, of } = await doctor([]);
  expect(missing).toEqual(["Pulumi CLI", "Python"]);
  expect(of("uv")).toMatchObject({ state: "notLooked" });
});

test("a Pulumi CLI on PATH that is too old is told by its version", async () => {
  for (const name of pulumiParts) program(join(folder, "bin", name), "echo v3.100.0");
  expect((await doctor([])).of("Pulumi CLI")).toMatchObject({
    state: "missing",
    detail: expect.stringContaining("3.100.0 on PATH is older than"),
  });
});

test("the oldest Node is the package's own", () => {
  const { engines } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));
  expect(engines.node).toBe(`>=${oldestNode}`);
});
