import { describe, expect, it } from "vitest";
import type { Principal } from "../../../workspace/auth/principal.js";
import { noteInferenceTable, spansOf } from "../../../workspace/serving/inferenceSpans.js";
import { openApi } from "../../../workspace/serving/openApi.js";
import { RateLimits } from "../../../workspace/serving/rateLimits.js";
import { type EndpointRecord, endpointSchema } from "../../../workspace/serving/records.js";

function endpoint(gateway: Record<string, unknown>): EndpointRecord {
  const made = { creator: "me", creation_timestamp: 1, last_updated_timestamp: 1 };
  const config = { config: null, pending_config: null, config_update: "NOT_UPDATING" };
  return endpointSchema.parse({ id: "1", name: "support", ...made, ...config, ai_gateway: gateway });
}

describe("rate limits", () => {
  const ann: Principal = { kind: "user", name: "ann" };
  const bob: Principal = { kind: "user", name: "bob" };
  const robot: Principal = { kind: "servicePrincipal", name: "id-1" };
  const refused = expect.objectContaining({ status: 429, errorCode: "REQUEST_LIMIT_EXCEEDED" });

  it("count all questions to an endpoint, and begin anew after a minute", () => {
    let now = 0;
    const limits = new RateLimits(() => now);
    const limited = endpoint({ rate_limits: [{ calls: 2, renewal_period: "minute" }] });
    for (const who of [ann, bob]) limits.take(limited, who);
    expect(() => limits.take(limited, ann)).toThrow(refused);
    now = 60_000;
    limits.take(limited, ann);
    limits.take({ ...limited, id: "2" }, ann);
  });

  it("count each user for themselves, or the one they name", () => {
    const limits = new RateLimits(() => 0);
    const each = endpoint({ rate_limits: [{ calls: 1, key: "user" }] });
    for (const who of [ann, bob, robot]) limits.take(each, who);
    expect(() => limits.take(each, bob)).toThrow(refused);
    const one = { ...endpoint({ rate_limits: [{ calls: 0, key: "service_principal", principal: "id-1" }] }), id: "2" };
    limits.take(one, ann);
    expect(() => limits.take(one, robot)).toThrow(refused);
  });
});

describe("an inference table", () => {
  const table = (enabled: boolean, prefix = "a"): Record<string, unknown> => ({
    inference_table_config: { catalog_name: "Main", schema_name: "agents", table_name_prefix: prefix, enabled },
  });

  it("takes requests from when it is on, until it is off, and stays", () => {
    const record = endpoint({});
    noteInferenceTable(record, 10);
    expect(spansOf(record, "main.agents.a_payload")).toEqual([]);
    for (const [gateway, now] of [
      [table(true), 20],
      [table(true), 25],
      [table(false), 30],
      [table(true), 40],
      [table(true, "b"), 50],
    ] as const) {
      record.ai_gateway = gateway;
      noteInferenceTable(record, now);
    }
    const name = "main.agents.a_payload";
    expect(spansOf(record, "main.Agents.a_payload")).toEqual([
      { table: name, from: 20, to: 30 },
      { table: name, from: 40, to: 50 },
    ]);
    expect(spansOf(record, "main.agents.b_payload")).toEqual([{ table: "main.agents.b_payload", from: 50 }]);
  });

  it("that an earlier release made has all", () => {
    expect(spansOf(endpoint(table(true)), "main.agents.a_payload")).toEqual([
      { table: "main.agents.a_payload", from: 0 },
    ]);
  });
});

it("a schema in OpenAPI has a path for each served entity, and the types of its signature", () => {
  const message = {
    type: "object",
    properties: { role: { type: "string", required: true }, content: { type: "long" } },
  };
  const inputs = [
    { name: "input", type: "array", items: message, required: true },
    { name: "more", type: "map", values: { type: "any" } },
  ];
  const schema = {
    type: "object",
    properties: {
      input: {
        type: "array",
        items: {
          type: "object",
          properties: { role: { type: "string" }, content: { type: "integer", format: "int64" } },
          required: ["role"],
        },
      },
      more: { type: "object", additionalProperties: {} },
    },
    required: ["input"],
  };
  const made = openApi("support", "http://host", [
    { name: "agent", task: "agent/v1/responses", inputs },
    { name: "rows", task: undefined, inputs },
    { name: "other", task: undefined, inputs: undefined },
  ]);
  expect(made).toMatchObject({ openapi: "3.1.0", servers: [{ url: "http://host/serving-endpoints/support" }] });
  const bodies = (name: string) => ({
    post: {
      requestBody: {
        content: {
          "application/json": {
            schema:
              name === "agent"
                ? schema
                : { type: "object", properties: { dataframe_records: { type: "array", items: schema } } },
          },
        },
      },
    },
  });
  expect(made.paths).toMatchObject({
    "/served-models/agent/invocations": bodies("agent"),
    "/served-models/rows/invocations": bodies("rows"),
    "/served-models/other/invocations": { post: {} },
  });
});
