import { describe, expect, it, vi } from "vitest";
import { modelName as dev, modelWorld } from "../../../test/unit/provider/support/modelWorld.js";
import { unknownValue } from "../../lifecycle/unknown.js";

const staging = "staging.agents.support";
const prod = "prod.agents.support";

describe.each(["unityCatalog", "mlflow"] as const)("promotion in %s", (registry) => {
  const names = registry === "mlflow" ? ["dev", "staging", "prod"] : [dev, staging, prod];
  const [first = "", second = "", third = ""] = names;

  it("takes the same content through three models, with its history", async () => {
    vi.stubEnv("CI_COMMIT_SHA", "abc");
    const { engine, log, another, model, workspace } = modelWorld(registry);
    const agent = await log("one");
    await engine.up({ name: first, agent, aliases: { champion: "latest" } });
    vi.stubEnv("CI_COMMIT_SHA", "later");
    const middle = another({ name: "staging" });
    await middle.up({ name: second, from: `models:/${first}@champion`, aliases: { champion: "latest" } });
    const last = another({ name: "prod" });
    await last.up({ name: third, from: String(middle.state?.outputs.modelUri), aliases: { live: "latest" } });
    vi.unstubAllEnvs();
    expect(last.state).toMatchObject({
      id: third,
      outputs: { version: "1", digest: agent.digest, source: { name: second, version: "1", digest: agent.digest } },
    });
    const [version] = model(third)?.versions ?? [];
    expect(version).toMatchObject({ status: "READY", source: `models:/${second}/1` });
    expect(Object.fromEntries(version?.tags ?? [])).toMatchObject({
      git_commit: "abc",
      mlflow_agents_digest: agent.digest,
      promoted_from: `${first}/1 > ${second}/1`,
      promoted_stack: "dev",
      pulumi_resource: "prod",
    });
    if (registry === "unityCatalog") {
      const files = workspace.files.snapshot("Models/prod/agents/support/1");
      expect(Object.keys(files).length).toBeGreaterThan(5);
      expect(files).toEqual(workspace.files.snapshot("Models/main/agents/support/1"));
    }
  });

  it("shows in a preview which version and digest move, and moves them", async () => {
    const { engine, log, another } = modelWorld(registry);
    await engine.up({ name: first, agent: await log("one"), aliases: { champion: "latest" } });
    const copy = another({ name: "prod" });
    const args = { name: third, from: `models:/${first}@champion`, aliases: { champion: "latest" } };
    await copy.up(args);
    expect((await copy.up(args)).operation).toBe("same");
    const two = await log("two");
    await engine.up({ name: first, agent: two, aliases: { champion: "latest" } });
    expect(await copy.preview(args)).toMatchObject({ operation: "update", changed: ["digest", "source"] });
    expect((await copy.check(args)).inputs).toMatchObject({
      source: { name: first, version: "2", digest: two.digest },
      digest: two.digest,
    });
    await copy.up(args);
    expect(copy.state?.outputs).toMatchObject({ version: "2", aliasVersions: { champion: "2" } });
    await copy.up({ ...args, from: `models:/${first}/1` });
    expect(copy.state?.outputs).toMatchObject({ version: "1", aliasVersions: { champion: "1" } });
    await copy.up({ ...args, pinnedVersion: 2 });
    expect(copy.state?.outputs).toMatchObject({ version: "2" });
  });
});

describe("an alias that a model of the same program moves", () => {
  const from = `models:/${dev}@champion`;
  const moving = { name: dev, aliases: { champion: "latest" } };

  it("promotes in the update what the preview showed", async () => {
    const { engine, log, another } = modelWorld();
    const copy = another({ name: "prod" });
    const args = { name: prod, from };
    const [one, two] = [await log("one"), await log("two")];
    await engine.up({ ...moving, agent: one });
    await copy.up(args);
    // As in one preview: the model is checked first, and nothing has moved yet.
    await engine.preview({ ...moving, agent: two });
    expect(await copy.preview(args)).toMatchObject({ operation: "update", changed: ["digest", "source"] });
    const { inputs } = await copy.check(args, true);
    expect(inputs).toMatchObject({
      source: { name: dev, version: unknownValue, digest: two.digest },
      digest: two.digest,
    });
    await engine.up({ ...moving, agent: two });
    await copy.up(args);
    expect(copy.state?.outputs).toMatchObject({ version: "2", digest: two.digest, source: { version: "2" } });
    expect(copy.log).toEqual([]);
    await engine.preview({ ...moving, agent: two });
    expect(await copy.preview(args)).toMatchObject({ operation: "same", changed: [] });
  });

  it("to a number is looked up by it, and to a pinned version too", async () => {
    const { engine, log, another } = modelWorld();
    const [one, two] = [await log("one"), await log("two")];
    await engine.up({ ...moving, agent: one });
    await engine.up({ ...moving, agent: two });
    const copy = another({ name: "prod" });
    await copy.up({ name: prod, from });
    for (const back of [{ aliases: { champion: 1 } }, { pinnedVersion: 1 }]) {
      await engine.preview({ ...moving, agent: two, ...back });
      expect((await copy.check({ name: prod, from }, true)).inputs).toMatchObject({
        source: { name: dev, version: "1", digest: one.digest },
      });
    }
  });

  it("and has not moved when the update comes to the copy is told, with the way out", async () => {
    const { engine, log, another } = modelWorld();
    const [one, two] = [await log("one"), await log("two")];
    await engine.up({ ...moving, agent: one });
    await engine.check({ ...moving, agent: two });
    const copy = another({ name: "prod" });
    await copy.up({ name: prod, from });
    expect(copy.log).toEqual([
      expect.stringMatching(
        /^warning: from: another resource of this program moves the alias .* version 1 is copied now.*`dependsOn`/,
      ),
    ]);
  });
});

