import { describe, expect, it } from "vitest";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";

/** A story in which every need of the registry occurs. */
async function story(world: ReturnType<typeof modelWorld>) {
  const { engine, log, another, workspace } = world;
  const one = await log("one", { resources: [{ kind: "table", name: "main.kb.docs" }] });
  const args = { name, aliases: { champion: "latest", old: "1" }, tags: { team: "a", gone: "b" }, forceDestroy: true };
  const messages: string[] = [];
  const run = async (step: Promise<{ message: string }>) => messages.push((await step).message);
  await run(engine.up({ ...args, agent: one, description: "d", deploymentJobId: 3 }));
  await run(engine.up({ ...args, agent: await log("two"), description: "e", tags: { team: "c" } }));
  await run(engine.up({ ...args, agent: one, aliases: { champion: "latest" } }));
  await run(engine.refresh());
  const copy = another({ name: "copy" });
  await run(copy.up({ name: "prod.agents.support", from: `models:/${name}@champion` }));
  await run(copy.up({ name: "prod.agents.support", from: `models:/${name}/2`, keep: { versions: 1 } }));
  const taken = another({ name: "taken" });
  await run(taken.up({ name, agent: one, adopt: true, pinnedVersion: 2 }));
  const end = structuredClone(workspace.models.snapshot());
  await run(engine.destroy());
  return { messages, end, outputs: engine.state?.outputs ?? {}, left: [...workspace.models.models.keys()] };
}

describe("Unity Catalog's own dialect", () => {
  it("is not tried for any other refusal", async () => {
    const { engine, log, workspace } = modelWorld();
    const agent = await log("one");
    workspace.plant(1, "403");
    const { message } = await engine.up({ name, agent });
    expect(message).toMatch(/POST \/api\/2\.0\/mlflow\/unity-catalog\/registered-models\/create answered 403/);
  });

  it("is not blamed where neither is understood", async () => {
    const { engine, log, workspace } = modelWorld();
    const agent = await log("one");
    workspace.models.nativeOnly = true;
    workspace.models.handleNative = () => undefined;
    expect((await engine.up({ name, agent })).message).toMatch(
      /mlflow\/unity-catalog\/registered-models\/create answered 404/,
    );
  });
});

describe("the legacy workspace registry", () => {
  it("has no aliases, which the preview says with the way out", async () => {
    const { engine } = modelWorld("workspace");
    const { failures } = await engine.check({ name: "support", agent: "m-1", aliases: { champion: "latest" } });
    expect(failures).toEqual([
      expect.stringMatching(/^aliases: the legacy workspace registry has no aliases\..*databricks-uc/),
    ]);
    const from = await engine.check({ name: "support", from: "models:/other@champion" });
    expect(from.failures).toEqual([expect.stringMatching(/^from: the legacy workspace registry has no aliases/)]);
  });

  it("registers versions", async () => {
    const { engine, log } = modelWorld("workspace");
    await engine.up({ name: "support", agent: await log("one") });
    expect(engine.state?.outputs).toMatchObject({ version: "1", modelUri: "models:/support/1" });
  });
});

// The last one: what a host speaks is remembered for the rest of the process.
describe("a workspace that knows only Unity Catalog's own dialect", () => {
  it("comes to the same", async () => {
    const first = await story(modelWorld());
    const world = modelWorld();
    world.workspace.models.nativeOnly = true;
    const second = await story(world);
    expect(first.messages).toEqual(first.messages.map(() => ""));
    // Dependencies have another form there.
    const plain = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value, (key, item) => (["dependencies", "pulumi_owner"].includes(key) ? undefined : item)),
      );
    expect({ ...second, end: plain(second.end) }).toEqual({ ...first, end: plain(first.end) });
    // The one that was taken over stays with its new owner.
    expect(second.left).toEqual([name, "prod.agents.support"]);
    expect(JSON.stringify(second.end)).toContain('{"table":{"table_full_name":"main.kb.docs"}}');
    const refused = world.workspace.calls.filter((call) => call.includes("/mlflow/unity-catalog/"));
    expect(refused).toHaveLength(1);
  });
});
