import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { instantTimers } from "../../../test/support/instantTimers.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { Handlers } from "../../transport/dynamic/handlers.js";
import { registeredModel } from "../registeredModel/resource.js";
import { loggedAgent } from "./resource.js";

const code = { code: "agent.py" };
const writes = (calls: string[]) => calls.filter((call) => !/^GET|\/search$/.test(call));

describe("an agent", () => {
  it("is logged with its files, its tags and its mark, and is ready", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up({ ...code, tags: { team: "a" }, params: { k: "v" }, modelType: "agent" });
    const [model] = [...workspace.tracking.models.values()];
    expect(model).toMatchObject({ name: "thing", status: "LOGGED_MODEL_READY", type: "agent" });
    expect(Object.fromEntries(model?.tags ?? [])).toMatchObject({
      team: "a",
      pulumi_project: "shop",
      pulumi_stack: "dev",
      pulumi_resource: "thing",
      mlflow_agents_digest: engine.state?.outputs.digest,
    });
    expect(workspace.files.list(model?.folder ?? "").map(({ name }) => name)).toContain("MLmodel");
    expect(engine.state).toMatchObject({ id: "100/thing", outputs: { modelId: model?.id, status: "READY" } });
  });

  it("lives in the stack's experiment unless it is told where", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up(code);
    expect([...workspace.tracking.experiments.keys()]).toEqual(["/Shared/shop-dev"]);
  });

  it("keeps more parameters than MLflow takes in one call, also when it is cut off between two calls", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    const params = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`p${index}`, String(index)]));
    await engine.up({ ...code, params });
    const [model] = [...workspace.tracking.models.values()];
    expect(Object.fromEntries(model?.params ?? [])).toEqual(params);
    // As a run leaves it that ended after the second of three calls.
    for (const key of ["p7", "p8"]) model?.params.delete(key);
    if (model !== undefined) model.status = "LOGGED_MODEL_PENDING";
    const again = stackOf(loggedAgent, {}, workspace).engine;
    await again.up({ ...code, params });
    expect(workspace.tracking.models.size).toBe(1);
    expect(Object.fromEntries(model?.params ?? [])).toEqual(params);
    expect(model?.status).toBe("LOGGED_MODEL_READY");
  });

  it("is listed on MLflow's page of each prompt version that it uses", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up({ ...code, prompts: ["prompts:/greet/3", "prompts:/tone@production"] });
    const [model] = [...workspace.tracking.models.values()];
    expect(JSON.parse(model?.tags.get("mlflow.linkedPrompts") ?? "")).toEqual([{ name: "greet", version: "3" }]);
  });

  it("is not logged again when nothing changed", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up(code);
    const before = workspace.calls.length;
    expect((await engine.up(code)).operation).toBe("same");
    expect(workspace.calls.length).toBe(before);
  });

  it("goes back to the model of earlier content, with the tags of today", async () => {
    const folder = agentFolder("one");
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up({ ...code, tags: { team: "a" } });
    const first = engine.state?.outputs.modelId;
    folder.write("agent.py", echoAgent("two"));
    await engine.up({ ...code, tags: { team: "b" } });
    folder.write("agent.py", echoAgent("one"));
    await engine.up({ ...code, tags: { team: "b" } });
    expect(engine.state?.outputs.modelId).toBe(first);
    expect(workspace.tracking.models.size).toBe(2);
    expect(workspace.tracking.models.get(String(first))?.tags.get("team")).toBe("b");
  });

  it.each([
    ["params", { params: { k: "v" } }, { params: { k: "w" } }],
    ["modelType", { modelType: "a" }, { modelType: "b" }],
  ])("is logged anew with other %s, which no model takes on later", async (_what, first, second) => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up({ ...code, ...first });
    const before = engine.state?.outputs.modelId;
    expect((await engine.up({ ...code, ...second })).operation).toBe("update");
    expect(engine.state?.outputs.modelId).not.toBe(before);
    expect((await engine.up({ ...code, ...first })).operation).toBe("update");
    expect(engine.state?.outputs.modelId).toBe(before);
    expect(workspace.tracking.models.size).toBe(2);
  });

  it("leaves tags of others alone, and shows and repairs its own", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up({ ...code, tags: { team: "a" } });
    const [model] = [...workspace.tracking.models.values()];
    model?.tags.set("theirs", "x").set("team", "z");
    await engine.refresh();
    expect(await engine.preview({ ...code, tags: { team: "a" } })).toMatchObject({
      operation: "update",
      changed: ["tags"],
    });
    await engine.up({ ...code, tags: { team: "a" } });
    expect(Object.fromEntries(model?.tags ?? [])).toMatchObject({ team: "a", theirs: "x" });
  });

  it("is logged again after somebody deleted its model", async () => {
    instantTimers();
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up(code);
    workspace.tracking.models.clear();
    await engine.refresh();
    expect(engine.state).toBeUndefined();
    expect((await engine.up(code)).operation).toBe("create");
  });

  it("is replaced under another name: the new model stays, the old ones go", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up(code);
    expect((await engine.up({ ...code, name: "other" })).operation).toBe("replace");
    expect([...workspace.tracking.models.values()].map(({ name, id }) => [name, id])).toEqual([
      ["other", engine.state?.outputs.modelId],
    ]);
  });

  it("shows on its own row how far the upload is", async () => {
    const folder = agentFolder();
    folder.write("tools/large.bin", "x".repeat(25_000_000));
    const { engine, workspace } = stackOf(loggedAgent);
    const { inputs } = await engine.check({ ...code, codePaths: ["tools"] });
    const rows: string[] = [];
    const log = { status: (_urn: string, message: string) => rows.push(message), write: () => {} };
    await new Handlers(loggedAgent, async () => workspace, log).create(inputs);
    expect(rows).toContainEqual(expect.stringMatching(/^uploading m-[0-9a-f]+: 1 of 8 files, \d+ of 25 MB$/));
    expect(rows.at(-1)).toMatch(/: 8 of 8 files, 25 of 25 MB$/);
  });

  it("can be read by its name, and by the id of a model", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up(code);
    const { modelId } = engine.state?.outputs ?? {};
    for (const id of ["100/thing", String(modelId)]) {
      const { engine: other } = stackOf(loggedAgent, {}, workspace);
      await other.get(id);
      expect(other.state?.outputs).toMatchObject({ modelId, status: "READY", name: "thing" });
    }
  });
});

