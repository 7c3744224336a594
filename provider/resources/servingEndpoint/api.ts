import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { unlessGone } from "../../lifecycle/gone.js";
import { tagEntries, tagList, tagMap } from "../../lifecycle/tags.js";

// One function per REST call; wire types; no decisions. Source: Databricks' REST API, serving endpoints 2.0.

const servedEntity = z.object({
  name: z.string().optional(),
  entity_name: z.string().optional(),
  entity_version: z.coerce.string().optional(),
  environment_vars: z.record(z.string(), z.string()).optional(),
  workload_size: z.string().optional(),
  workload_type: z.string().optional(),
  scale_to_zero_enabled: z.boolean().optional(),
  state: z.object({ deployment: z.string().optional(), deployment_state_message: z.string().optional() }).optional(),
});
const config = z.object({
  served_entities: z.array(servedEntity).optional(),
  traffic_config: z
    .object({
      routes: z
        .array(
          z.object({
            // Servers answer both names for the same thing; requests use the newer one.
            served_entity_name: z.string().optional(),
            served_model_name: z.string().optional(),
            traffic_percentage: z.number(),
          }),
        )
        .optional(),
    })
    .optional(),
});
const endpoint = z.object({
  name: z.string(),
  id: z.string().optional(),
  description: z.string().optional(),
  state: z.object({ ready: z.string().optional(), config_update: z.string().optional() }).optional(),
  config: config.nullish(),
  pending_config: config.nullish(),
  tags: tagList,
  route_optimized: z.boolean().optional(),
});
const logs = z.object({ logs: z.string().optional() });

/** A model version to run. */
export interface Entity {
  name: string;
  model: string;
  version: string;
  environment: Record<string, string>;
  workloadSize: string;
  workloadType: string;
  scaleToZero: boolean;
}

/** A share of the requests. */
export interface Route {
  servedEntity: string;
  percentage: number;
}

/** What an endpoint runs. */
export interface Config {
  entities: Entity[];
  routes: Route[];
}

/** An entity as it is. */
export interface ObservedEntity extends Entity {
  /** DEPLOYMENT_CREATING | RECOVERING | READY | FAILED | ABORTED, without the prefix. */
  state: string;
  message: string;
}

/** An endpoint as it is. */
export interface Endpoint {
  name: string;
  id: string;
  description: string;
  ready: boolean;
  /** IN_PROGRESS | NOT_UPDATING | UPDATE_FAILED | UPDATE_CANCELED. */
  update: string;
  active: { entities: ObservedEntity[]; routes: Route[] } | undefined;
  pending: { entities: ObservedEntity[]; routes: Route[] } | undefined;
  tags: Record<string, string>;
  routeOptimized: boolean;
}

function configFromWire(wire: z.infer<typeof config> | null | undefined): Endpoint["active"] {
  if (wire?.served_entities === undefined) return undefined;
  const entities = wire.served_entities.map((entity) => ({
    name: entity.name ?? "",
    model: entity.entity_name ?? "",
    version: entity.entity_version ?? "",
    environment: entity.environment_vars ?? {},
    workloadSize: entity.workload_size ?? "Small",
    workloadType: entity.workload_type ?? "CPU",
    scaleToZero: entity.scale_to_zero_enabled ?? false,
    state: (entity.state?.deployment ?? "").replace("DEPLOYMENT_", ""),
    message: entity.state?.deployment_state_message ?? "",
  }));
  const routes = (wire.traffic_config?.routes ?? []).map((share) => ({
    servedEntity: share.served_entity_name ?? share.served_model_name ?? "",
    percentage: share.traffic_percentage,
  }));
  // An endpoint with one entity may leave its only route out: it is 100 %.
  const [only] = entities;
  if (routes.length === 0 && only !== undefined && entities.length === 1) {
    return { entities, routes: [{ servedEntity: only.name, percentage: 100 }] };
  }
  return { entities, routes };
}

function fromWire(wire: z.infer<typeof endpoint>): Endpoint {
  return {
    name: wire.name,
    id: wire.id ?? "",
    description: wire.description ?? "",
    ready: wire.state?.ready === "READY",
    update: wire.state?.config_update ?? "NOT_UPDATING",
    active: configFromWire(wire.config),
    pending: configFromWire(wire.pending_config),
    tags: tagMap(wire.tags),
    routeOptimized: wire.route_optimized ?? false,
  };
}

function configToWire({ entities, routes }: Config) {
  return {
    served_entities: entities.map((entity) => ({
      name: entity.name,
      entity_name: entity.model,
      entity_version: entity.version,
      environment_vars: entity.environment,
      workload_size: entity.workloadSize,
      workload_type: entity.workloadType,
      // Always sent: `PUT config` has refused its absence.
      scale_to_zero_enabled: entity.scaleToZero,
    })),
    traffic_config: {
      routes: routes.map((share) => ({
        served_entity_name: share.servedEntity,
        traffic_percentage: share.percentage,
      })),
    },
  };
}

/** `GET serving-endpoints/{name}`, or undefined when there is none. */
export async function getEndpoint(workspace: Workspace, name: string): Promise<Endpoint | undefined> {
  try {
    const answer = await workspace.json(endpoint, { method: "GET", path: route`/api/2.0/serving-endpoints/${name}` });
    return fromWire(answer);
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}

/** `POST serving-endpoints`. It answers before the endpoint is ready. @throws AgentsError `alreadyExists` */
export async function createEndpoint(
  workspace: Workspace,
  wanted: {
    name: string;
    config: Config;
    description: string | undefined;
    tags: Record<string, string>;
    routeOptimized: boolean | undefined;
    secrets: readonly string[];
  },
): Promise<Endpoint> {
  const answer = await workspace.json(endpoint, {
    method: "POST",
    path: route`/api/2.0/serving-endpoints`,
    body: {
      name: wanted.name,
      config: configToWire(wanted.config),
      description: wanted.description,
      tags: tagEntries(wanted.tags),
      route_optimized: wanted.routeOptimized,
    },
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
    body: configToWire(wanted),
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
  await workspace.call({
    method: "PATCH",
    path: route`/api/2.0/serving-endpoints/${name}/tags`,
    body: { add_tags: tagEntries(changes.set), delete_tags: [...changes.remove] },
    safeToRepeat: true,
  });
}

/** `PATCH serving-endpoints/{name}/description`: in no SDK, so it may be refused. */
export async function patchDescription(workspace: Workspace, name: string, description: string): Promise<void> {
  await workspace.call({
    method: "PATCH",
    path: route`/api/2.0/serving-endpoints/${name}/description`,
    body: { description },
    safeToRepeat: true,
  });
}

/** `DELETE serving-endpoints/{name}`. */
export async function deleteEndpoint(workspace: Workspace, name: string): Promise<void> {
  await unlessGone(workspace.call({ method: "DELETE", path: route`/api/2.0/serving-endpoints/${name}` }));
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
