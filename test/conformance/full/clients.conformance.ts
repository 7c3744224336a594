import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../workspace/routes/index.js";
import { type TestWorkspace, testWorkspace } from "../../workspace/harness.js";
import { coverageFile, readCoverage, renderCoverage } from "../clients/coverage.js";
import { type Found, runClient, type Script } from "../clients/run.js";
import { clientsPython, interpreters, report } from "./releases.js";

// Unmodified public clients against one fresh workspace, each in a process of its own. Every case is one call with the value
// that it has to give; the workspace's journal tells which routes it touched, and workspace/COVERAGE.md is made of that.

const releases = interpreters();
const python3 = releases.find(([release]) => release.startsWith("3."))?.[1] ?? "";
const databricks = clientsPython();
const shortOf = (release: string): string => release.replaceAll(".", "_");

const scripts: Script[] = [
  ...releases.map(([release, python]) => ({
    title: `mlflow ${release}`,
    file: "mlflow_client.py",
    python,
    word: `client_${shortOf(release)}`,
  })),
  {
    title: "mlflow in Unity Catalog's own dialect",
    file: "mlflow_client.py",
    python: python3,
    word: "native",
    env: { MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY: "true" },
  },
  ...releases.map(([release, python]) => ({
    title: `mlflow.deployments ${release}`,
    file: "mlflow_deployments.py",
    python,
    word: `deploy_${shortOf(release)}`,
  })),
  { title: "databricks-sdk: models", file: "sdk_models.py", python: python3, word: "sdk_models" },
  { title: "databricks-sdk: endpoints", file: "sdk_endpoints.py", python: python3, word: "sdk_endpoints" },
  { title: "databricks-sdk: stand-ins", file: "sdk_stand_ins.py", python: python3, word: "sdk_stand_ins" },
  // The workspace's own environment holds it.
  { title: "openai", file: "openai_client.py", python: "", word: "openai" },
  ...["ai_search", "vector_search", "langchain", "openai", "bridge", "mcp", "served"].map((name) => ({
    title: `Databricks' clients: ${name}`,
    file: "databricks_clients.py",
    python: databricks,
    word: `of_${name}`,
    env: { TEST_PACKAGE: name },
  })),
  { title: "served agents", file: "served.py", python: python3, word: "served" },
];

let workspace: TestWorkspace;
const found = new Map<string, Found>();

beforeAll(async () => {
  workspace = await testWorkspace({ fixtures: { secrets: { scope: { key: "value" } } } });
});

afterAll(async () => {
  await workspace?.dispose();
  const unknown = [...new Set([...found.values()].flatMap(({ cases }) => cases.flatMap((one) => one.unknown)))];
  const clients = [...found.values()].map(({ client, cases }) => ({
    client,
    cases: cases.length,
    failed: cases.filter(({ ok }) => !ok).map(({ name }) => name),
    seconds: cases.reduce((total, { seconds }) => total + seconds, 0),
  }));
  const proofs = proofsOf(found);
  const uncovered = routes
    .filter(({ service, path }) => service !== "The workspace itself" && !path.startsWith("/_local/"))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => proofs[route] === undefined);
  await report("clients", { clients, routes: routes.length, uncovered, unknown: unknown.sort() });
});

describe("a fresh workspace", () => {
  test.for(scripts)("$title", async (script) => {
    const python = script.python === "" ? workspace.python.python : script.python;
    const one = await runClient(workspace, { ...script, python });
    found.set(script.title, one);
    const failed = one.cases.filter(({ ok }) => !ok);
    expect(failed.map(({ name, expected, seen, error }) => ({ name, expected, seen, error }))).toEqual([]);
    expect(one.cases.length).toBeGreaterThan(1);
  });

  test("at least 120 calls, none of a name twice in one client", () => {
    const all = [...found.values()].flatMap(({ cases }) => cases);
    expect(all.length).toBeGreaterThanOrEqual(120);
    for (const { cases } of found.values()) {
      const names = cases.map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  test("what clients asked for is covered, but for what is known", () => {
    const asked = [...found.values()].flatMap(({ cases }) => cases.flatMap(({ unknown }) => unknown));
    // mlflow tries the first and falls back; the second is a case that asks for what no workspace of this kind has.
    expect([...new Set(asked)].sort()).toEqual([
      "GET /api/2.2/jobs/list",
      "POST /api/4.0/mlflow/traces/search-long-running",
    ]);
  });

  test("workspace/COVERAGE.md says what this run showed", async () => {
    const counts = [...found.values()].map(({ client, cases }) => ({ client, cases: cases.length }));
    const text = renderCoverage(routes, proofsOf(found), counts);
    if (process.env.UPDATE_COVERAGE === "1") {
      await writeFile(coverageFile, text);
    }
    expect(readCoverage(), "npm run conformance -- clients --update writes it anew").toBe(text);
  });
});

/** Clients by route. A client whose name holds what it was asked about is one client. */
function proofsOf(runs: ReadonlyMap<string, Found>): Record<string, string[]> {
  const proofs = new Map<string, Set<string>>();
  for (const { client, cases } of runs.values()) {
    for (const route of cases.filter(({ ok }) => ok).flatMap((one) => one.routes)) {
      const clients = proofs.get(route) ?? new Set<string>();
      proofs.set(route, clients.add(client.replace(/[:,].*/, "")));
    }
  }
  return Object.fromEntries([...proofs].map(([route, clients]) => [route, [...clients].sort()]));
}
