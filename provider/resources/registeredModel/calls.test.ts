import { afterEach, describe, expect, it } from "vitest";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";
import { forgetPlans } from "../../modelPackage/rememberedPlans.js";

afterEach(forgetPlans);

describe("calls of registering in Unity Catalog", () => {
  it("an agent that was logged: four, and one per file, which come from disk", async () => {
    const { engine, log, callsOf, workspace } = modelWorld();
    const agent = await log("one", { artifacts: {} });
    const calls = await callsOf(() => engine.up({ name, agent }));
    const files = Object.keys(workspace.files.snapshot("Models/main/agents/support/1"));
    expect(calls.filter((call) => !call.startsWith("PUT fs/files/Models/main/agents/support/1/"))).toEqual([
      "POST registered-models/create",
      "GET logged-models/m-…",
      "POST model-versions/create",
      "POST model-versions/finalize",
    ]);
    expect(calls.filter((call) => call.startsWith("PUT "))).toHaveLength(files.length);
    expect(files.length).toBeGreaterThan(5);
  });

  it("one more for an alias, and one that looks whether it moved", async () => {
    const { engine, log, callsOf } = modelWorld();
    const agent = await log("one");
    const calls = await callsOf(() => engine.up({ name, agent, aliases: { champion: "latest" } }));
    expect(calls.slice(-2)).toEqual(["POST registered-models/alias", "GET registered-models/get"]);
    expect(calls.filter((call) => !call.startsWith("PUT "))).toHaveLength(6);
  });

  it("of another process, which did not plan the agent: the files are copied, and are the same", async () => {
    const { engine, log, callsOf, workspace } = modelWorld();
    const agent = await log("one");
    forgetPlans();
    const calls = await callsOf(() => engine.up({ name, agent }));
    expect(calls.filter((call) => call.startsWith("GET fs/files/")).length).toBeGreaterThan(5);
    const copied = workspace.files.snapshot("Models/main/agents/support/1");
    expect(copied).toEqual(
      workspace.files.snapshot(`WorkspaceInternal/Mlflow/Artifacts/100/LoggedModels/${agent.modelId}`),
    );
  });

  it("of a change: whose it is, a search, the new version, its alias", async () => {
    const { engine, log, callsOf } = modelWorld();
    await engine.up({ name, agent: await log("one"), aliases: { champion: "latest" } });
    const agent = await log("two");
    const calls = await callsOf(() => engine.up({ name, agent, aliases: { champion: "latest" } }));
    expect(calls.filter((call) => !call.startsWith("PUT "))).toEqual([
      "GET registered-models/get",
      "GET model-versions/search",
      "GET logged-models/m-…",
      "POST model-versions/create",
      "POST model-versions/finalize",
      "POST registered-models/alias",
      "GET registered-models/get",
    ]);
  });

  it("of a way back: whose it is, and two", async () => {
    const { engine, log, callsOf } = modelWorld();
    const one = await log("one");
    await engine.up({ name, agent: one, aliases: { champion: "latest" } });
    await engine.up({ name, agent: await log("two"), aliases: { champion: "latest" } });
    const calls = await callsOf(() => engine.up({ name, agent: one, aliases: { champion: "latest" } }));
    expect(calls).toEqual(["GET registered-models/get", "POST registered-models/alias", "GET registered-models/get"]);
    expect(engine.state?.outputs).toMatchObject({ version: "1", aliasVersions: { champion: "1" } });
  });

  it("of a way back with no alias to move: whose it is, and one", async () => {
    const { engine, log, callsOf } = modelWorld();
    const one = await log("one");
    await engine.up({ name, agent: one });
    await engine.up({ name, agent: await log("two") });
    expect(await callsOf(() => engine.up({ name, agent: one }))).toEqual([
      "GET registered-models/get",
      "GET model-versions/get",
    ]);
    expect(engine.state?.outputs).toMatchObject({ version: "1" });
  });

  it("of a second run: a look at the aliases, and nothing where there are none", async () => {
    const { engine, log, callsOf } = modelWorld();
    const args = { name, agent: await log("one"), aliases: { champion: "latest" }, keep: { versions: 3 } };
    await engine.up(args);
    expect(await callsOf(() => engine.up(args))).toEqual(["GET registered-models/get"]);
    const { aliases: _, ...without } = args;
    await engine.up(without);
    expect(await callsOf(() => engine.up(without))).toEqual([]);
  });
});
