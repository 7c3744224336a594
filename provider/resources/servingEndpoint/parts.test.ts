import { beforeEach, describe, expect, it } from "vitest";
import { name, noWaiting, one, rolled, two, world } from "../../../test/serving/support/endpoint.js";

beforeEach(noWaiting);

const base = `/api/2.0/serving-endpoints/${name}`;

const table = (schema: string) => ({ inferenceTable: { catalog: "main", schema, prefix: "support" } });
const wireTable = (schema: string, enabled = true) => ({
  catalog_name: "main",
  schema_name: schema,
  table_name_prefix: "support",
  enabled,
});

/** One change of one argument: the calls it takes, and what they say. */
const changes: [
  what: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  calls: string[],
  bodies: unknown[],
][] = [
  [
    "notifications",
    {},
    { notifications: { onUpdateFailure: ["b@x", "a@x"] } },
    [`PATCH ${base}/notifications`],
    [{ email_notifications: { on_update_success: [], on_update_failure: ["a@x", "b@x"] } }],
  ],
  [
    "notifications that go",
    { notifications: { onUpdateSuccess: ["a@x"] } },
    {},
    [`PATCH ${base}/notifications`],
    [{ email_notifications: { on_update_success: [], on_update_failure: [] } }],
  ],
  ["a budget policy", {}, { budgetPolicy: "p-1" }, [`PATCH ${base}/budget-policy`], [{ budget_policy_id: "p-1" }]],
  ["a description", { description: "a" }, { description: "b" }, [`PATCH ${base}/description`], [{ description: "b" }]],
  [
    "telemetry, whose tables no answer tells",
    { telemetry: { tables: { logs: "main.a.old" } } },
    { telemetry: { tables: { logs: "main.a.new" }, features: ["LOGS"] } },
    [`PATCH ${base}/telemetry-config`],
    [
      {
        telemetry_config: {
          enabled_telemetry_features: ["TELEMETRY_FEATURE_LOGS"],
          table_names: { logs_table: "main.a.new" },
        },
      },
    ],
  ],
  ["telemetry that goes", { telemetry: { profileId: "1" } }, {}, [`PATCH ${base}/telemetry-config`], [{}]],
  [
    "rate limits",
    {},
    { aiGateway: { rateLimits: [{ calls: 10, per: "user" }, { calls: 100 }] } },
    [`PUT ${base}/ai-gateway`],
    [
      {
        rate_limits: [
          { calls: 100, key: "endpoint", renewal_period: "minute" },
          { calls: 10, key: "user", renewal_period: "minute" },
        ],
      },
    ],
  ],
  [
    "usage tracking that is turned off while the table stays",
    { aiGateway: { ...table("agents"), usageTracking: true } },
    { aiGateway: table("agents") },
    [`PUT ${base}/ai-gateway`],
    [{ inference_table_config: wireTable("agents"), usage_tracking_config: { enabled: false } }],
  ],
  [
    "an inference table that moves: off, then on",
    { aiGateway: table("old") },
    { aiGateway: table("new") },
    [`PUT ${base}/ai-gateway`, `PUT ${base}/ai-gateway`],
    [{ inference_table_config: wireTable("old", false) }, { inference_table_config: wireTable("new") }],
  ],
  [
    "an AI gateway that the program no longer declares",
    { aiGateway: { ...table("agents"), fallbacks: true } },
    {},
    [`PUT ${base}/ai-gateway`],
    [{ inference_table_config: wireTable("agents", false), fallback_config: { enabled: false } }],
  ],
  [
    "guardrails",
    {},
    { aiGateway: { guardrails: { input: { pii: "BLOCK", safety: true }, output: { invalidKeywords: ["b", "a"] } } } },
    [`PUT ${base}/ai-gateway`],
    [
      {
        guardrails: {
          input: { safety: true, pii: { behavior: "BLOCK" } },
          output: { invalid_keywords: ["a", "b"] },
        },
      },
    ],
  ],
  [
    "a changed tag and one that goes, each named once",
    { tags: { a: "1", b: "2" } },
    { tags: { a: "3" } },
    [`PATCH ${base}/tags`],
    [{ add_tags: [{ key: "a", value: "3" }], delete_tags: ["b"] }],
  ],
];

describe("a change of one argument takes exactly its calls", () => {
  it.each(changes)("%s", async (_what, before, after, calls, bodies) => {
    const { up, settled } = world();
    await up({ model: one, ...before });
    await settled({ model: one, ...before });
    const { message, ...done } = await up({ model: one, ...after });
    expect(message).toBe("");
    expect(done.calls).toEqual(calls);
    expect(done.bodies).toEqual(bodies);
    await settled({ model: one, ...after });
  });

  it("and what a creation can say is said with it", async () => {
    const { up, settled } = world();
    const args = {
      model: one,
      description: "d",
      budgetPolicy: "p",
      notifications: { onUpdateSuccess: ["a@x"] },
      telemetry: { profileId: "1" },
      aiGateway: table("agents"),
      tags: { a: "b" },
    };
    const { calls, bodies } = await up(args);
    expect(calls).toEqual(["POST /api/2.0/serving-endpoints"]);
    expect(bodies[0]).toMatchObject({
      budget_policy_id: "p",
      email_notifications: { on_update_success: ["a@x"], on_update_failure: [] },
      telemetry_config: { telemetry_profile_id: "1" },
      ai_gateway: { inference_table_config: wireTable("agents") },
    });
    await settled(args);
  });

  it("in an order in which the rollout comes last", async () => {
    const { up } = world();
    await up({ model: one });
    const { calls } = await up({
      model: two,
      tags: { a: "b" },
      description: "d",
      notifications: { onUpdateSuccess: ["a@x"] },
      permissions: { groups: { users: "CAN_QUERY" } },
      aiGateway: table("agents"),
    });
    expect(calls).toEqual([
      `PATCH ${base}/tags`,
      `PATCH ${base}/description`,
      `PATCH ${base}/notifications`,
      "PATCH /api/2.0/permissions/serving-endpoints/e-1",
      `PUT ${base}/ai-gateway`,
      ...rolled(),
    ]);
  });
});