describe("what is promoted", () => {
  it("may have been made by others: it is known by its name", async () => {
    const { another, workspace } = modelWorld();
    const root = "/api/2.0/mlflow/unity-catalog";
    workspace.answer("POST", `${root}/registered-models/create`, {}, { name: dev });
    workspace.answer("POST", `${root}/model-versions/create`, {}, { name: dev, source: "dbfs:/somewhere" });
    const mlmodel = "flavors: {python_function: {}}\nsignature: {inputs: '[]', outputs: '[]'}\n";
    workspace.files.content.set("Models/main/agents/support/1/MLmodel", Buffer.from(mlmodel));
    workspace.answer("POST", `${root}/model-versions/finalize`, {}, { name: dev, version: "1" });
    const copy = another({});
    expect(await copy.up({ name: prod, from: `models:/${dev}/1` })).toEqual({ operation: "create", message: "" });
    expect(copy.state?.outputs).toMatchObject({ version: "1", digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await copy.up({ name: prod, from: `models:/${dev}/1` })).operation).toBe("same");
  });

  it.each([
    [{ from: `models:/${dev}@nobody` }, `there is no version "models:/${dev}@nobody".`],
    [{ from: `models:/${dev}/9` }, `there is no version "models:/${dev}/9".`],
    [{ from: "models:/main.agents.later@champion" }, 'there is no version "models:/main.agents.later@champion".'],
  ])(
    "may be made by the same program: %j is not known yet in a preview, and an error in an update",
    async (args, what) => {
      const { another, engine, log, model } = modelWorld();
      await engine.up({ name: dev, agent: await log("one") });
      const copy = another({});
      const { failures, inputs } = await copy.check({ name: prod, ...args }, true);
      expect([failures, inputs.source, inputs.digest]).toEqual([[], unknownValue, unknownValue]);
      expect(copy.log).toEqual([
        `warning: from: ${what} If this program makes it, all is well; else the update stops before the model is touched.`,
      ]);
      const { operation, message } = await copy.up({ name: prod, ...args });
      expect([operation, model(prod)]).toEqual(["refused", undefined]);
      expect(message).toContain(`from: ${what} Make it first.`);
      // It may be there, in another workspace.
      expect(message).toMatch(/It is looked for at https:\/\/\S+ only/);
    },
  );

  it.each([
    [{ from: `models:/${dev}` }, /^from: a registered version is named/],
    [{ from: "models:/a.b.c@champion", agent: "m-1" }, /^from: give either `agent`/],
    [{}, /^agent: it is required, unless `from`/],
  ])("is refused in the preview: %j", async (args, message) => {
    const { another, engine, log } = modelWorld();
    await engine.up({ name: dev, agent: await log("one") });
    expect((await another({}).check({ name: prod, ...args })).failures).toEqual([expect.stringMatching(message)]);
  });

  it("that cannot be looked up is an error in an update, and not known in a preview", async () => {
    const { another, workspace, engine, log } = modelWorld();
    await engine.up({ name: dev, agent: await log("one") });
    workspace.plant(1, "403");
    const { failures } = await another({}).check({ name: prod, from: `models:/${dev}/1` });
    expect(failures).toEqual([expect.stringMatching(/^from: it could not be looked up: .*403/)]);
    workspace.plant(3, "403");
    const later = await another({}).check({ name: prod, from: `models:/${dev}/1` }, true);
    expect([later.failures, later.inputs.source]).toEqual([[], unknownValue]);
  });

  it("may be unknown in a preview", async () => {
    const { another } = modelWorld();
    const { failures, inputs } = await another({}).check({ name: prod, from: unknownValue });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ source: unknownValue, digest: unknownValue });
  });

  it("is compared when it was copied: a file that came out different is an error", async () => {
    const { another, workspace, engine, log } = modelWorld();
    await engine.up({ name: dev, agent: await log("one") });
    const put = workspace.files.file.bind(workspace.files);
    workspace.files.file = (call, path) => {
      const spoiled = call.method === "PUT" && path.endsWith("prod/agents/support/1/MLmodel");
      return put(spoiled ? { ...call, bytes: Buffer.from("other") } : call, path);
    };
    const copy = another({});
    const { message } = await copy.up({ name: prod, from: `models:/${dev}/1` });
    expect(message).toMatch(/the copy of version 1 of "main\.agents\.support" is not what was copied/);
    workspace.files.file = put;
    expect((await copy.up({ name: prod, from: `models:/${dev}/1` })).message).toBe("");
    expect(copy.state?.outputs).toMatchObject({ version: "1", status: "READY" });
  });
});
