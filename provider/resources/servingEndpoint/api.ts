import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { type Json, route, type Workspace } from "../../http/index.js";
import { unlessAbsent, wasThere } from "../../lifecycle/gone.js";
import { tagEntries, tagList, tagMap } from "../../lifecycle/tags.js";
import { configFromWire, configToWire, configWire } from "./configWire.js";
import type { Config, ObservedConfig } from "./entity.js";
import { gatewayFromWire, gatewayToWire, gatewayWire } from "./gatewayWire.js";
import type { Gateway, Notifications, Telemetry } from "./settingsSchema.js";
import { suspendStates } from "./states.js";

// One function per REST call; no decisions. Source: Databricks' REST API, serving endpoints 2.0.

const emails = z.array(z.string()).nullish();
const endpoint = z.object({
  name: z.string(),
  id: z.string().optional(),
  description: z.string().nullish(),
  state: z
    .object({ ready: z.string().optional(), config_update: z.string().optional(), suspend: z.string().optional() })
    .optional(),
  config: configWire.nullish(),
  pending_config: configWire.nullish(),
  tags: tagList,
  route_optimized: z.boolean().optional(),
  task: z.string().nullish(),
  budget_policy_id: z.string().nullish(),
  effective_budget_policy_id: z.string().nullish(),
  email_notifications: z.object({ on_update_success: emails, on_update_failure: emails }).nullish(),
  ai_gateway: gatewayWire.nullish(),
  auth_policy: z
    .object({ user_auth_policy: z.object({ api_scopes: z.array(z.string()).nullish() }).nullish() })
    .nullish(),
});
const logs = z.object({ logs: z.string().optional() });

/** An endpoint as it is. */
export interface Endpoint {
  name: string;
  id: string;
  description: string;
  ready: boolean;
  /** IN_PROGRESS | NOT_UPDATING | UPDATE_FAILED | UPDATE_CANCELED. */
  update: string;
  /** Whether somebody stopped it. */
  suspended: boolean;
  active: ObservedConfig | undefined;
  pending: ObservedConfig | undefined;
  tags: Record<string, string>;
  routeOptimized: boolean;
  /** What kind of model it serves, `agent/v1/responses` for example; empty where the server does not say. */
  task: string;
  /** The policy that holds, also an inherited one. */
  budgetPolicy: string | undefined;
  notifications: Notifications;
  gateway: Gateway;
  /** Scopes of the user authorization that a served agent was granted. */
  grantedScopes: string[];
}

function fromWire(wire: z.infer<typeof endpoint>): Endpoint {
  return {
    name: wire.name,
    id: wire.id ?? "",
    description: wire.description ?? "",
    ready: wire.state?.ready === "READY",
    update: wire.state?.config_update ?? "NOT_UPDATING",
    suspended: suspendStates[wire.state?.suspend ?? ""] === "stopped",
    active: configFromWire(wire.config),
    pending: configFromWire(wire.pending_config),
    tags: tagMap(wire.tags),
    routeOptimized: wire.route_optimized ?? false,
    task: wire.task ?? "",
    // Sent under one name, answered under another.
    budgetPolicy: wire.effective_budget_policy_id ?? wire.budget_policy_id ?? undefined,
    notifications: {
      onUpdateSuccess: wire.email_notifications?.on_update_success ?? [],
      onUpdateFailure: wire.email_notifications?.on_update_failure ?? [],
    },
    gateway: gatewayFromWire(wire.ai_gateway),
    grantedScopes: [...(wire.auth_policy?.user_auth_policy?.api_scopes ?? [])].sort(),
  };
}

/** `value` as it travels: `undefined` members are left out. */
function json(value: Record<string, unknown>): Json {
  return JSON.parse(JSON.stringify(value));
}

/** `GET serving-endpoints/{name}`, or undefined when there is none. */
export async function getEndpoint(workspace: Workspace, name: string): Promise<Endpoint | undefined> {
  const path = route`/api/2.0/serving-endpoints/${name}`;
  const answer = await unlessAbsent(workspace.json(endpoint, { method: "GET", path }));
  return answer === undefined ? undefined : fromWire(answer);
}

/** What a new endpoint is made of. */
export interface NewEndpoint {
  name: string;
  config: Config;
  description: string | undefined;
  tags: Record<string, string>;
  routeOptimized: boolean | undefined;
  budgetPolicy: string | undefined;
  notifications: Notifications | undefined;
  telemetry: Telemetry | undefined;
  gateway: Gateway | undefined;
  /** Values that no message may show. */
  secrets: readonly string[];
}

