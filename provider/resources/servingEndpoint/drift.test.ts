import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeEndpoint } from "../../../test/support/fake/serving.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { equal } from "../../lifecycle/equal.js";
import { servingEndpoint } from "./resource.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

type Values = Record<string, unknown>;

const one = "models:/main.agents.support/1";
const two = "models:/main.agents.support/2";
const external = {
  name: "gpt",
  externalModel: {
    provider: "openai",
    name: "gpt-4o",
    task: "llm/v1/chat",
    config: { openaiApiKey: "a-key-in-plain-text", openaiOrganization: "us" },
  },
};

/** What programs declare, in many ways. */
const programs: Record<string, Values> = {
  "one version": { model: one },
  "one version with everything": {
    model: one,
    environment: { A: "1", B: "2" },
    workloadSize: "Medium",
    scaleToZero: true,
    keep: 1,
    description: "d",
    tags: { team: "a" },
    notifications: { onUpdateSuccess: ["b@x.org", "a@x.org"] },
    aiGateway: { usageTracking: true, rateLimits: [{ calls: 5 }], fallbacks: false },
  },
  "one entity": { servedEntities: [{ name: "one", model: one, scaleToZero: true, maxProvisionedThroughput: 308_000 }] },
  "one entity without a name": { servedEntities: [{ model: one }] },
  "two entities": {
    servedEntities: [
      { name: "one", model: one, environment: { A: "own" } },
      { name: "two", model: two },
    ],
    environment: { A: "all", B: "2" },
    workloadSize: "Large",
  },
  "two entities with shares": {
    servedEntities: [
      { name: "one", model: one, minProvisionedConcurrency: 4, maxProvisionedConcurrency: 8 },
      { name: "two", model: two, workloadType: "GPU_SMALL" },
    ],
    traffic: [
      { servedEntity: "two", percentage: 20 },
      { servedEntity: "one", percentage: 80 },
    ],
  },
  "an external model": { servedEntities: [external] },
  "an external model beside one of the registry": { servedEntities: [{ name: "one", model: one }, external] },
};

interface Change {
  /** Arguments that may carry it, beside those that are declared. */
  carriers: string[];
  /** @returns false where it is none to this endpoint */
  make(endpoint: FakeEndpoint): boolean;
  /** Route by which `up` puts it back. Default: `PUT config`. */
  call?: string;
}

/** A setting of the first entity of a registry. */
const ofEntity = (set: Values, carriers: string[]): Change => ({
  carriers,
  make(endpoint) {
    const entity = endpoint.active?.entities.find(({ entity_name }) => entity_name !== undefined);
    if (entity === undefined || Object.entries(set).every(([key, value]) => equal(entity[key], value))) return false;
    Object.assign(entity, set);
    return true;
  },
});

/** What somebody may do to an endpoint behind Pulumi's back. */
const changes: Record<string, Change> = {
  "another version": ofEntity({ entity_version: "7" }, ["model"]),
  "another size": ofEntity({ workload_size: "X-Large" }, ["workloadSize"]),
  "another type": ofEntity({ workload_type: "GPU_LARGE" }, ["workloadType"]),
  "sized otherwise": ofEntity({ min_provisioned_concurrency: 12, max_provisioned_concurrency: 16 }, []),
  "another throughput": {
    carriers: [],
    make(endpoint) {
      const entity = endpoint.active?.entities.find((each) => each.max_provisioned_throughput !== undefined);
      if (entity === undefined) return false;
      entity.max_provisioned_throughput = 616_000;
      return true;
    },
  },
  "never at zero": ofEntity({ scale_to_zero_enabled: false }, ["scaleToZero"]),
  "at zero": ofEntity({ scale_to_zero_enabled: true }, ["scaleToZero"]),
  "a variable of its own": {
    carriers: [],
    make(endpoint) {
      const entity = endpoint.active?.entities.find(({ environment_vars }) => environment_vars?.A !== undefined);
      if (entity === undefined) return false;
      entity.environment_vars = { ...entity.environment_vars, A: "by hand" };
      return true;
    },
  },
  "a variable less": {
    carriers: [],
    make(endpoint) {
      const entity = endpoint.active?.entities.find(({ environment_vars }) => environment_vars?.B !== undefined);
      if (entity === undefined) return false;
      entity.environment_vars = { A: entity.environment_vars?.A ?? "" };
      return true;
    },
  },
  "another external model": {
    carriers: [],
    make(endpoint) {
      const entity = endpoint.active?.entities.find(({ external_model }) => external_model !== undefined);
      if (entity === undefined) return false;
      entity.external_model = { ...entity.external_model, name: "gpt-5" };
      return true;
    },
  },
  "a further entity without traffic": {
    carriers: ["servedEntities", "keep"],
    make({ active }) {
      const [first] = active?.entities ?? [];
      if (first === undefined) return false;
      active?.entities.push({
        name: "more",
        entity_name: "main.agents.support",
        entity_version: "9",
        environment_vars: {},
        workload_size: "Small",
        workload_type: "CPU",
        scale_to_zero_enabled: false,
      });
      active?.routes.push({ served_entity_name: "more", traffic_percentage: 0 });
      return true;
    },
  },
  "other shares": {
    carriers: ["model", "servedEntities", "traffic"],
    make({ active }) {
      const [first, second] = active?.routes ?? [];
      if (first === undefined || second === undefined) return false;
      Object.assign(first, { traffic_percentage: 37 });
      Object.assign(second, { traffic_percentage: 63 });
      return true;
    },
  },
  "another description": {
    carriers: [],
    make(endpoint) {
      if (endpoint.description === "") return false;
      endpoint.description = "by hand";
      return true;
    },
    call: "PATCH description",
  },
  "another tag": {
    carriers: [],
    make: ({ tags }) => tags.has("team") && tags.set("team", "b") !== undefined,
    call: "PATCH tags",
  },
  "other notifications": {
    carriers: [],
    make(endpoint) {
      if (endpoint.notifications === undefined) return false;
      endpoint.notifications = { on_update_success: ["a@x.org"], on_update_failure: [] };
      return true;
    },
    call: "PATCH notifications",
  },
  "another rate limit": {
    carriers: [],
    make(endpoint) {
      if (endpoint.gateway === undefined) return false;
      const limits = [{ calls: 9, key: "endpoint", renewal_period: "minute" }];
      endpoint.gateway = { ...endpoint.gateway, rate_limits: limits };
      return true;
    },
    call: "PUT ai-gateway",
  },
};

