import { afterEach, describe, expect, it, vi } from "vitest";
import { instantTimers } from "../../../test/support/instantTimers.js";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";
import { digestTag } from "../../lifecycle/ownership.js";
import { rememberedVersions } from "./rememberedVersions.js";

afterEach(() => vi.unstubAllEnvs());

describe("versions", () => {
  it("are remembered by number and digest, the newest twenty and the one in use", async () => {
    const { engine, log } = modelWorld();
    const first = await log("0");
    await engine.up({ name, agent: first });
    for (let index = 1; index <= 22; index++) await engine.up({ name, agent: await log(String(index)) });
    const newest = Array.from({ length: 20 }, (_, index) => ({
      version: String(23 - index),
      digest: expect.stringMatching(/^[0-9a-f]{12}$/),
    }));
    expect(engine.state?.outputs.versions).toEqual(newest);
    expect(JSON.stringify(engine.state?.outputs).length).toBeLessThan(2_000);
    await engine.up({ name, agent: first });
    expect(engine.state?.outputs.version).toBe("1");
    expect(rememberedVersions(engine.state?.outputs.versions)).toHaveProperty("1");
  });

  it("of a stack that lost its state are found by their content, although it was logged anew", async () => {
    const { engine, log, another, model, callsOf } = modelWorld();
    await engine.up({ name, agent: await log("one") });
    await engine.up({ name, agent: await log("two") });
    await engine.up({ name, agent: await log("three") });
    const { digest } = await log("two");
    const again = { modelId: "m-0000000000000000000000000000abcd", digest };
    const forgetful = another({ name: "thing" });
    const calls = await callsOf(() => forgetful.up({ name, agent: again, aliases: { champion: "latest" } }));
    expect(forgetful.state?.outputs).toMatchObject({ version: "2", versions: [{ version: "2" }] });
    expect(model()?.versions).toHaveLength(3);
    // One look at each version down to the one that has it: a search tells no tags.
    expect(calls.filter((call) => call.startsWith("GET model-versions/get"))).toHaveLength(2);
  });

  it("are looked into on a first run only, and not beyond the newest ten", async () => {
    const { engine, log, another, callsOf } = modelWorld();
    const first = await log("0");
    await engine.up({ name, agent: first });
    for (let index = 1; index <= 11; index++) await engine.up({ name, agent: await log(String(index)) });
    const looks = (calls: string[]) => calls.filter((call) => call.startsWith("GET model-versions/get")).length;
    expect(looks(await callsOf(async () => engine.up({ name, agent: await log("new") })))).toBe(0);
    const forgetful = another({ name: "thing" });
    const again = { modelId: "m-0000000000000000000000000000abcd", digest: first.digest };
    expect(looks(await callsOf(() => forgetful.up({ name, agent: again })))).toBe(10);
  });

  it("that a state of the first builds holds as a map are remembered, too", async () => {
    const { engine, log } = modelWorld();
    const first = await log("one");
    await engine.up({ name, agent: first });
    await engine.up({ name, agent: await log("two") });
    if (engine.state === undefined) throw new Error("there is no state");
    const { outputs } = engine.state;
    outputs.versions = rememberedVersions(outputs.versions);
    await engine.up({ name, agent: first });
    expect(engine.state.outputs).toMatchObject({ version: "1", versions: [{ version: "2" }, { version: "1" }] });
  });

  it("that were deleted by hand are registered anew, with and without an alias", async () => {
    instantTimers();
    const { engine, log, model } = modelWorld();
    const one = await log("one");
    const two = await log("two");
    for (const aliases of [{ champion: "latest" }, {}]) {
      await engine.up({ name, agent: one, aliases });
      const { version } = engine.state?.outputs ?? {};
      await engine.up({ name, agent: two, aliases });
      const found = model();
      if (found !== undefined) found.versions = found.versions.filter(({ number }) => number !== version);
      expect((await engine.up({ name, agent: one, aliases })).message).toBe("");
      const made = Number(model()?.versions.at(-1)?.number);
      expect(made).toBeGreaterThan(2);
      expect(engine.state?.outputs).toMatchObject({ version: String(made) });
      expect(rememberedVersions(engine.state?.outputs.versions)).not.toHaveProperty(String(version));
    }
  });

  it("in use that was deleted by hand is registered anew where its alias shows that it is gone", async () => {
    instantTimers();
    const { engine, log, model } = modelWorld();
    const args = { name, agent: await log("one"), aliases: { champion: "latest" } };
    await engine.up(args);
    const found = model();
    if (found === undefined) throw new Error("there is no model");
    // As the registries do it: an alias goes with its version.
    found.versions = [];
    found.aliases.clear();
    expect((await engine.preview(args)).operation).toBe("same");
    await engine.refresh();
    expect((await engine.preview(args)).operation).toBe("update");
    expect(engine.log.splice(0)).toEqual([
      expect.stringMatching(
        /^warning: version 1 of .* is not there: .*and the next `up` registers its content again\.$/,
      ),
      expect.stringMatching(/^warning: version 1 of .* is not there: .*this update registers its content again/),
    ]);
    expect((await engine.up(args)).message).toBe("");
    const made = String(found.versions[0]?.number);
    expect(Object.fromEntries(found.aliases)).toEqual({ champion: made });
    expect(engine.state?.outputs).toMatchObject({ version: made, versions: [{ version: made }], status: "READY" });
  });

  it("that failed with the same content go before the next is made; those of others stay", async () => {
    const { engine, log, workspace, model, another } = modelWorld();
    const agent = await log("one");
    workspace.models.failing.add(`models:/${agent.modelId}`);
    await another({ name: "theirs" }).up({ name, agent });
    expect((await engine.up({ name, agent, adopt: true })).message).toMatch(/failed to register/);
    expect(model()?.versions.map(({ number, status }) => `${number} ${status}`)).toEqual([
      "1 FAILED_REGISTRATION",
      "2 FAILED_REGISTRATION",
    ]);
    workspace.models.failing.clear();
    await engine.up({ name, agent, adopt: true });
    expect(model()?.versions.map(({ number, status }) => `${number} ${status}`)).toEqual([
      "1 FAILED_REGISTRATION",
      "3 READY",
    ]);
  });

  it("carry where they come from, and what the program says, when they are made only", async () => {
    const { engine, log, model } = modelWorld();
    vi.stubEnv("GITHUB_SHA", "abc123");
    vi.stubEnv("GITHUB_REF", "refs/pull/17/merge");
    vi.stubEnv("GITHUB_HEAD_REF", "feature/x");
    const agent = await log("one");
    const args = { name, agent, versionTags: { build: "7" }, versionDescription: "first" };
    await engine.up(args);
    const [version] = model()?.versions ?? [];
    expect(version?.description).toBe("first");
    expect(Object.fromEntries(version?.tags ?? [])).toEqual({
      git_commit: "abc123",
      git_branch: "feature/x",
      pull_request: "17",
      build: "7",
      pulumi_project: "shop",
      pulumi_stack: "dev",
      pulumi_resource: "thing",
      [digestTag]: agent.digest,
    });
    vi.stubEnv("GITHUB_SHA", "def456");
    const later = { ...args, versionTags: { build: "8" }, versionDescription: "second" };
    expect((await engine.up(later)).operation).toBe("update");
    expect(version?.description).toBe("first");
    expect((await engine.preview(later)).operation).toBe("same");
  });

  it.each([
    [
      { CI_COMMIT_SHA: "a", CI_COMMIT_REF_NAME: "main" },
      { git_commit: "a", git_branch: "main" },
    ],
    [
      {
        CI_COMMIT_SHA: "a",
        CI_COMMIT_REF_NAME: "x",
        CI_MERGE_REQUEST_IID: "5",
        CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "y",
      },
      { git_commit: "a", git_branch: "y", pull_request: "5" },
    ],
    [
      { BUILD_SOURCEVERSION: "a", BUILD_SOURCEBRANCH: "refs/heads/main", SYSTEM_PULLREQUEST_PULLREQUESTID: "9" },
      { git_commit: "a", git_branch: "main", pull_request: "9" },
    ],
    [
      { GIT_COMMIT: "a", GIT_BRANCH: "origin/main", CHANGE_ID: "3" },
      { git_commit: "a", git_branch: "origin/main", pull_request: "3" },
    ],
    [{}, {}],
  ])("of the environment %j are tagged", async (env, expected) => {
    const { originTags } = await import("./versionTags.js");
    expect(originTags(env)).toEqual(expected);
  });
});