describe("a route that is in no SDK", () => {
  it.each([
    ["description", "description", "b"],
    ["budgetPolicy", "budget-policy", "p-2"],
  ])("and is refused says so clearly (%s)", async (argument, route, value) => {
    const { up, workspace, engine } = world();
    await up({ model: one });
    workspace.serving.unknownRoutes.add(route);
    const { message } = await up({ model: one, [argument]: value });
    expect(message).toMatch(
      new RegExp(`^${argument}: this workspace does not let .* be changed: the route is in no doc`),
    );
    expect(message).toMatch(/ignoreChanges/);
    workspace.serving.unknownRoutes.clear();
    expect((await engine.up({ model: one, [argument]: value })).operation).toBe("update");
  });

  it("holds up no rollout: the update does everything else, then fails, and setting it back ends that", async () => {
    const { up, workspace, serving, settled } = world();
    await up({ model: one, description: "a" });
    workspace.serving.unknownRoutes.add("description");
    const { message, calls } = await up({ model: two, description: "b", tags: { team: "x" } });
    expect(message).toMatch(/^description: this workspace does not let/);
    expect(calls).toEqual([`PATCH ${base}/tags`, `PATCH ${base}/description`, ...rolled()]);
    expect(serving()).toEqual({ "main-agents-support_2": 100 });
    const back = { model: two, description: "a", tags: { team: "x" } };
    expect((await up(back)).message).toBe("");
    await settled(back);
  });

  it("and that a program no longer names, stays as it is, with a warning", async () => {
    const { up, workspace, endpoint, engine, settled } = world();
    await up({ model: one, description: "a" });
    workspace.serving.unknownRoutes.add("description");
    const { message } = await up({ model: one });
    expect(message).toBe("");
    expect(engine.log.join()).toMatch(/description of the endpoint ".*" stays as it is/);
    expect(endpoint().description).toBe("a");
    await settled({ model: one });
  });

  it("is told in the preview of another description", async () => {
    const { up, engine } = world();
    await up({ model: one, description: "a" });
    await engine.preview({ model: one, description: "a" });
    expect(engine.log.join()).not.toMatch(/no way is known/);
    await engine.preview({ model: one, description: "b" });
    expect(engine.log.join()).toMatch(/no way is known to change/);
  });
});

describe("drift of a part", () => {
  it("shows where a program would write it, and is repaired by its own call", async () => {
    const { up, endpoint, engine, settled } = world();
    const args = { model: one, aiGateway: { usageTracking: true }, notifications: { onUpdateSuccess: ["a@x"] } };
    await up(args);
    endpoint().gateway = { usage_tracking_config: { enabled: true }, rate_limits: [{ calls: 1, key: "endpoint" }] };
    endpoint().notifications = { on_update_success: ["z@x"] };
    await engine.refresh();
    expect((await engine.preview(args)).changed).toEqual(["aiGateway", "notifications"]);
    expect((await up(args)).calls).toEqual([`PATCH ${base}/notifications`, `PUT ${base}/ai-gateway`]);
    await settled(args);
  });

  it("is none of what the program leaves to others", async () => {
    const { up, endpoint, settled } = world();
    await up({ model: one });
    endpoint().gateway = { usage_tracking_config: { enabled: true } };
    endpoint().budgetPolicy = "inherited";
    endpoint().notifications = { on_update_success: ["z@x"] };
    await settled({ model: one });
  });
});

describe("what no answer tells is compared with the state", () => {
  it("burst scaling", async () => {
    const { up, settled } = world();
    const args = (burstScaling: boolean) => ({ model: one, maxProvisionedThroughput: 100, burstScaling });
    await up(args(true));
    await settled(args(true));
    expect((await up(args(false))).calls).toEqual(rolled());
    await settled(args(false));
  });

  it("a key to an external model, which shows in no message", async () => {
    const { up, settled, workspace, engine } = world();
    const args = (openaiApiKey: string) => ({
      name,
      servedEntities: [
        { externalModel: { provider: "openai", name: "gpt", task: "llm/v1/chat", config: { openaiApiKey } } },
      ],
    });
    await up(args("a-secret-key-1"));
    expect(workspace.serving.bodies[0]?.[1]).toMatchObject({
      config: {
        served_entities: [{ external_model: { openai_config: { openai_api_key_plaintext: "a-secret-key-1" } } }],
      },
    });
    await settled(args("a-secret-key-1"));
    expect((await up(args("a-secret-key-2"))).calls).toEqual(rolled());
    await settled(args("a-secret-key-2"));
    workspace.directory.scopes.set("llm", ["openai"]);
    const referred = args("{{secrets/llm/openai}}");
    expect((await engine.check(referred)).failures).toEqual([]);
    const { bodies } = await up(referred);
    expect(JSON.stringify(bodies)).toContain('"openai_config":{"openai_api_key":"{{secrets/llm/openai}}"}');
    await settled(referred);
  });
});
