import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeWorkspace } from "../../test/support/fakeWorkspace.js";
import { modelWorld } from "../../test/unit/provider/support/modelWorld.js";
import { stackOf } from "../../test/unit/provider/support/stack.js";
import { judgeUses } from "../checks/policy/judge.js";
import { spelledAs } from "../lifecycle/catalogName.js";
import { servingEndpoint } from "../resources/servingEndpoint/resource.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

const given = "main.Agents.Support";
const writes = (calls: readonly string[]) => calls.filter((call) => !call.startsWith("GET"));

describe("a registered model in Unity Catalog, which answers in lower case", () => {
  it("is registered under the name that was given, and a refresh shows no drift", async () => {
    const { engine, workspace, log, callsOf } = modelWorld();
    const args = { name: given, agent: await log("a"), aliases: { Champion: "latest", Old: 1 } };
    expect((await engine.up(args)).message).toBe("");
    expect(engine.state).toMatchObject({ id: given, outputs: { name: given, modelUri: `models:/${given}/1` } });
    expect(workspace.models.models.get("main.agents.support")?.aliases).toEqual(
      new Map([
        ["champion", "1"],
        ["old", "1"],
      ]),
    );
    await engine.refresh();
    expect(engine.log).toEqual([]);
    expect(engine.state?.outputs).toMatchObject({
      aliases: { Champion: "latest", Old: "1" },
      aliasVersions: { Champion: "1", Old: "1" },
    });
    expect(await engine.preview(args)).toMatchObject({ operation: "same" });
    const next = { ...args, agent: await log("b") };
    const calls = writes(await callsOf(() => engine.up(next)));
    expect(calls.filter((call) => call.includes("registered-models/alias"))).toHaveLength(1);
    expect(engine.state?.outputs.aliasVersions).toEqual({ Champion: "2", Old: "1" });
  });

  it("is checked again as it was recorded, under the catalog and the schema that make its name", async () => {
    const { engine, log } = modelWorld("unityCatalog", { name: "support" });
    const args = { catalog: "main", schema: "Agents", agent: await log("a") };
    expect((await engine.up(args)).message).toBe("");
    const { inputs, failures } = await engine.check({ ...args, schema: "agents" });
    expect([inputs.name, failures]).toEqual(["main.Agents.support", []]);
    expect((await engine.check({ ...args, schema: "agents", name: "main.Agents.support" })).failures).toEqual([]);
  });

  it.each([
    ["the name", { name: "MAIN.agents.support" }],
    ["an alias", { aliases: { CHAMPION: "latest" } }],
  ])("does nothing for other capitals of %s alone", async (_what, changed) => {
    const { engine, log, callsOf } = modelWorld();
    const args = { name: given, agent: await log("a"), aliases: { Champion: "latest" } };
    await engine.up(args);
    expect(await engine.preview({ ...args, ...changed })).toMatchObject({ operation: "same" });
    expect(writes(await callsOf(() => engine.up({ ...args, ...changed })))).toEqual([]);
  });

  it("copies a version once, however its source is spelled", async () => {
    const { engine, another, log } = modelWorld();
    await engine.up({ name: "dev.agents.support", agent: await log("a") });
    const copy = another({ name: "copy" });
    await copy.up({ name: "prod.agents.support", from: "models:/dev.agents.support/1" });
    const { operation } = await copy.up({ name: "prod.agents.support", from: "models:/Dev.Agents.Support/1" });
    expect([operation, copy.state?.outputs.version]).toEqual(["same", "1"]);
  });

  it("refuses two aliases that are one there", async () => {
    const { engine, log } = modelWorld();
    const args = { name: given, agent: await log("a"), aliases: { Champion: "latest", champion: 1 } };
    expect((await engine.check(args)).failures).toEqual([
      'aliases.champion: Unity Catalog takes it and "Champion" for the same alias: give one of them.',
    ]);
  });

  it("keeps grants and owner whose names come back in lower case", async () => {
    const { engine, workspace, log } = modelWorld();
    const grants = { principals: { "Ada@Example.com": ["EXECUTE"] }, mode: "authoritative" };
    const args = { name: given, agent: await log("a"), grants, owner: "Owners@Example.com" };
    expect((await engine.up(args)).message).toBe("");
    const model = workspace.models.models.get("main.agents.support");
    model?.grants.delete("Ada@Example.com");
    model?.grants.set("ada@example.com", ["EXECUTE"]);
    Object.assign(model ?? {}, { owner: "owners@example.com" });
    await engine.refresh();
    expect(await engine.preview(args)).toMatchObject({ operation: "same" });
  });

  it("keeps a version that an endpoint serves, whatever its capitals", async () => {
    const { engine, workspace, log } = modelWorld();
    const args = { name: given, keep: { versions: 1 } };
    await engine.up({ ...args, agent: await log("a") });
    const { engine: endpoint } = stackOf(servingEndpoint, { name: "endpoint" }, workspace);
    expect((await endpoint.up({ model: `models:/${given}/1` })).message).toBe("");
    await engine.up({ ...args, agent: await log("b") });
    const versions = workspace.models.models.get("main.agents.support")?.versions.map(({ number }) => number);
    expect(versions).toEqual(["1", "2"]);
  });
});

