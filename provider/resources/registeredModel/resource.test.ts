import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { instantTimers } from "../../../test/support/instantTimers.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { loggedAgent } from "../loggedAgent/resource.js";
import { servingEndpoint } from "../servingEndpoint/resource.js";
import { registeredModel } from "./resource.js";

const name = "main.agents.support";

/** A workspace with logged models to register, and a RegisteredModel. */
async function world(registry: FakeWorkspace["registry"] = "unityCatalog", declaration = {}) {
  const folder = agentFolder();
  const workspace = new FakeWorkspace(registry);
  const { engine: agent } = stackOf(loggedAgent, { name: "agent" }, workspace);
  const log = async (answer: string, args = {}) => {
    folder.write("agent.py", echoAgent(answer));
    await agent.up({ code: "agent.py", ...args });
    const { modelId, digest } = agent.state?.outputs ?? {};
    return { modelId, digest };
  };
  const { engine } = stackOf(registeredModel, declaration, workspace);
  const model = () => workspace.models.models.get(name);
  return { workspace, engine, log, folder, model };
}

describe("a registered model", () => {
  it("has a version with the agent's files, its mark, and its aliases", async () => {
    const { engine, log, model, workspace } = await world();
    const agent = await log("one");
    await engine.up({ name, agent, aliases: { champion: "latest" }, tags: { team: "a" }, description: "d" });
    const [version] = model()?.versions ?? [];
    expect(version).toMatchObject({ number: "1", status: "READY", source: `models:/${agent.modelId}` });
    expect(workspace.files.snapshot("Models/main/agents/support/1")).toEqual(
      workspace.files.snapshot(`WorkspaceInternal/Mlflow/Artifacts/100/LoggedModels/${agent.modelId}`),
    );
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "1" });
    expect(engine.state).toMatchObject({
      id: name,
      outputs: { version: "1", modelUri: `models:/${name}/1`, status: "READY", aliasVersions: { champion: "1" } },
    });
  });

  it("tells Unity Catalog what its version depends on", async () => {
    const { engine, log, model } = await world();
    const agent = await log("one", { resources: [{ kind: "servingEndpoint", name: "chat" }] });
    await engine.up({ name, agent });
    expect(model()?.versions[0]?.dependencies).toEqual([{ type: "DATABRICKS_MODEL_ENDPOINT", name: "chat" }]);
  });

  it("gets one version per content: a change registers one, a way back none", async () => {
    const { engine, log, model } = await world();
    const one = await log("one");
    await engine.up({ name, agent: one, aliases: { champion: "latest" } });
    await engine.up({ name, agent: await log("two"), aliases: { champion: "latest" } });
    expect(engine.state?.outputs).toMatchObject({ version: "2", aliasVersions: { champion: "2" } });
    await engine.up({ name, agent: one, aliases: { champion: "latest" } });
    expect(engine.state?.outputs).toMatchObject({ version: "1", aliasVersions: { champion: "1" } });
    expect(model()?.versions).toHaveLength(2);
  });

  it("writes nothing the second time", async () => {
    const { engine, log, workspace } = await world();
    const agent = await log("one");
    await engine.up({ name, agent });
    const before = workspace.calls.length;
    expect((await engine.up({ name, agent })).operation).toBe("same");
    expect((await engine.refresh()).message).toBe("");
    expect(workspace.calls.slice(before)).toEqual(["GET /api/2.0/mlflow/unity-catalog/registered-models/get"]);
    expect((await engine.up({ name, agent })).operation).toBe("same");
  });

  it("of a logged model that is not in this workspace is an error that says so, and the way out", async () => {
    instantTimers();
    const { engine } = await world();
    const { message } = await engine.up({ name, agent: `m-${"0".repeat(32)}` });
    expect(message).toMatch(
      /^agent: there is no logged model m-0+ in the workspace https:\/\/fake\.example\.com\. .*logged in another workspace.*`from`\.$/,
    );
  });

  it("of a logged model that shows only after a while is registered", async () => {
    instantTimers();
    const { engine, log, workspace } = await world();
    const agent = await log("one");
    const { models } = workspace.tracking;
    const logged = models.get(String(agent.modelId));
    if (logged === undefined) throw new Error("no model");
    models.delete(String(agent.modelId));
    setTimeout(() => models.set(String(agent.modelId), logged), 3_000);
    expect(await engine.up({ name, agent })).toMatchObject({ operation: "create", message: "" });
  });

  it("takes a logged model by its id or its URI", async () => {
    const { engine, log } = await world("mlflow");
    const { modelId } = await log("one");
    await engine.up({ name: "support", agent: `models:/${modelId}` });
    expect((await engine.up({ name: "support", agent: modelId })).operation).toBe("same");
  });

  it("can be read by its name: the newest version counts", async () => {
    const { engine, log, workspace } = await world();
    await engine.up({ name, agent: await log("one"), aliases: { champion: "latest" } });
    await engine.up({ name, agent: await log("two"), aliases: { champion: "1" } });
    const { engine: other } = stackOf(registeredModel, {}, workspace);
    await other.get(name);
    expect(other.state?.outputs).toMatchObject({ version: "2", aliasVersions: { champion: "1" } });
  });

  it("that failed to register says so, and a correction is another version", async () => {
    const { engine, log, workspace } = await world();
    const agent = await log("one");
    workspace.models.failing.add(`models:/${agent.modelId}`);
    const { message } = await engine.up({ name, agent });
    expect(message).toMatch(/version 1 of "main\.agents\.support" failed to register/);
    expect(engine.state?.id).toBe(name);
    workspace.models.failing.clear();
    await engine.up({ name, agent });
    expect(engine.state?.outputs).toMatchObject({ status: "READY", version: "2" });
  });
});

