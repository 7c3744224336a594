import { beforeEach, describe, expect, it } from "vitest";
import { noWaiting, one, rolled, two, world } from "../../../test/serving/support/endpoint.js";

beforeEach(noWaiting);

const model = "main.agents.support";
const smokeTest = [{ question: "hello", expect: { contains: "well" } }];
const modelAliases = ["champion"];

/** An endpoint, and the model that it serves, whose aliases are looked at. */
function serving() {
  const made = world();
  const { models } = made.workspace;
  const legacy = (verb: string[], body: Record<string, unknown>) => models.legacy({ method: "POST", path: verb, body });
  legacy(["registered-models", "create"], { name: model });
  for (const source of ["models:/m-1", "models:/m-2", "models:/m-3"]) {
    legacy(["model-versions", "create"], { name: model, source });
  }
  const found = models.models.get(model);
  if (found === undefined) throw new Error("there is no model");
  for (const version of found.versions) version.status = "READY";
  made.workspace.serving.answer = (entity) => ({ text: entity.entity_version === "3" ? "no" : "all well" });
  return { ...made, aliases: () => Object.fromEntries(found.aliases), found };
}

describe("aliases of the served model", () => {
  it("move when all of the traffic has moved, by one call that is looked at", async () => {
    const { up, aliases, workspace, engine, settled } = serving();
    const args = { smokeTest, modelAliases, rollout: { canary: [10, 100], pauseSeconds: 0 } };
    await up({ model: one, ...args });
    expect(aliases()).toEqual({ champion: "1" });
    const seen: unknown[] = [];
    const answer = workspace.answer.bind(workspace);
    workspace.answer = (method, path, ...rest) => {
      if (path.endsWith("/config")) seen.push(aliases().champion);
      return answer(method, path, ...rest);
    };
    const { calls, message } = await up({ model: two, ...args });
    expect(message).toBe("");
    expect(seen).toEqual(["1", "1", "1"]);
    expect(aliases()).toEqual({ champion: "2" });
    const [, config = "", unmarked = ""] = rolled();
    expect(calls.slice(-3)).toEqual([config, "POST /api/2.0/mlflow/unity-catalog/registered-models/alias", unmarked]);
    expect(engine.state?.outputs.aliasVersions).toEqual({ champion: "2" });
    await settled({ model: two, ...args });
  });

  it("stay where they are when the new version fails its question, or the gate says no", async () => {
    const { up, aliases, settled } = serving();
    await up({ model: one, smokeTest, modelAliases });
    const three = `models:/${model}/3`;
    expect((await up({ model: three, smokeTest, modelAliases })).message).toMatch(/failed question 1/);
    expect(aliases()).toEqual({ champion: "1" });
    expect((await up({ model: two, gate: { command: "exit 1" }, modelAliases })).message).toMatch(/the gate refused/);
    expect(aliases()).toEqual({ champion: "1" });
    expect((await up({ model: two, smokeTest, modelAliases })).message).toBe("");
    expect(aliases()).toEqual({ champion: "2" });
    await settled({ model: two, smokeTest, modelAliases });
  });

  it("that somebody else moved, or took away, show in a refresh and are set back by the next run", async () => {
    const { up, aliases, engine, found, settled } = serving();
    const args = { model: two, modelAliases: ["live", "champion"] };
    await up(args);
    found.aliases.set("champion", "1");
    found.aliases.delete("live");
    await engine.refresh();
    expect(engine.state?.outputs.aliasVersions).toEqual({ champion: "1" });
    expect(await engine.preview(args)).toMatchObject({ operation: "update", changed: ["modelAliases"] });
    expect((await up(args)).calls).toHaveLength(2);
    expect(aliases()).toEqual({ champion: "2", live: "2" });
    await settled(args);
  });

  it("that are right cost no call, in whatever order they stand", async () => {
    const { up, workspace } = serving();
    await up({ model: one, modelAliases: ["b", "a"] });
    const before = workspace.calls.length;
    await up({ model: one, modelAliases: ["a", "b"], tags: { team: "x" } });
    expect(workspace.calls.slice(before).filter((call) => call.includes("registered-models"))).toEqual([]);
  });

  it("that are no longer declared, or whose endpoint goes, stay where they point", async () => {
    const { up, aliases, engine } = serving();
    await up({ model: one, modelAliases: ["live", "champion"] });
    await up({ model: one, modelAliases });
    await up({ model: two, modelAliases });
    expect(aliases()).toEqual({ champion: "2", live: "1" });
    await engine.destroy();
    expect(aliases()).toEqual({ champion: "2", live: "1" });
  });

  it("that the registry accepts and does not move are an error, and the next run comes back to them", async () => {
    const { up, aliases, workspace, engine, settled } = serving();
    workspace.models.stuckAliases.add("champion");
    const { message } = await up({ model: one, modelAliases });
    expect(message).toMatch(
      /^modelAliases\.champion: the alias "champion" of "main\.agents\.support" was set to version 1/,
    );
    expect(engine.state?.outputs.state).not.toBe("READY");
    workspace.models.stuckAliases.clear();
    expect((await up({ model: one, modelAliases })).message).toBe("");
    expect(aliases()).toEqual({ champion: "1" });
    await settled({ model: one, modelAliases });
  });

  it.each([
    [
      { model: { name: model, version: 1, aliases: ["champion"] }, modelAliases },
      /^modelAliases\[0\]: the RegisteredModel declares/,
    ],
    [
      { servedEntities: [{ model: one }], modelAliases },
      /^modelAliases: they follow the one version that `model` names/,
    ],
    [{ model: one, modelAliases: ["latest"] }, /^modelAliases\[0\]: an alias is letters, digits/],
    [{ model: one, modelAliases: ["v2"] }, /^modelAliases\[0\]: an alias is letters, digits/],
  ])("are refused where they mean nothing: %j", async (args, message) => {
    expect((await serving().engine.check(args)).failures).toEqual([expect.stringMatching(message)]);
  });
});
