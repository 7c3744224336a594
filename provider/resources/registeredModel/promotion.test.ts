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
    [{ from: `models:/${dev}@nobody` }, /^from: there is no version "models:\/main\.agents\.support@nobody"\.$/],
    [{ from: `models:/${dev}/9` }, /^from: there is no version/],
    [{ from: `models:/${dev}` }, /^from: a registered version is named/],
    [{ from: "models:/a.b.c@champion", agent: "m-1" }, /^from: give either `agent`/],
    [{}, /^agent: it is required, unless `from`/],
  ])("is refused in the preview: %j", async (args, message) => {
    const { another, engine, log } = modelWorld();
    await engine.up({ name: dev, agent: await log("one") });
    expect((await another({}).check({ name: prod, ...args })).failures).toEqual([expect.stringMatching(message)]);
  });

  it("that cannot be looked up is a fault: without it nothing can be shown", async () => {
    const { another, workspace, engine, log } = modelWorld();
    await engine.up({ name: dev, agent: await log("one") });
    workspace.plant(2, "403");
    const { failures } = await another({}).check({ name: prod, from: `models:/${dev}/1` });
    expect(failures).toEqual([expect.stringMatching(/^from: it could not be looked up: .*403/)]);
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