/** `POST serving-endpoints`. It answers before the endpoint is ready. @throws AgentsError `alreadyExists` */
export async function createEndpoint(workspace: Workspace, wanted: NewEndpoint): Promise<Endpoint> {
  const { notifications, telemetry, gateway } = wanted;
  const answer = await workspace.json(endpoint, {
    method: "POST",
    path: route`/api/2.0/serving-endpoints`,
    body: json({
      name: wanted.name,
      config: configToWire(wanted.config),
      description: wanted.description,
      tags: tagEntries(wanted.tags),
      route_optimized: wanted.routeOptimized,
      budget_policy_id: wanted.budgetPolicy,
      email_notifications: notifications === undefined ? undefined : notificationsToWire(notifications),
      telemetry_config: telemetry === undefined ? undefined : telemetryToWire(telemetry),
      ai_gateway: gateway === undefined ? undefined : gatewayToWire(gateway, {}),
    }),
    secrets: wanted.secrets,
  });
  return fromWire(answer);
}

/** `PUT serving-endpoints/{name}/config`: the whole configuration. @throws AgentsError `conflict` while it updates */
export async function putConfig(
  workspace: Workspace,
  name: string,
  wanted: Config,
  secrets: readonly string[],
): Promise<Endpoint> {
  const answer = await workspace.json(endpoint, {
    method: "PUT",
    path: route`/api/2.0/serving-endpoints/${name}/config`,
    body: json(configToWire(wanted)),
    secrets,
  });
  return fromWire(answer);
}

/** `PATCH serving-endpoints/{name}/tags`. A changed value is only added: naming it in both lists loses it. */
export async function patchTags(
  workspace: Workspace,
  name: string,
  changes: { set: Record<string, string>; remove: readonly string[] },
): Promise<void> {
  await patch(workspace, name, "tags", { add_tags: tagEntries(changes.set), delete_tags: [...changes.remove] });
}

/** `PATCH serving-endpoints/{name}/description`: in no SDK, so it may be refused. */
export async function patchDescription(workspace: Workspace, name: string, description: string): Promise<void> {
  await patch(workspace, name, "description", { description });
}

/** `PATCH serving-endpoints/{name}/budget-policy`: in no SDK, so it may be refused. */
export async function patchBudgetPolicy(workspace: Workspace, name: string, policy: string): Promise<void> {
  await patch(workspace, name, "budget-policy", { budget_policy_id: policy });
}

/** `PATCH serving-endpoints/{name}/notifications`: all addresses. */
export async function patchNotifications(workspace: Workspace, name: string, wanted: Notifications): Promise<void> {
  await patch(workspace, name, "notifications", { email_notifications: notificationsToWire(wanted) });
}

/** `PATCH serving-endpoints/{name}/telemetry-config`; without a configuration it ends. */
export async function patchTelemetry(workspace: Workspace, name: string, wanted: Telemetry | undefined): Promise<void> {
  const body = wanted === undefined ? {} : { telemetry_config: telemetryToWire(wanted) };
  await patch(workspace, name, "telemetry-config", body);
}

async function patch(workspace: Workspace, name: string, what: string, body: Record<string, unknown>): Promise<void> {
  await workspace.call({
    method: "PATCH",
    path: route`/api/2.0/serving-endpoints/${name}/${what}`,
    body: json(body),
    // Each of these says how it should be, not what to add to what is there.
    safeToRepeat: true,
  });
}

/** `PUT serving-endpoints/{name}/ai-gateway`: all settings. */
export async function putGateway(workspace: Workspace, name: string, wanted: Gateway, actual: Gateway): Promise<void> {
  await workspace.call({
    method: "PUT",
    path: route`/api/2.0/serving-endpoints/${name}/ai-gateway`,
    body: json(gatewayToWire(wanted, actual)),
  });
}

/** `DELETE serving-endpoints/{name}`. @returns false when there is none (any more) */
export async function deleteEndpoint(workspace: Workspace, name: string): Promise<boolean> {
  return wasThere(workspace.call({ method: "DELETE", path: route`/api/2.0/serving-endpoints/${name}` }));
}

/** `GET serving-endpoints/{name}/served-models/{entity}/build-logs` or `/logs`; empty where there are none. */
export async function getLogs(
  workspace: Workspace,
  name: string,
  entity: string,
  kind: "build-logs" | "logs",
): Promise<string> {
  try {
    const answer = await workspace.json(logs, {
      method: "GET",
      path: route`/api/2.0/serving-endpoints/${name}/served-models/${entity}/${kind}`,
    });
    return answer.logs ?? "";
  } catch (error) {
    if (isAgentsError(error)) return "";
    throw error;
  }
}

function notificationsToWire({ onUpdateSuccess = [], onUpdateFailure = [] }: Notifications) {
  return { on_update_success: onUpdateSuccess, on_update_failure: onUpdateFailure };
}

function telemetryToWire({ features, tables, inferenceTable, profileId }: Telemetry) {
  return {
    enabled_telemetry_features: features?.map((feature) => `TELEMETRY_FEATURE_${feature}`),
    table_names:
      tables === undefined
        ? undefined
        : {
            annotations_table: tables.annotations,
            logs_table: tables.logs,
            metrics_table: tables.metrics,
            traces_table: tables.traces,
          },
    inference_table_config:
      inferenceTable === undefined
        ? undefined
        : { name: inferenceTable.name, sampling_fraction: inferenceTable.sampling },
    telemetry_profile_id: profileId,
  };
}