describe("an alias", () => {
  it("that the registry accepts and does not move is an error with both values", async () => {
    instantTimers();
    const { engine, log, workspace } = modelWorld();
    await engine.up({ name, agent: await log("one"), aliases: { champion: "latest" } });
    workspace.models.stuckAliases.add("champion");
    const { message } = await engine.up({ name, agent: await log("two"), aliases: { champion: "latest" } });
    expect(message).toMatch(/^aliases\.champion: .*was set to version 2, .* but 30 s later it points to version 1\./);
    workspace.models.stuckAliases.clear();
    const agent = engine.state?.inputs.agent;
    expect((await engine.up({ name, agent, aliases: { champion: "latest" } })).operation).toBe("update");
    expect(engine.state?.outputs).toMatchObject({ version: "2", status: "READY", aliasVersions: { champion: "2" } });
  });

  it("that somebody moved is moved back with the next change of another, without a refresh", async () => {
    const { engine, log, model } = modelWorld();
    const args = { name, agent: await log("one"), aliases: { champion: "latest", first: "1" } };
    await engine.up(args);
    await engine.up({ ...args, agent: await log("two") });
    model()?.aliases.set("first", "2");
    await engine.up({ ...args, agent: await log("three") });
    expect(Object.fromEntries(model()?.aliases ?? [])).toEqual({ champion: "3", first: "1" });
  });
});

