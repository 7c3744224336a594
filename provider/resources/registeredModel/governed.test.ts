import { describe, expect, it } from "vitest";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";

const marked = ["pulumi_project", "pulumi_stack", "pulumi_resource"];
const root = "/api/2.0/mlflow/unity-catalog";

/** A model with two versions that a training job made. */
function trained(registry: "unityCatalog" | "mlflow" = "unityCatalog") {
  const made = modelWorld(registry);
  const base = registry === "mlflow" ? "/api/2.0/mlflow" : root;
  const called = registry === "mlflow" ? "support" : name;
  const job = () => {
    made.workspace.answer("POST", `${base}/model-versions/create`, {}, { name: called, source: "dbfs:/somewhere" });
    const version = String(made.model(called)?.versions.length);
    made.workspace.files.content.set(`Models/main/agents/support/${version}/MLmodel`, Buffer.from("flavors: {}"));
    made.workspace.answer("POST", `${base}/model-versions/finalize`, {}, { name: called, version });
  };
  made.workspace.answer("POST", `${base}/registered-models/create`, {}, { name: called });
  job();
  job();
  return { ...made, job, name: called, it: () => made.model(called) };
}

describe.each(["unityCatalog", "mlflow"] as const)("a model in %s whose versions others make", (registry) => {
  it("gets its aliases, and no version of ours; the pinned one is in use", async () => {
    const { engine, it: model, name: called } = trained(registry);
    const args = { name: called, aliases: { staging: 2, test: 1 }, pinnedVersion: 2, adopt: true };
    expect(await engine.up(args)).toEqual({ operation: "create", message: "" });
    expect(engine.state?.outputs).toMatchObject({
      version: "2",
      modelUri: `models:/${called}/2`,
      aliasVersions: { staging: "2", test: "1" },
      status: "READY",
      adopted: true,
    });
    expect(model()?.versions).toHaveLength(2);
    expect(await engine.preview(args)).toMatchObject({ operation: "same", changed: [] });
    await engine.refresh();
    expect(await engine.preview(args)).toMatchObject({ operation: "same", changed: [] });
  });

  it("has no version in use without a pinned one, and no call is made twice", async () => {
    const { engine, callsOf, job, it: model, name: called } = trained(registry);
    const args = { name: called, aliases: { staging: 2 }, tags: { team: "x" }, description: "theirs", adopt: true };
    await engine.up(args);
    expect(engine.log).toEqual([
      expect.stringMatching(/^info: no version is registered: there is neither `agent` nor/),
    ]);
    expect(engine.state?.outputs).not.toHaveProperty("version");
    expect(engine.state?.outputs).not.toHaveProperty("modelUri");
    expect(await engine.up(args)).toEqual({ operation: "same", message: "" });
    expect(await callsOf(() => engine.refresh())).toHaveLength(1);
    expect(await engine.preview(args)).toMatchObject({ operation: "same", changed: [] });
    job();
    expect(await engine.up({ ...args, aliases: { staging: 3, test: 1 } })).toEqual({
      operation: "update",
      message: "",
    });
    expect(engine.state?.outputs.aliasVersions).toEqual({ staging: "3", test: "1" });
    expect(Object.fromEntries(model()?.aliases ?? [])).toMatchObject({ staging: "3", test: "1" });
    expect((await engine.up(args)).message).toBe("");
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ staging: "2" });
  });

  it("whose alias was moved by hand shows it in a refresh, and moves it back", async () => {
    const { engine, it: model, name: called } = trained(registry);
    const args = { name: called, aliases: { staging: 2 }, adopt: true };
    await engine.up(args);
    model()?.aliases.set("staging", model()?.versions[0]?.number ?? "");
    await engine.refresh();
    expect(engine.state?.inputs.aliases).toEqual({ staging: "1" });
    expect((await engine.up(args)).operation).toBe("update");
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ staging: "2" });
  });

  it("is left to them when it is destroyed, without what this program gave it", async () => {
    const { engine, it: model, name: called } = trained(registry);
    const grants = registry === "mlflow" ? {} : { grants: { principals: { readers: ["EXECUTE"] } } };
    const args = {
      name: called,
      aliases: { staging: 2, test: 1 },
      tags: { team: "x", ours: "y" },
      ...grants,
      adopt: true,
    };
    await engine.up({ ...args, forceDestroy: true });
    // What somebody changed since is theirs.
    model()?.tags.set("team", "them");
    model()?.aliases.set("test", model()?.versions[1]?.number ?? "");
    expect((await engine.destroy()).operation).toBe("delete");
    const left = model();
    expect(left?.versions).toHaveLength(2);
    expect(Object.fromEntries(left?.aliases ?? [])).toEqual({ test: "2" });
    expect(Object.fromEntries(left?.tags ?? [])).toEqual({ team: "them" });
    for (const key of marked) expect(left?.tags.has(key)).toBe(false);
    if (registry === "unityCatalog") expect([...(left?.grants.keys() ?? [])]).toEqual([]);
    expect(engine.log.at(-1)).toMatch(
      /^warning: the registered model ".*" stays: it was taken over, and others made its versions 1, 2\. Taken back: the alias staging \(version 2\), .*the tag ours, the marks of this stack\./,
    );
  });
});

describe("a model whose versions others make", () => {
  it.each([
    [{ aliases: { staging: "latest" } }, /^aliases\.staging: `latest` is the version in use, and without `agent`/],
    [{ keep: { versions: 2 } }, /^keep: it deletes versions, and without `agent` or `from` they are others' to keep/],
    [{ keep: { versions: 2 }, pinnedVersion: 1 }, /^keep: it deletes versions/],
  ])("is refused %j in the preview", async (args, message) => {
    const { engine } = trained();
    expect((await engine.check({ name, adopt: true, ...args }, true)).failures).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it("may point `latest` to the pinned version", async () => {
    const { engine } = trained();
    await engine.up({ name, pinnedVersion: 1, aliases: { staging: "latest" }, adopt: true });
    expect(engine.state?.outputs.aliasVersions).toEqual({ staging: "1" });
  });

  it("and an alias to a version that is not there says so before the model is taken over", async () => {
    const { engine, job, it: model } = trained();
    const args = { name, aliases: { staging: 3 }, adopt: true };
    expect((await engine.up(args)).message).toMatch(
      /^aliases\.staging: there is no version 3 of "main\.agents\.support"/,
    );
    expect([engine.state, model()?.tags.size]).toEqual([undefined, 0]);
    job();
    expect(await engine.up(args)).toEqual({ operation: "create", message: "" });
  });

  it("may be made by this program, and is deleted with it as long as nobody made a version", async () => {
    const { engine, model } = modelWorld();
    await engine.up({ name, description: "for the job" });
    expect(engine.state?.outputs).not.toHaveProperty("adopted");
    await engine.destroy();
    expect(model()).toBeUndefined();
  });

  it("may get an agent later, whose versions alone are deleted by force", async () => {
    const { engine, log, model } = trained();
    await engine.up({ name, adopt: true });
    await engine.up({ name, agent: await log("one"), aliases: { champion: "latest" }, forceDestroy: true });
    expect(engine.state?.outputs).toMatchObject({ version: "3", adopted: true, aliasVersions: { champion: "3" } });
    await engine.destroy();
    expect(
      model()
        ?.versions.map(({ number }) => number)
        .sort(),
    ).toEqual(["1", "2"]);
    expect(engine.log.at(-1)).toMatch(/others made its versions 1, 2/);
  });
});