describe("aliases", () => {
  it("that were moved or removed by hand show in a refresh and are put back", async () => {
    const { engine, log, model } = await world();
    const args = { name, agent: await log("one"), aliases: { champion: "latest", canary: "1" } };
    await engine.up(args);
    await engine.up({ ...args, agent: await log("two") });
    model()?.aliases.set("champion", "1").delete("canary");
    await engine.refresh();
    const again = { ...args, agent: { ...(engine.state?.inputs.agent as object) } };
    expect(await engine.preview(again)).toMatchObject({ operation: "update", changed: ["aliases"] });
    await engine.up(again);
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "2", canary: "1" });
  });

  it("of others stay; those no longer declared go", async () => {
    const { engine, log, model } = await world();
    const agent = await log("one");
    await engine.up({ name, agent, aliases: { champion: "latest", constructor: "1" } });
    model()?.aliases.set("theirs", "1");
    await engine.refresh();
    expect((await engine.preview({ name, agent, aliases: { champion: "latest", constructor: "1" } })).operation).toBe(
      "same",
    );
    await engine.up({ name, agent, aliases: { champion: "latest" } });
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "1", theirs: "1" });
  });

  it("to a version that does not exist are an error with a path, and the rest is kept", async () => {
    instantTimers();
    const { engine, log } = await world();
    const { message } = await engine.up({ name, agent: await log("one"), aliases: { old: 9 } });
    expect(message).toBe('aliases.old: there is no version 9 of "main.agents.support" for the alias to point to.');
    expect(engine.state?.outputs).toMatchObject({ version: "1", status: "PENDING" });
  });
});

