import { z } from "zod";
import { ApiError, invalidParameter } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import { checkGateway } from "../serving/gatewayRules.js";
import { noteInferenceTable } from "../serving/inferenceSpans.js";
import type { Creator } from "../serving/newEndpoint.js";
import type { EndpointRecord } from "../serving/records.js";
import { configInput, createInput, notificationsInput, tagsInput } from "../serving/requests.js";
import { applyTelemetry, checkTelemetry } from "../serving/telemetry.js";
import { callerName } from "./caller.js";
import { isFixture, mayQuery } from "./chat.js";
import { servicePrincipals } from "./servicePrincipals.js";

const service = "Serving endpoints";
const base = "/api/2.0/serving-endpoints";

/** Serving endpoints, their configuration and their logs. */
export const servingRoutes: readonly Route[] = [
  route("POST", "", async (call) => {
    const record = await call.services.serving.create(await parseBody(call, createInput), creator(call));
    return describe(call, record);
  }),
  route("GET", "", (call) => {
    const { chatEndpoints, embeddingEndpoints } = call.services.fixtures;
    const fixtures = [...chatEndpoints.map((item) => item.name), ...embeddingEndpoints];
    return { body: { endpoints: [...fixtures.map((name) => fixture(call, name)), ...call.services.serving.list()] } };
  }),
  {
    ...route("GET", "/{name}", (call) => {
      mayQuery(call, name(call));
      return isFixture(call, name(call)) ? { body: fixture(call, name(call)) } : describe(call, record(call));
    }),
    // Who may query an endpoint may look at it: clients of chat endpoints do.
    access: "agent",
  },
  route("DELETE", "/{name}", async (call) => {
    await call.services.serving.delete(name(call));
    return {};
  }),
  route("PUT", "/{name}/config", async (call) => {
    const input = await parseBody(call, configInput);
    return describe(call, await call.services.serving.updateConfig(name(call), input, callerName(call)));
  }),
  route("PATCH", "/{name}/tags", async (call) => {
    const found = record(call);
    const { add_tags: add = [], delete_tags: remove = [] } = await parseBody(call, tagsInput);
    const both = add.find((tag) => remove.includes(tag.key));
    if (both !== undefined) {
      throw invalidParameter(`The tag '${both.key}' is given in add_tags and in delete_tags.`);
    }
    const kept = found.tags.filter((tag) => !remove.includes(tag.key) && !add.some((added) => added.key === tag.key));
    found.tags = [...kept, ...add];
    await call.services.serving.save(found);
    return { body: { tags: found.tags } };
  }),
  {
    ...route("PUT", "/{name}/ai-gateway", async (call) => {
      const found = record(call);
      const settings = await parseBody(call, z.record(z.string(), z.unknown()));
      // As a user's script on a real workspace met it.
      call.services.serving.refuseWhileUpdating(found);
      checkGateway(settings, found.ai_gateway, found.task);
      found.ai_gateway = settings;
      noteInferenceTable(found, Date.now());
      await call.services.serving.save(found);
      return { body: settings };
    }),
    differs:
      "guardrails, fallbacks and usage tracking have no effect; of rate limits, tokens and groups are not counted",
  },
  route("PATCH", "/{name}/notifications", async (call) => {
    const found = record(call);
    const { email_notifications: sent = {} } = await parseBody(call, notificationsInput);
    const given: Record<string, string[]> = {};
    for (const [key, list] of Object.entries(sent)) {
      if (list !== undefined) {
        given[key] = list;
      }
    }
    found.email_notifications = given;
    await call.services.serving.save(found);
    return { body: { name: found.name, email_notifications: given } };
  }),
  route("PATCH", "/{name}/telemetry-config", async (call) => {
    const body = await parseBody(call, z.object({ telemetry_config: z.record(z.string(), z.unknown()).optional() }));
    const found = record(call);
    checkTelemetry(found);
    const applied = applyTelemetry(found.telemetry_config, body.telemetry_config);
    if (applied === undefined) {
      delete found.telemetry_config;
    } else {
      found.telemetry_config = applied;
    }
    await call.services.serving.save(found);
    return describe(call, found);
  }),
  {
    ...route("PATCH", "/{name}/description", (call) => {
      // Nothing changes a description (databricks/cli, bundle/direct/dresources/resources.yml).
      const path = `/serving-endpoints/${record(call).name}/description`;
      throw new ApiError(404, "ENDPOINT_NOT_FOUND", `No API found for 'PATCH ${path}'`);
    }),
    differs: "always refused: nothing changes a description on Databricks; what its refusal looks like was not seen",
  },
  route("PATCH", "/{name}/budget-policy", async (call) => {
    const found = record(call);
    const { budget_policy_id: policy } = await parseBody(call, z.object({ budget_policy_id: z.string().optional() }));
    if (policy === undefined || policy === "") {
      delete found.budget_policy_id;
    } else {
      found.budget_policy_id = policy;
    }
    await call.services.serving.save(found);
    return describe(call, found);
  }),
  route("GET", "/{name}/served-models/{entity}/build-logs", async (call) => ({
    body: { logs: await call.services.serving.log(name(call), call.params.entity ?? "", "build.log") },
  })),
  route("GET", "/{name}/served-models/{entity}/logs", async (call) => ({
    body: { logs: await call.services.serving.log(name(call), call.params.entity ?? "", "server.log") },
  })),
  {
    ...route("GET", "/{name}/openapi", async (call) => {
      const schema = await call.services.serving.openApi(name(call));
      call.response.writeHead(200, { "content-type": "text/plain" }).end(JSON.stringify(schema));
      return undefined;
    }),
    differs: "requests only, from the signatures of the served models; of other models than agents, rows as records",
  },
  {
    ...route("GET", "/{name}/metrics", (call) => {
      call.response.writeHead(200, { "content-type": "text/plain" }).end(call.services.serving.metrics(name(call)));
      return undefined;
    }),
    differs: "`request_count_total` of each served entity only",
  },
  {
    service,
    method: "POST",
    path: "/serving-endpoints/{name}/served-models/{entity}/invocations",
    access: "member",
    handle: (call) => call.services.serving.invoke(call, name(call), undefined, call.params.entity),
  },
  {
    service,
    method: "POST",
    path: "/api/2.0/agents/deployments",
    access: "member",
    differs: "the route is not documented; there is no review app, its address leads to the endpoint",
    handle: async (call) => {
      const body = await parseBody(call, z.looseObject({ endpoint_name: z.string(), model_name: z.string() }));
      call.services.serving.record(body.endpoint_name);
      const { host } = call.services;
      return { body: { ...body, review_app_url: `${host()}/?endpoint=${encodeURIComponent(body.endpoint_name)}` } };
    },
  },
  {
    service: "The workspace itself",
    method: "GET",
    path: "/_local/inference/{name}",
    access: "member",
    handle: async (call) => {
      const limit = Number(call.query.one("limit") ?? 100);
      return { body: { rows: await call.services.serving.inferenceRows(name(call), limit) } };
    },
  },
];

