import { describe, expect, it } from "vitest";
import { keyOf } from "../../../workspace/serving/entityKey.js";
import { checkGateway } from "../../../workspace/serving/gatewayRules.js";
import { endpointSchema, type ServedEntity } from "../../../workspace/serving/records.js";
import { configInput, toConfig } from "../../../workspace/serving/requests.js";
import { resolveSecrets } from "../../../workspace/serving/secrets.js";
import { applyTelemetry, checkTelemetry } from "../../../workspace/serving/telemetry.js";

const entity = {
  entity_name: "main.agents.support",
  entity_version: "2",
  workload_size: "Small",
  scale_to_zero_enabled: true,
};

function config(value: unknown, strict = true): ReturnType<typeof toConfig> {
  return toConfig(configInput.parse(value), 3, "me", strict);
}

describe("configuration of an endpoint", () => {
  it("gets the server's defaults", () => {
    const made = config({ served_entities: [entity] });
    expect(made.config_version).toBe(3);
    expect(made.routes).toEqual([{ served_entity_name: "support-2", traffic_percentage: 100 }]);
    expect(made.served_entities[0]).toMatchObject({
      name: "support-2",
      workload_size: "Small",
      workload_type: "CPU",
      environment_vars: {},
      creator: "me",
    });
  });

  it("takes the older field names", () => {
    const made = config({
      served_models: [
        { model_name: "a.b.c", model_version: 1, name: "x", workload_size: "Small", scale_to_zero_enabled: false },
      ],
      traffic_config: { routes: [{ served_model_name: "x", traffic_percentage: 100 }] },
    });
    expect(made.served_entities[0]).toMatchObject({ entity_name: "a.b.c", entity_version: "1" });
    expect(made.routes).toEqual([{ served_entity_name: "x", traffic_percentage: 100 }]);
  });

  it.each([
    ["nothing to serve", { served_entities: [] }, /At least one/],
    ["two without traffic", { served_entities: [entity, { ...entity, entity_version: "3" }] }, /traffic_config/],
    ["a name given twice", { served_entities: [entity, entity] }, /'support-2' is given twice/],
    [
      "traffic that does not add up",
      {
        served_entities: [entity],
        traffic_config: { routes: [{ served_entity_name: "support-2", traffic_percentage: 90 }] },
      },
      /add up to 90/,
    ],
    [
      "a route to nowhere",
      {
        served_entities: [entity],
        traffic_config: { routes: [{ served_entity_name: "other", traffic_percentage: 100 }] },
      },
      /'other'/,
    ],
    ["no version", { served_entities: [{ entity_name: "a.b.c", scale_to_zero_enabled: true }] }, /entity_version/],
    [
      "no scale_to_zero_enabled",
      { served_entities: [{ ...entity, scale_to_zero_enabled: undefined }] },
      /scale_to_zero/,
    ],
    ["no size of any kind", { served_entities: [{ ...entity, workload_size: undefined }] }, /workload_size/],
    [
      "a legacy inference table",
      { served_entities: [entity], auto_capture_config: { catalog_name: "main", schema_name: "agents" } },
      /auto_capture_config is deprecated/,
    ],
    [
      "size and concurrency",
      { served_entities: [{ ...entity, workload_size: "Small", min_provisioned_concurrency: 4 }] },
      /exclude each other/,
    ],
    ["a bad name", { served_entities: [{ ...entity, name: "a.b" }] }, /not a valid served entity name/],
  ])("is refused with %s", (_, value, message) => {
    expect(() => config(value)).toThrow(message);
  });
});