describe("a model that exists already", () => {
  it("is not taken, and the error says whose it is and what to do", async () => {
    const { engine, log, workspace } = await world();
    const agent = await log("one");
    await stackOf(registeredModel, { project: "theirs" }, workspace).engine.up({ name, agent });
    const { message } = await engine.up({ name, agent });
    expect(message).toMatch(/^name: .*made by resource "thing" of project "theirs", stack "dev".*adopt: "take"/);
    expect(engine.state).toBeUndefined();
    expect((await engine.up({ name, agent, adopt: true })).message).toMatch(/^name: .*adopt: "take"/);
  });

  it("is taken over where the program says so, with what others set", async () => {
    // What is seen to be somebody else's is looked at for a while each time.
    instantTimers();
    const { engine, log, workspace, model } = await world();
    const agent = await log("one");
    const { engine: theirs } = stackOf(registeredModel, { project: "theirs" }, workspace);
    await theirs.up({ name, agent, tags: { theirs: "x" }, aliases: { old: "latest" } });
    await engine.up({ name, agent, adopt: "take", tags: { ours: "y" }, description: "d" });
    expect(engine.log.join()).toMatch(
      /warning: the registered model .* is taken over from resource "thing" of project "theirs"/,
    );
    expect(model()).toMatchObject({ description: "d", versions: [{ number: "1" }] });
    expect(Object.fromEntries(model()?.tags ?? [])).toMatchObject({ theirs: "x", ours: "y", pulumi_project: "shop" });
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ old: "1" });
    // Who held it before is told by a refresh, may not write to it, and leaves it where it is.
    const former = { name, agent, tags: { theirs: "x" }, aliases: { old: "latest" } };
    expect((await theirs.up({ ...former, description: "e" })).message).toMatch(
      /was taken over by resource "thing" of project "shop"/,
    );
    // Told before any refresh as well, and nothing is promised.
    theirs.log.length = 0;
    expect((await theirs.up(former)).message).toMatch(/^adopt: .* was taken over by/);
    expect(theirs.log).toEqual([expect.stringMatching(/^warning: the registered model .*: the update is refused/)]);
    await theirs.refresh();
    expect(theirs.log.join()).toMatch(
      /warning: the registered model .* was taken over by resource "thing" of project "shop"/,
    );
    expect((await theirs.up(former)).message).toMatch(/^adopt: .* was taken over by/);
    expect(model()).toMatchObject({ description: "d" });
    expect((await theirs.destroy()).operation).toBe("delete");
    expect(model()?.versions).toHaveLength(1);
  });

  it("is taken by its own resource again, which lost its state", async () => {
    const { engine, log, workspace, model } = await world();
    const agent = await log("one");
    await engine.up({ name, agent });
    const { engine: again } = stackOf(registeredModel, {}, workspace);
    expect((await again.up({ name, agent, forceDestroy: true })).message).toBe("");
    expect((await again.destroy()).operation).toBe("delete");
    expect(model()).toBeUndefined();
  });

  it("is not deleted with what it replaces", async () => {
    const { engine, log, model } = await world();
    const args = { name, agent: await log("one"), forceDestroy: true };
    await engine.up(args);
    expect((await engine.up(args, { replace: true })).operation).toBe("replace");
    expect(model()?.versions).toHaveLength(1);
    expect((await engine.up(args)).operation).toBe("same");
    expect((await engine.destroy()).operation).toBe("delete");
    expect(model()).toBeUndefined();
  });
});

describe("a run that was killed after it moved an alias", () => {
  it("is seen by the next one, which moves it back with a reverted commit", async () => {
    /** A model with one version, and what the next run does with it. */
    const begun = async () => {
      const made = await world();
      const first = { name, agent: await made.log("one"), aliases: { champion: "latest" } };
      await made.engine.up(first);
      return { ...made, args: first, next: { ...first, agent: await made.log("two") } };
    };
    const undisturbed = await begun();
    const before = undisturbed.workspace.calls.length;
    await undisturbed.engine.up(undisturbed.next);
    const calls = undisturbed.workspace.calls.slice(before);
    const moves = calls.findIndex((call) => /^POST .*registered-models\/alias/.test(call)) + 1;
    const { engine, model, workspace, args, next } = await begun();
    workspace.plant(moves, "kill-after");
    expect((await engine.up(next)).operation).toBe("killed");
    workspace.revive();
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "2" });
    expect((await engine.preview(args)).operation).toBe("update");
    expect(engine.log.join()).toMatch(
      /warning: an earlier update of this model was cut off .*champion is on 2, not on 1/,
    );
    expect((await engine.up(args)).message).toBe("");
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "1" });
    expect((await engine.up(args)).operation).toBe("same");
  });

  it("is told from an alias that somebody moved by hand, which is reported and left", async () => {
    const { engine, log, model } = await world();
    const args = { name, agent: await log("one"), aliases: { champion: "latest" } };
    await engine.up(args);
    const next = { ...args, agent: await log("two") };
    await engine.up(next);
    model()?.aliases.set("champion", "1");
    expect((await engine.up(next)).operation).toBe("same");
    expect(engine.log.at(-1)).toMatch(
      /warning: aliases were moved outside of this stack \(champion is on 1, not on 2\)/,
    );
    await engine.refresh();
    expect((await engine.up(next)).operation).toBe("update");
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "2" });
  });
});