describe("a pinned version", () => {
  it("is in use whatever the agent is, nothing is registered, and without it the agent's is again", async () => {
    const { engine, log, model, callsOf } = modelWorld();
    await engine.up({ name, agent: await log("one"), aliases: { champion: "latest" } });
    const two = await log("two");
    await engine.up({ name, agent: two, aliases: { champion: "latest" } });
    const pinned = { name, agent: two, aliases: { champion: "latest" }, pinnedVersion: 1 };
    await engine.up(pinned);
    expect(engine.state?.outputs).toMatchObject({ version: "1", aliasVersions: { champion: "1" } });
    expect(engine.state?.outputs.digest).not.toBe(two.digest);
    const three = await log("three");
    expect(await callsOf(() => engine.up({ ...pinned, agent: three }))).toEqual(["GET registered-models/get"]);
    expect(model()?.versions).toHaveLength(2);
    await engine.up({ name, agent: two, aliases: { champion: "latest" } });
    expect(engine.state?.outputs).toMatchObject({ version: "2", digest: two.digest, aliasVersions: { champion: "2" } });
  });

  it("that is not there is told in the preview, and stops the update before it changes anything", async () => {
    const { engine, log } = modelWorld();
    const agent = await log("one");
    await engine.up({ name, agent });
    const args = { name, agent, pinnedVersion: 7 };
    expect(await engine.preview(args)).toMatchObject({ operation: "update" });
    expect(engine.log).toEqual([
      expect.stringContaining(`pinnedVersion: there is no version 7 of "${name}" to pin. If this program makes it`),
    ]);
    expect((await engine.up(args)).message).toMatch(
      /^pinnedVersion: there is no version 7 of .* that is ready\. Make it/,
    );
    expect(engine.state?.outputs.version).toBe("1");
  });

  it("that is not there makes no empty model", async () => {
    const { engine, log, model } = modelWorld();
    const { message } = await engine.up({ name, agent: await log("one"), pinnedVersion: 7 });
    expect(message).toMatch(/^pinnedVersion: there is no version 7/);
    expect([engine.state, model()]).toEqual([undefined, undefined]);
  });

  it("of a server that may not be asked now is no fault in a preview", async () => {
    const { engine, log, workspace } = modelWorld();
    const agent = await log("one");
    await engine.up({ name, agent });
    workspace.plant(1, "403");
    expect((await engine.check({ name, agent, pinnedVersion: 7 }, true)).failures).toEqual([]);
  });
});