describe("an agent that is destroyed", () => {
  it("takes all its models with it, and no others", async () => {
    const folder = agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    const { engine: other } = stackOf(loggedAgent, { name: "other" }, workspace);
    const { engine: foreign } = stackOf(loggedAgent, { project: "elsewhere" }, workspace);
    const experiment = { experiment: "/Shared/shop-dev" };
    await other.up({ ...code, ...experiment });
    await foreign.up({ ...code, ...experiment });
    for (const answer of ["one", "two", "three"]) {
      folder.write("agent.py", echoAgent(answer));
      await engine.up(code);
    }
    expect(workspace.tracking.models.size).toBe(5);
    await engine.destroy();
    const left = [other, foreign].map(({ state }) => state?.outputs.modelId);
    expect([...workspace.tracking.models.keys()]).toEqual(left);
  });

  it("keeps them where the program says so", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up({ ...code, keepOnDestroy: true });
    await engine.destroy();
    expect(workspace.tracking.models.size).toBe(1);
    expect(engine.log.at(-1)).toMatch(/^info: the logged model m-\w+ stays/);
  });

  it("deletes more models than a page of the search holds", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    await engine.up(code);
    const [model] = [...workspace.tracking.models.values()];
    if (model === undefined) throw new Error("nothing was logged");
    for (let index = 0; index < 120; index++) {
      workspace.tracking.models.set(`m-f${index}`, { ...model, id: `m-f${index}`, tags: new Map(model.tags) });
    }
    await engine.destroy();
    expect(workspace.tracking.models.size).toBe(0);
  });

  it("keeps the model behind a version of a plain registry, which copies nothing, and says so", async () => {
    agentFolder();
    const workspace = new FakeWorkspace("mlflow");
    const { engine } = stackOf(loggedAgent, {}, workspace);
    await engine.up(code);
    const { modelId } = engine.state?.outputs ?? {};
    const model = workspace.tracking.models.get(String(modelId));
    await stackOf(registeredModel, {}, workspace).engine.up({ name: "support", agent: modelId });
    model?.tags.set("mlflow.modelVersions", JSON.stringify([{ name: "support", version: 1 }]));
    await engine.destroy();
    expect(workspace.tracking.models.size).toBe(1);
    expect(engine.log).toEqual([expect.stringMatching(/is the source of a registered model version and is kept/)]);
  });

  it("keeps the model whose note of versions cannot be read: it may be the source of one", async () => {
    agentFolder();
    const workspace = new FakeWorkspace("mlflow");
    const { engine } = stackOf(loggedAgent, {}, workspace);
    await engine.up(code);
    workspace.tracking.models.get(String(engine.state?.outputs.modelId))?.tags.set("mlflow.modelVersions", "[not json");
    await engine.destroy();
    expect(workspace.tracking.models.size).toBe(1);
  });
});

