import { beforeEach, describe, expect, it } from "vitest";
import { name, noWaiting, one, rolled, three, two, world } from "../../../test/serving/support/endpoint.js";

beforeEach(noWaiting);

/** An endpoint that another client made. */
function made(entity: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const there = world();
  const config = {
    served_entities: [
      { entity_name: "main.agents.support", entity_version: "1", scale_to_zero_enabled: false, ...entity },
    ],
  };
  there.workspace.answer("POST", "/api/2.0/serving-endpoints", {}, { name, config, ...more });
  for (let look = 0; look < 3; look++) there.workspace.answer("GET", `/api/2.0/serving-endpoints/${name}`, {}, {});
  return there;
}

describe("an endpoint that another client made is adopted without touching what it runs", () => {
  it.each([
    [
      "Databricks' deploy client",
      { name: "main-agents-support_1", workload_size: "Small", environment_vars: { A: "b" } },
    ],
    ["hand, where the server named the entity", { name: "support-1" }],
  ])("by %s", async (_who, entity) => {
    const { up, settled, endpoint } = made(entity);
    const args = { model: one, adopt: true, ...("environment_vars" in entity ? { environment: { A: "b" } } : {}) };
    const { message, calls } = await up(args);
    expect(message).toBe("");
    expect(calls).toEqual(["POST /api/2.0/serving-endpoints", `PATCH /api/2.0/serving-endpoints/${name}/tags`]);
    expect(endpoint().active?.entities[0]?.name).toBe(entity.name);
    await settled(args);
  });

  it("and rolls over to the next version under the name that it would have been given", async () => {
    const { up, settled, serving } = made({ name: "support-1" });
    await up({ model: one, adopt: true });
    await up({ model: two, adopt: true });
    expect(serving()).toEqual({ "main-agents-support_2": 100 });
    await settled({ model: two, adopt: true });
  });
});

describe("variables of which the program says nothing", () => {
  it("are carried from the served version to the next one", async () => {
    const { up, settled, endpoint } = made({ name: "support-1", environment_vars: { SET_BY: "hand" } });
    await up({ model: one, adopt: true });
    await up({ model: two, adopt: true });
    expect(endpoint().active?.entities[0]?.environment_vars).toEqual({ SET_BY: "hand" });
    await settled({ model: two, adopt: true });
  });

  it("go where the program declared them before, and where it declares an empty map", async () => {
    const { up, endpoint } = world();
    const environment = () => endpoint().active?.entities[0]?.environment_vars;
    await up({ model: one, environment: { OURS: "1" } });
    const active = endpoint().active?.entities[0];
    if (active !== undefined) active.environment_vars = { OURS: "1", THEIRS: "2" };
    await up({ model: two });
    expect(environment()).toEqual({ THEIRS: "2" });
    await up({ model: two, environment: {} });
    expect(environment()).toEqual({});
  });
});

describe("former versions", () => {
  it("go by default", async () => {
    const { up, serving } = world();
    for (const model of [one, two, three]) await up({ model });
    expect(serving()).toEqual({ "main-agents-support_3": 100 });
  });

  it("stay as many as `keep` says, the newest ones, without traffic and without a difference", async () => {
    const { up, serving, settled } = world();
    for (const model of [one, two, three]) {
      await up({ model, keep: 1 });
      await settled({ model, keep: 1 });
    }
    expect(serving()).toEqual({ "main-agents-support_3": 100, "main-agents-support_2": 0 });
    // The way back is a matter of traffic.
    await up({ model: two, keep: 1 });
    expect(serving()).toEqual({ "main-agents-support_2": 100, "main-agents-support_3": 0 });
    expect((await up({ model: two, keep: 0 })).calls).toEqual(rolled());
    expect(serving()).toEqual({ "main-agents-support_2": 100 });
    await settled({ model: two, keep: 0 });
  });

  it("never meet the cap of 15", async () => {
    const { up, serving } = world();
    for (let version = 1; version <= 20; version++) {
      expect((await up({ model: `models:/main.agents.support/${version}`, keep: 14 })).message).toBe("");
    }
    expect(Object.keys(serving())).toHaveLength(15);
    expect(serving()["main-agents-support_20"]).toBe(100);
  });
});