describe("telemetry", () => {
  const tables = { table_names: { logs_table: "main.agents.logs" } };
  const served = (update: "IN_PROGRESS" | "NOT_UPDATING", external = false) =>
    endpointSchema.parse({
      id: "1",
      name: "support",
      creator: "me",
      creation_timestamp: 1,
      last_updated_timestamp: 1,
      config: external
        ? toConfig(configInput.parse({ served_entities: [{ external_model: { name: "gpt" } }] }), 1, "me", false)
        : config({ served_entities: [entity] }),
      pending_config: null,
      config_update: update,
    });

  it("of tables is told by a profile alone, which later settings keep or name", () => {
    const made = applyTelemetry(undefined, { ...tables, enabled_telemetry_features: ["TELEMETRY_FEATURE_LOGS"] });
    expect(made).toEqual({ telemetry_profile_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(applyTelemetry(made, { enabled_telemetry_features: [] })).toBe(made);
    expect(applyTelemetry(made, { telemetry_profile_id: "p" })).toEqual({ telemetry_profile_id: "p" });
    expect(applyTelemetry(made, undefined)).toBeUndefined();
  });

  it("names the table of requests after the one of logs", () => {
    const applied = applyTelemetry(undefined, {
      ...tables,
      inference_table_config: { name: "x", sampling_fraction: 0.5 },
    });
    expect(applied).toMatchObject({
      inference_table_config: { name: "main.agents.logs_payload", sampling_fraction: 0.5 },
    });
  });

  it("is refused while the endpoint is updated, and of external models", () => {
    expect(() => checkTelemetry(served("NOT_UPDATING"))).not.toThrow();
    expect(() => checkTelemetry(served("IN_PROGRESS"))).toThrow(expect.objectContaining({ status: 409 }));
    expect(() => checkTelemetry(served("NOT_UPDATING", true))).toThrow(/'EXTERNAL_MODELS'/);
    expect(() => checkTelemetry({ ...served("NOT_UPDATING"), config: null })).toThrow(/'NO_CONFIG'/);
  });
});

describe("secret references", () => {
  const secrets = { text: (scope: string, key: string) => (`${scope}/${key}` === "scope/key" ? "value" : undefined) };

  it("are replaced when they are the whole value", () => {
    const given = { A: "{{secrets/scope/key}}", B: " {{secrets/scope/key}}", C: "x{{secrets/scope/key}}", D: "plain" };
    expect(resolveSecrets(given, secrets)).toEqual({ ...given, A: "value" });
  });

  it("to nothing are refused by name", () => {
    expect(() => resolveSecrets({ A: "{{secrets/scope/other}}" }, secrets)).toThrow(/scope: scope and key: other/);
  });
});

describe("identity of a served entity", () => {
  const made: ServedEntity = {
    name: "a",
    entity_name: "a.b.c",
    entity_version: "1",
    environment_vars: { X: "1", Y: "2" },
    scale_to_zero_enabled: false,
    creator: "me",
    creation_timestamp: 1,
  };

  it("does not depend on who made it, when, or the order of variables", () => {
    const again = { ...made, environment_vars: { Y: "2", X: "1" }, creator: "you", creation_timestamp: 2 };
    expect(keyOf(again)).toBe(keyOf(made));
  });

  it("depends on version and variables", () => {
    expect(keyOf({ ...made, entity_version: "2" })).not.toBe(keyOf(made));
    expect(keyOf({ ...made, environment_vars: { X: "1", Y: "3" } })).not.toBe(keyOf(made));
  });
});

describe("AI gateway", () => {
  const table = (prefix: string, enabled = true): Record<string, unknown> => ({
    inference_table_config: { catalog_name: "main", schema_name: "agents", table_name_prefix: prefix, enabled },
  });

  it("keeps an enabled table where it is", () => {
    expect(() => checkGateway(table("b"), table("a"), undefined)).toThrow(/table_name_prefix/);
    expect(() => checkGateway(table("b"), table("a", false), undefined)).not.toThrow();
    expect(() => checkGateway(table("a"), table("a"), undefined)).not.toThrow();
  });

  it("gives agents inference tables only", () => {
    expect(() => checkGateway({ ...table("a"), rate_limits: [] }, undefined, "agent/v1/responses")).toThrow(
      /rate_limits/,
    );
    expect(() => checkGateway({ ...table("a"), rate_limits: [] }, undefined, undefined)).not.toThrow();
  });
});