function route(method: string, path: string, handle: Route["handle"]): Route {
  return { service, method, path: base + path, access: "member", handle };
}

function name(call: Call): string {
  return call.params.name ?? "";
}

function record(call: Call): EndpointRecord {
  return call.services.serving.record(name(call));
}

function creator(call: Call): Creator {
  const own = servicePrincipals(call).find(({ applicationId }) => applicationId === callerName(call));
  return {
    creator: callerName(call),
    creator_display_name: own?.displayName ?? callerName(call),
    creator_kind: call.caller?.kind === "servicePrincipal" ? "ServicePrincipal" : "User",
  };
}

function describe(call: Call, found: EndpointRecord): Answer {
  return { body: call.services.serving.describe(found) };
}

/** When the stand-ins began: the first of January 2025. */
const sinceEver = 1_735_689_600_000;

/** A foundation model endpoint of the fixtures, as Databricks tells its own: nobody made it, and it has no id. */
function fixture(call: Call, endpoint: string): Record<string, unknown> {
  const chat = call.services.fixtures.chatEndpoints.some((item) => item.name === endpoint);
  const model = `system.ai.${endpoint}`;
  const entity = {
    name: endpoint,
    entity_name: model,
    type: "FOUNDATION_MODEL",
    foundation_model: { name: model, display_name: endpoint, description: "Stand-in of the local workspace" },
  };
  return {
    name: endpoint,
    creation_timestamp: sinceEver,
    last_updated_timestamp: sinceEver,
    state: { ready: "READY", config_update: "NOT_UPDATING" },
    config: { served_entities: [entity] },
    task: chat ? "llm/v1/chat" : "llm/v1/embeddings",
    endpoint_type: "FOUNDATION_MODEL_API",
    permission_level: "CAN_MANAGE",
    capabilities: { function_calling: chat },
  };
}
