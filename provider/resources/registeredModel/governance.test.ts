import { describe, expect, it } from "vitest";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";

describe("grants", () => {
  it("are added; those no longer declared go, those of others stay", async () => {
    const { engine, log, model } = modelWorld();
    const agent = await log("one");
    const grants = (principals: Record<string, string[]>) => ({ name, agent, grants: { principals } });
    await engine.up(grants({ users: ["execute"], ops: ["MANAGE", "EXECUTE"] }));
    model()?.grants.set("theirs", ["EXECUTE"]);
    await engine.up(grants({ users: ["EXECUTE"], ops: ["EXECUTE"] }));
    expect(Object.fromEntries(model()?.grants ?? [])).toEqual({
      users: ["EXECUTE"],
      ops: ["EXECUTE"],
      theirs: ["EXECUTE"],
    });
    await engine.up({ name, agent });
    expect(Object.fromEntries(model()?.grants ?? [])).toEqual({ theirs: ["EXECUTE"] });
  });

  it("of others go where the program says so, but never the deployer's", async () => {
    const { engine, log, model } = modelWorld();
    const agent = await log("one");
    await engine.up({ name, agent });
    model()?.grants.set("theirs", ["EXECUTE"]).set("me@fake.example.com", ["MANAGE"]);
    const grants = { principals: { users: ["EXECUTE"] }, mode: "authoritative" };
    await engine.up({ name, agent, grants });
    expect(Object.fromEntries(model()?.grants ?? [])).toEqual({
      users: ["EXECUTE"],
      "me@fake.example.com": ["MANAGE"],
    });
    model()?.grants.set("theirs", ["EXECUTE"]);
    await engine.refresh();
    expect(await engine.preview({ name, agent, grants })).toMatchObject({ operation: "update", changed: ["grants"] });
    await engine.up({ name, agent, grants });
    expect(model()?.grants.has("theirs")).toBe(false);
  });

  it("that were changed by hand show in a refresh, those of others do not", async () => {
    const { engine, log, model } = modelWorld();
    const args = { name, agent: await log("one"), grants: { principals: { users: ["EXECUTE"] } } };
    await engine.up(args);
    model()?.grants.set("theirs", ["EXECUTE"]);
    await engine.refresh();
    expect((await engine.preview(args)).operation).toBe("same");
    model()?.grants.delete("users");
    await engine.refresh();
    expect(await engine.preview(args)).toMatchObject({ operation: "update", changed: ["grants"] });
    await engine.up(args);
    expect(model()?.grants.get("users")).toEqual(["EXECUTE"]);
  });

  it("name a service principal as people see it", async () => {
    const { engine, log, model, workspace } = modelWorld();
    const args = { name, agent: await log("one"), grants: { principals: { "servicePrincipal:bot": ["EXECUTE"] } } };
    expect((await engine.up(args)).message).toMatch(/there is no service principal displayed as "bot"/);
    workspace.directory.servicePrincipals.push(["bot", "11-22"]);
    await engine.up(args);
    expect(Object.fromEntries(model()?.grants ?? [])).toEqual({ "11-22": ["EXECUTE"] });
    await engine.refresh();
    expect((await engine.up(args)).operation).toBe("same");
    workspace.directory.servicePrincipals.push(["bot", "33-44"]);
    const { message } = await engine.up({ ...args, grants: { principals: { "servicePrincipal:bot": ["MANAGE"] } } });
    expect(message).toMatch(/2 service principals are displayed as "bot" \(11-22, 33-44\)/);
  });
});

describe("owner and deployment job", () => {
  it("are set, seen drifting, and put back", async () => {
    const { engine, log, model } = modelWorld();
    const args = { name, agent: await log("one"), owner: "owners", deploymentJobId: 12 };
    await engine.up(args);
    expect(model()).toMatchObject({ owner: "owners", deploymentJobId: "12" });
    Object.assign(model() ?? {}, { owner: "somebody", deploymentJobId: "" });
    await engine.refresh();
    expect(await engine.preview(args)).toMatchObject({ operation: "update", changed: ["deploymentJobId", "owner"] });
    await engine.up(args);
    expect(model()).toMatchObject({ owner: "owners", deploymentJobId: "12" });
    const { deploymentJobId: _, ...without } = args;
    await engine.up(without);
    expect(model()).toMatchObject({ owner: "owners", deploymentJobId: "" });
  });

  it("and grants do not come with a plain registry", async () => {
    const { engine } = modelWorld("mlflow");
    const grants = { principals: { users: ["EXECUTE"] } };
    const { failures } = await engine.check({ name: "a", agent: "m-1", owner: "x", grants, deploymentJobId: "1" });
    expect(failures).toEqual([
      "owner: only models in Unity Catalog have it.",
      "grants: only models in Unity Catalog have it.",
      "deploymentJobId: only models in Unity Catalog have it.",
    ]);
  });
});