const visible = (inputs: Values = {}) =>
  Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));

/** What it takes to change what an endpoint runs: it is marked as being updated meanwhile. */
const rolled = ["PATCH tags", "PUT config", "PATCH tags"];

const cases = Object.keys(programs).flatMap((program) =>
  Object.keys(changes).map((change) => [program, change] as const),
);

describe("a refresh after a change by hand", () => {
  it.each(cases)("writes it where the program says it, and nothing else: %s, %s", async (program, change) => {
    const { engine, workspace } = stackOf(servingEndpoint, { name: "watched" });
    const args = programs[program] ?? {};
    expect((await engine.up(args)).message).toBe("");
    const [endpoint] = workspace.serving.endpoints.values();
    const { make, carriers, call = "PUT config" } = changes[change] as Change;
    const before = visible(engine.state?.inputs);
    if (endpoint === undefined || !make(endpoint)) return;
    await engine.refresh();
    const after = visible(engine.state?.inputs);
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => !equal(before[key], after[key]),
    );
    const declared = new Set([...Object.keys(args), ...carriers]);
    expect(changed.filter((key) => !declared.has(key))).toEqual([]);
    expect(changed.length, "as few as say it").toBeLessThanOrEqual(change === "other shares" ? 3 : 1);
    // An entity that was not touched is as it was written.
    const entities = (inputs: Values) => (Array.isArray(inputs.servedEntities) ? inputs.servedEntities : []);
    const touched = entities(after).filter((entity) => !entities(before).some((each) => equal(each, entity)));
    expect(touched.length).toBeLessThanOrEqual(changed.includes("model") ? 15 : 1);
    if (changed.length === 0) return;
    workspace.serving.bodies.length = 0;
    expect((await engine.up(args)).operation).toBe("update");
    expect(workspace.serving.bodies.map(([sent]) => sent)).toEqual(call === "PUT config" ? rolled : [call]);
    await engine.refresh();
    expect((await engine.preview(args)).operation).toBe("same");
  });

  it("shows something wherever the endpoint does not run what is declared", async () => {
    const silent: string[] = [];
    for (const [program, change] of cases) {
      const { engine, workspace } = stackOf(servingEndpoint, { name: "watched" });
      const args = programs[program] ?? {};
      await engine.up(args);
      const [endpoint] = workspace.serving.endpoints.values();
      if (endpoint === undefined || changes[change]?.make(endpoint) !== true) continue;
      await engine.refresh();
      if ((await engine.preview(args)).operation === "same") silent.push(`${program}: ${change}`);
    }
    expect(silent).toEqual([
      // What a program leaves to the server is not compared: sizes beside the declared one, and those of foundation models.
      "one version: sized otherwise",
      "one version with everything: sized otherwise",
      // `keep: 1` says that one may stay.
      "one version with everything: a further entity without traffic",
      "one entity: another size",
      "one entity: another type",
      "one entity: sized otherwise",
      "one entity: never at zero",
      "one entity without a name: sized otherwise",
      "two entities: sized otherwise",
      "two entities with shares: another size",
      "an external model beside one of the registry: sized otherwise",
    ]);
  });

  it("is read back as what the endpoint runs, whatever the variables of two entities become", async () => {
    const variables = fc.dictionary(fc.constantFrom("A", "B", "C"), fc.constantFrom("1", "2"), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(variables, variables, variables, async (shared, own, byHand) => {
        const { engine, workspace } = stackOf(servingEndpoint, { name: "watched" });
        const entities = [
          { name: "one", model: one, environment: own },
          { name: "two", model: two },
        ];
        const args = { servedEntities: entities, environment: shared };
        await engine.up(args);
        const [endpoint] = workspace.serving.endpoints.values();
        Object.assign(endpoint?.active?.entities[1] ?? {}, { environment_vars: byHand });
        await engine.refresh();
        workspace.serving.bodies.length = 0;
        await engine.up(args);
        const sent = workspace.serving.bodies.map(([what]) => what);
        expect(sent).toEqual(equal(byHand, shared) ? [] : rolled);
        expect(endpoint?.active?.entities[1]?.environment_vars).toEqual(shared);
      }),
      { numRuns: 60 },
    );
  });
});