describe("destroying a model", () => {
  it("with versions is refused, naming them and the way", async () => {
    const { engine, log, model } = await world();
    await engine.up({ name, agent: await log("one") });
    await engine.up({ name, agent: await log("two") });
    const { message } = await engine.destroy();
    expect(message).toBe(
      'the registered model "main.agents.support" still has versions 1, 2, which would be lost. Set `forceDestroy: true` ' +
        "to delete them with it, or `keepOnDestroy: true` to leave the model where it is, and run `pulumi up`; or keep it " +
        "with the option `retainOnDelete`.",
    );
    expect(model()?.versions).toHaveLength(2);
    expect(engine.state?.id).toBe(name);
  });

  it("without an end is refused before anything moves, and one up with a way out ends one that is stuck", async () => {
    const { engine, log, model, workspace } = await world();
    const args = { name, agent: await log("one") };
    await engine.up(args);
    const renamed = { ...args, name: "main.agents.renamed" };
    await expect(engine.preview(renamed)).rejects.toThrow(
      /would be replaced, .* so nothing is changed: .* still has version 1/,
    );
    // Stuck by a release that did not look: the new model is there, the old one is still to be deleted.
    const old = engine.state;
    engine.state = undefined;
    await engine.up(renamed);
    if (old !== undefined) engine.pendingDeletes.push(old);
    expect((await engine.up(renamed)).message).toMatch(/still has version 1/);
    expect((await engine.up({ ...renamed, forceDestroy: true })).message).toBe("");
    expect([...workspace.models.models.keys()]).toEqual(["main.agents.renamed"]);
    expect(model()).toBeUndefined();
    expect((await engine.preview({ ...args, forceDestroy: true })).operation).toBe("replace");
    expect((await engine.preview({ ...args, keepOnDestroy: true })).operation).toBe("replace");
  });

  it("with keepOnDestroy leaves it, and says so", async () => {
    const { engine, log, model } = await world();
    const args = { name, agent: await log("one") };
    await engine.up(args);
    expect((await engine.up({ ...args, keepOnDestroy: true })).operation).toBe("update");
    expect((await engine.destroy()).operation).toBe("delete");
    expect(model()?.versions).toHaveLength(1);
    expect(engine.log.at(-1)).toMatch(/^info: the registered model "main\.agents\.support" stays with its versions/);
  });

  it("whose version an endpoint of another stack serves is refused, unless that is forced too", async () => {
    const { engine, log, workspace, model } = await world();
    const args = { name, agent: await log("one"), forceDestroy: true };
    await engine.up(args);
    await stackOf(servingEndpoint, { project: "theirs" }, workspace).engine.up({
      name: "theirs",
      model: `models:/${name}/1`,
    });
    expect((await engine.destroy()).message).toMatch(
      /served by the endpoint "theirs" \(version 1\), .*"includingServed"/,
    );
    expect(model()?.versions).toHaveLength(1);
    await engine.up({ ...args, forceDestroy: "includingServed" });
    expect((await engine.destroy()).operation).toBe("delete");
    expect(model()).toBeUndefined();
  });

  it("with forceDestroy deletes the versions first", async () => {
    const { engine, log, model } = await world();
    await engine.up({ name, agent: await log("one"), forceDestroy: true });
    await engine.up({ name, agent: await log("two"), forceDestroy: true });
    expect((await engine.destroy()).operation).toBe("delete");
    expect(model()).toBeUndefined();
  });

  it("goes on where somebody deleted a version meanwhile", async () => {
    instantTimers();
    const { engine, log, model, workspace } = await world();
    await engine.up({ name, agent: await log("one"), forceDestroy: true });
    await engine.up({ name, agent: await log("two"), forceDestroy: true });
    workspace.plant(2, "drop-after");
    expect((await engine.destroy()).operation).toBe("delete");
    expect(model()).toBeUndefined();
  });
});

describe("check", () => {
  it.each([
    ["mlflow", "support", []],
    ["unityCatalog", "support", ['name: "support" has 1 part; Unity Catalog wants three: `catalog.schema.model`.']],
    ["unityCatalog", "a..c", [expect.stringMatching(/has 3 parts; Unity Catalog wants three/)]],
    ["unityCatalog", unknownValue, []],
  ] as const)("in %s of the name %j", async (registry, given, expected) => {
    const { engine } = stackOf(registeredModel, {}, new FakeWorkspace(registry));
    expect((await engine.check({ name: given, agent: "m-1a" })).failures).toEqual(expected);
  });

  it.each([
    [{ aliases: { latest: "1" } }, /aliases\.latest: an alias is/],
    [{ aliases: { v1: "1" } }, /aliases\.v1: an alias is/],
    [{ aliases: { a: "newest" } }, /aliases\.a: an alias points to `latest`/],
    [{ agent: "models:/support/1" }, /agent: a logged model is named/],
    [{ agent: null }, /agent: it is required/],
    [{ name: "a b" }, /name: a registered model's name has no spaces/],
    [{ tags: { a: 1 } }, /tags\.a: it must be a string/],
  ])("refuses %j", async (args, message) => {
    const { engine } = stackOf(registeredModel, {}, new FakeWorkspace("mlflow"));
    const { failures } = await engine.check({ name: "support", agent: "m-1a", ...args });
    expect(failures).toEqual([expect.stringMatching(message)]);
  });
});
