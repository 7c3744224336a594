import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { withLock } from "../../../workspace/environment/folderLock.js";
import { Router } from "../../../workspace/http/router.js";
import { resolveDataFolder } from "../../../workspace/paths.js";
import { readModelFacts } from "../../../workspace/registry/modelFacts.js";
import { parseModelName } from "../../../workspace/registry/modelName.js";
import { routes } from "../../../workspace/routes/index.js";
import { readJson, writeAtomic } from "../../../workspace/server/atomicFile.js";
import { Faults, faultSchema } from "../../../workspace/server/faults.js";
import { Journal } from "../../../workspace/server/journal.js";
import { optionalRoutes } from "../../../workspace/server/optionalRoutes.js";

const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-unit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("faults", () => {
  it("hit after some requests, as often as they say", () => {
    const faults = new Faults();
    faults.plant(faultSchema.parse({ method: "POST", path: "/api/*/create", effect: 503, count: 2, after: 1 }));
    expect(faults.take("GET", "/api/x/create")).toBeUndefined();
    expect(faults.take("POST", "/api/x/create")).toBeUndefined();
    expect(faults.take("POST", "/api/x/create")?.effect).toBe(503);
    expect(faults.take("POST", "/api/x/other")).toBeUndefined();
    expect(faults.take("POST", "/api/y/z/create")?.effect).toBe(503);
    expect(faults.take("POST", "/api/x/create")).toBeUndefined();
  });

  it("take a path literally but for its asterisks", () => {
    const faults = new Faults();
    faults.plant(faultSchema.parse({ path: "/a.b", effect: "drop-before" }));
    expect(faults.take("GET", "/aXb")).toBeUndefined();
    expect(faults.take("GET", "/a.b")?.effect).toBe("drop-before");
  });
});

describe("the journal", () => {
  const entry = { time: 0, method: "GET", path: "/x", status: 200, milliseconds: 1, caller: "user", route: "/x" };

  it("is bounded and tells what came since", () => {
    const journal = new Journal(10);
    for (let index = 0; index < 100; index += 1) {
      journal.add(entry);
    }
    expect(journal.last).toBe(100);
    expect(journal.since(98).map((item) => item.sequence)).toEqual([99, 100]);
    expect(journal.since(0).length).toBeLessThanOrEqual(12);
  });

  it("counts what is not covered", () => {
    const journal = new Journal();
    journal.add({ ...entry, route: undefined, path: "/api/2.0/jobs/list" });
    journal.add({ ...entry, route: undefined, path: "/api/2.0/jobs/list" });
    expect([...journal.unknown]).toEqual([["GET /api/2.0/jobs/list", 2]]);
  });

  it("counts apart what a client tries first and does without, for which another route is there", () => {
    const journal = new Journal();
    const router = new Router(routes);
    for (const { method, path, fallback } of optionalRoutes) {
      journal.add({ ...entry, route: undefined, method, path });
      expect(router.find(method, path)).toBeUndefined();
      const [other = "", address = ""] = fallback.split(" ");
      expect(router.find(other, address)).toBeDefined();
    }
    expect(journal.unknown.size).toBe(0);
    expect(journal.optional.get("POST /api/4.0/mlflow/traces/search-long-running")).toBe(1);
  });
});

describe("names of models", () => {
  it.each(["a", "a.b", "a.b.c.d", "a..c", "a.b.c/d", "a.b.c d"])("%s is refused", (name) => {
    expect(() => parseModelName(name)).toThrow(/<catalog>\.<schema>\.<model>/);
  });
});

describe("facts of an MLmodel file", () => {
  it("come from resources, without what is used on behalf of the user", () => {
    const facts = readModelFacts(`
model_id: m-1
metadata: {task: agent/v1/responses}
resources:
  api_version: '1'
  databricks:
    serving_endpoint: [{name: chat}, {name: mine, on_behalf_of_user: true}]
    table: [{name: a.b.c}]
signature: {inputs: '[]', outputs: '[]'}
`);
    expect(facts).toEqual({
      completeSignature: true,
      inputs: [],
      typeHints: false,
      resources: [
        { kind: "serving_endpoint", name: "chat" },
        { kind: "table", name: "a.b.c" },
      ],
      userResources: [{ kind: "serving_endpoint", name: "mine" }],
      userApiScopes: undefined,
      task: "agent/v1/responses",
      modelId: "m-1",
    });
  });

  it("come from auth_policy where there is one", () => {
    const facts = readModelFacts(`
auth_policy:
  system_auth_policy: {resources: {api_version: '1', databricks: {serving_endpoint: [{name: chat}]}}}
  user_auth_policy: {api_scopes: [dashboards.genie]}
signature: {inputs: '[]'}
`);
    expect(facts.resources).toEqual([{ kind: "serving_endpoint", name: "chat" }]);
    expect(facts.userApiScopes).toEqual(["dashboards.genie"]);
    expect(facts.completeSignature).toBe(false);
  });
});

describe("the data folder", () => {
  it("is the nearest existing one above", () => {
    vi.stubEnv("MLFLOW_AGENTS_HOME", "");
    const below = join(folder, "a", "b");
    mkdirSync(below, { recursive: true });
    expect(resolveDataFolder(undefined, below)).toBe(join(below, ".mlflow-agents"));
    mkdirSync(join(folder, ".mlflow-agents"));
    expect(resolveDataFolder(undefined, below)).toBe(join(folder, ".mlflow-agents"));
    expect(resolveDataFolder("x", below)).toBe(join(below, "x"));
    vi.stubEnv("MLFLOW_AGENTS_HOME", "/somewhere");
    expect(resolveDataFolder(undefined, below)).toBe("/somewhere");
  });
});

describe("files", () => {
  it("are replaced whole", async () => {
    const file = join(folder, "deep", "state.json");
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) => writeAtomic(file, JSON.stringify({ n, text: "x".repeat(10_000 * n) }))),
    );
    expect(await readJson(file)).toMatchObject({ n: expect.any(Number) });
    expect(await readJson(join(folder, "none.json"))).toBeUndefined();
  });

  it("locks exclude each other and survive a dead holder", async () => {
    const file = join(folder, "x.lock");
    await writeAtomic(file, "999999999");
    let inside = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([withLock(file, () => undefined, work), withLock(file, () => undefined, work)]);
    expect(inside).toBe(0);
  });
});
