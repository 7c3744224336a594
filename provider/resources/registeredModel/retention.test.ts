import { describe, expect, it } from "vitest";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { servingEndpoint } from "../servingEndpoint/resource.js";

/** A model with versions 1 to 4, of which 4 is in use. */
async function fourVersions() {
  const world = modelWorld();
  for (const answer of ["1", "2", "3", "4"]) {
    await world.engine.up({ name, agent: await world.log(answer), aliases: { champion: "latest" } });
  }
  return { ...world, numbers: () => world.model()?.versions.map(({ number }) => number) };
}

describe("keep", () => {
  it("deletes older versions that nothing uses, when the aliases moved, and says so in the preview", async () => {
    const { engine, log, model, numbers } = await fourVersions();
    model()?.aliases.set("theirs", "1");
    const args = { name, agent: await log("5"), aliases: { champion: "latest" }, keep: { versions: 2 } };
    engine.log.length = 0;
    await engine.preview(args);
    expect(engine.log.join("\n")).toMatch(/versions 2, 3 of "main\.agents\.support" will be deleted: `keep` leaves 2/);
    await engine.up(args);
    expect(numbers()).toEqual(["1", "4", "5"]);
    expect(engine.state?.outputs.versions).toMatchObject([{ version: "5" }, { version: "4" }, { version: "1" }]);
    expect((await engine.up(args)).operation).toBe("same");
  });

  it("leaves what a serving endpoint runs or rolls out", async () => {
    const { engine, log, workspace, numbers } = await fourVersions();
    const { engine: endpoint } = stackOf(servingEndpoint, { name: "endpoint" }, workspace);
    await endpoint.up({ model: { name, version: "1" } });
    workspace.serving.looks = 10;
    workspace.answer(
      "PUT",
      "/api/2.0/serving-endpoints/agents_main-agents-support/config",
      {},
      {
        served_entities: [{ name: "b", entity_name: name, entity_version: "2", scale_to_zero_enabled: true }],
      },
    );
    await engine.up({ name, agent: await log("4"), aliases: { champion: "latest" }, keep: { versions: 1 } });
    expect(numbers()).toEqual(["1", "2", "4"]);
  });

  it("never deletes the version in use, however old it is", async () => {
    const { engine, log, numbers } = await fourVersions();
    await engine.up({ name, agent: await log("4"), pinnedVersion: 1, keep: { versions: 1 } });
    expect(numbers()).toEqual(["1", "4"]);
  });

  it("warns where a version cannot be deleted, and the next run tries again", async () => {
    const { engine, log, numbers, callsOf, workspace } = await fourVersions();
    const args = { name, agent: await log("4"), aliases: { champion: "latest" }, keep: { versions: 1 } };
    const quiet = await callsOf(() => engine.preview(args));
    const planned = [
      ...quiet,
      "GET registered-models/get",
      "GET registered-models/get",
      "GET model-versions/search",
      "GET serving-endpoints",
      "DELETE",
    ];
    workspace.plant(planned.length, "403");
    expect((await engine.up(args)).message).toBe("");
    expect(engine.log.at(-1)).toMatch(/not all older versions .* were deleted: .*403/);
    expect(numbers()).toHaveLength(2);
    expect((await engine.up(args)).operation).toBe("update");
    expect(numbers()).toEqual(["4"]);
    expect((await engine.up(args)).operation).toBe("same");
  });
});