describe("an upload that fails", () => {
  it("keeps the model it was for, and the next run completes it", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    workspace.plant(7, "403");
    const { message } = await engine.up(code);
    expect(message).toMatch(/answered 403/);
    expect(engine.state).toMatchObject({ id: "100/thing", outputs: { status: "PENDING" } });
    const before = workspace.calls.length;
    expect((await engine.up(code)).operation).toBe("update");
    expect(writes(workspace.calls.slice(before)).some((call) => call.startsWith("POST"))).toBe(false);
    expect(workspace.tracking.models.size).toBe(1);
    expect(engine.state?.outputs).toMatchObject({ status: "READY" });
  });

  it("because a file changed meanwhile logs nothing, and says so", async () => {
    const folder = agentFolder();
    const { engine, workspace } = stackOf(loggedAgent);
    const { inputs } = await engine.check(code);
    folder.write("agent.py", echoAgent("changed"));
    await expect(engine.handlers().create(inputs)).rejects.toThrow(/files changed while the deployment was running/);
    expect(workspace.tracking.models.size).toBe(0);
  });
});

describe("check", () => {
  it.each([
    ["one value", { llm: unknownValue }],
    ["the whole", unknownValue],
  ])("does not miss a configuration of which %s is not known yet", async (_what, modelConfig) => {
    const folder = agentFolder();
    const reads = 'from mlflow.models import ModelConfig\nname = ModelConfig().get("llm")\n';
    folder.write("agent.py", reads + echoAgent("one"));
    const { engine } = stackOf(loggedAgent);
    expect((await engine.check(code)).failures).toHaveLength(1);
    const { failures, inputs } = await engine.check({ ...code, modelConfig });
    expect(failures).toEqual([]);
    expect(inputs.digest).toBe(unknownValue);
  });

  it("names each file with its digest, so that a preview shows which one changed", async () => {
    const folder = agentFolder();
    folder.write("tools/a.py", "A = 1\n");
    const { engine } = stackOf(loggedAgent);
    const { inputs } = await engine.check({ ...code, codePaths: ["tools"] });
    expect(Object.keys(inputs.files as object).sort()).toEqual(["agent.py", "tools/a.py"]);
    folder.write("tools/a.py", "A = 2\n");
    const { inputs: next } = await engine.check({ ...code, codePaths: ["tools"] });
    expect((next.files as Record<string, string>)["tools/a.py"]).not.toBe(
      (inputs.files as Record<string, string>)["tools/a.py"],
    );
    expect(next.digest).not.toBe(inputs.digest);
  });

  it("finds what is wrong with the folder while other values are not known yet", async () => {
    const folder = agentFolder();
    folder.write("agent.py", "x = 1\n");
    const { engine } = stackOf(loggedAgent);
    const { failures } = await engine.check({ ...code, modelConfig: { llm: unknownValue }, tags: unknownValue });
    expect(failures.join()).toMatch(/set_model/);
  });

  it.each([
    ["part of its content", { modelConfig: { llm: unknownValue } }, true],
    ["a parameter", { params: { k: unknownValue } }, true],
    ["a tag", { tags: { k: unknownValue } }, false],
  ])("knows the files, and the digest unless %s is not known yet", async (_what, args, unknown) => {
    agentFolder();
    const { inputs } = await stackOf(loggedAgent).engine.check({ ...code, ...args });
    expect(inputs.files).toEqual({ "agent.py": expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(inputs.digest === unknownValue).toBe(unknown);
  });

  it.each([
    [{ code: "missing.py" }, /missing\.py/],
    [{}, /^code: it is required/],
    [{ ...code, name: "a/b" }, /^name: a model name must not contain/],
    [{ ...code, resources: [], authPolicy: {} }, /either `resources` or `authPolicy`/],
    [{ ...code, pythonVersion: "3" }, /a Python release, such as/],
    [{ ...code, resources: [{ kind: "genie", name: "x" }] }, /^resources\[0\]\.kind: it must be one of/],
  ])("refuses %j", async (args, message) => {
    agentFolder();
    const { failures } = await stackOf(loggedAgent).engine.check(args);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(message);
  });

  it("refuses a logical name that MLflow refuses, and says what to do", async () => {
    agentFolder();
    const { failures } = await stackOf(loggedAgent, { name: "a.b" }).engine.check(code);
    expect(failures).toEqual([expect.stringMatching(/^name: the resource's name is used.*Give a name/)]);
  });
});