describe("a plain MLflow server", () => {
  it("tells names apart that differ in capitals", async () => {
    const { engine, workspace, log } = modelWorld("mlflow");
    const args = { name: "Support", agent: await log("a"), aliases: { Champion: "latest", champion: 1 } };
    expect((await engine.up(args)).message).toBe("");
    expect(workspace.models.models.get("Support")?.aliases.size).toBe(2);
    expect(await engine.preview({ ...args, name: "support", forceDestroy: true })).toMatchObject({
      operation: "replace",
    });
  });
});

describe("an endpoint of a model whose name has capitals", () => {
  const one = `models:/${given}/1`;

  async function served(args: Record<string, unknown> = {}) {
    const workspace = new FakeWorkspace();
    const { engine } = stackOf(servingEndpoint, {}, workspace);
    expect((await engine.up({ model: one, ...args })).message).toBe("");
    return { engine, workspace };
  }

  it("comes up, is sent as it was given, and has nothing to do then", async () => {
    const { engine, workspace } = await served({ environment: { A: "1" } });
    expect(workspace.serving.bodies[0]?.[1]).toMatchObject({ config: { served_entities: [{ entity_name: given }] } });
    await engine.refresh();
    expect(engine.log).toEqual([]);
    const before = workspace.calls.length;
    expect((await engine.up({ model: one, environment: { A: "1" }, tags: { a: "b" } })).message).toBe("");
    expect(writes(workspace.calls.slice(before))).toEqual([expect.stringMatching(/^PATCH .*\/tags$/)]);
  });

  it.each([
    ["the model", { model: "models:/MAIN.agents.support/1" }],
    ["the table", { aiGateway: { inferenceTable: { catalog: "MAIN", schema: "Agents", prefix: "support" } } }],
  ])("is the same with other capitals of %s", async (_what, changed) => {
    const table = { aiGateway: { inferenceTable: { catalog: "main", schema: "agents", prefix: "support" } } };
    const { engine } = await served(table);
    expect(await engine.preview({ model: one, ...table, ...changed })).toMatchObject({ operation: "same" });
  });

  it("is the same with other capitals of one of several models", async () => {
    const { engine } = stackOf(servingEndpoint);
    const list = (model: string) => ({ name: "several", servedEntities: [{ name: "one", model }] });
    await engine.up(list(one));
    expect(await engine.preview(list(one.toUpperCase().replace("MODELS", "models")))).toMatchObject({
      operation: "same",
    });
    expect(await engine.preview(list(one.replace("/1", "/2")))).toMatchObject({ operation: "update" });
  });

  it("moves its aliases, and finds them again", async () => {
    const { engine: model, workspace, log } = modelWorld();
    await model.up({ name: given, agent: await log("a") });
    const { engine } = stackOf(servingEndpoint, { name: "endpoint" }, workspace);
    const args = { model: one, modelAliases: ["Live"] };
    expect((await engine.up(args)).message).toBe("");
    await engine.refresh();
    expect(engine.state?.outputs).toMatchObject({ modelAliases: ["Live"], aliasVersions: { Live: "1" } });
    expect(await engine.preview(args)).toMatchObject({ operation: "same" });
    expect(await engine.preview({ ...args, modelAliases: ["LIVE"] })).toMatchObject({ operation: "same" });
  });

  it("rolls over in steps, from the version that serves", async () => {
    const { engine, workspace } = await served();
    const rollout = { canary: [50, 100], pauseSeconds: 0 };
    expect((await engine.up({ model: `models:/${given}/2`, rollout })).message).toBe("");
    expect(workspace.serving.history).toHaveLength(4);
  });
});

describe("what an agent uses", () => {
  it.each(["table", "function", "vectorSearchIndex"] as const)("is declared in any capitals: %s", (kind) => {
    const uses = {
      uses: [{ kind, name: "main.KB.docs", through: "x", onBehalfOfUser: false, file: "agent.py", line: 1, column: 1 }],
      unresolved: [],
      actsForUser: false,
    };
    const resources = [{ kind, name: "Main.kb.Docs", onBehalfOfUser: false }];
    const policy = {
      argument: "authPolicy",
      given: true,
      enforced: "yes",
      ownCredentials: false,
      resources,
      scopes: [],
    };
    expect(judgeUses(uses as never, policy as never)).toEqual([]);
  });
});

describe("entries under the program's spelling", () => {
  it("prefers the exact one, and leaves what the program does not know", () => {
    expect(spelledAs(["Live"], { live: 1, LIVE: 2, other: 3 })).toEqual({ Live: 2, other: 3 });
    expect(spelledAs(["Live"], { Live: 1, live: 2 })).toEqual({ Live: 1 });
  });
});
