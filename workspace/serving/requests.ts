import { z } from "zod";
import { invalidParameter } from "../errors.js";
import { unityCatalogName } from "../registry/modelName.js";
import type { EndpointConfig, ServedEntity } from "./records.js";

/** Shapes of the requests of the serving API. Unknown fields are ignored, as Databricks does. */
const entityInput = z.object({
  name: z.string().optional(),
  entity_name: z.string().optional(),
  entity_version: z.coerce.string().optional(),
  model_name: z.string().optional(),
  model_version: z.coerce.string().optional(),
  external_model: z.record(z.string(), z.unknown()).optional(),
  environment_vars: z.record(z.string(), z.string()).optional(),
  workload_size: z.string().optional(),
  workload_type: z.string().optional(),
  scale_to_zero_enabled: z.boolean().optional(),
  min_provisioned_concurrency: z.number().int().optional(),
  max_provisioned_concurrency: z.number().int().optional(),
  min_provisioned_throughput: z.number().int().optional(),
  max_provisioned_throughput: z.number().int().optional(),
  provisioned_model_units: z.number().int().optional(),
  instance_profile_arn: z.string().optional(),
  burst_scaling_enabled: z.boolean().optional(),
});

const routeInput = z.object({
  served_entity_name: z.string().optional(),
  served_model_name: z.string().optional(),
  traffic_percentage: z.number().int().min(0).max(100),
});

const tagInput = z.object({ key: z.string(), value: z.string().optional() });

/** Body of `PUT …/config`, and `config` of `POST`. */
export const configInput = z.object({
  served_entities: z.array(entityInput).optional(),
  served_models: z.array(entityInput).optional(),
  traffic_config: z.object({ routes: z.array(routeInput).optional() }).optional(),
  auto_capture_config: z.unknown().optional(),
});

const notifications = z.object({
  on_update_success: z.array(z.string()).optional(),
  on_update_failure: z.array(z.string()).optional(),
});

/** Body of `POST /serving-endpoints`. */
export const createInput = z.object({
  name: z.string(),
  config: configInput.optional(),
  ai_gateway: z.record(z.string(), z.unknown()).optional(),
  budget_policy_id: z.string().optional(),
  description: z.string().optional(),
  email_notifications: notifications.optional(),
  route_optimized: z.boolean().optional(),
  tags: z.array(tagInput).optional(),
  telemetry_config: z.record(z.string(), z.unknown()).optional(),
});

/** Body of `PATCH …/tags`. */
export const tagsInput = z.object({
  add_tags: z.array(tagInput).optional(),
  delete_tags: z.array(z.string()).optional(),
});

/** Body of `PATCH …/notifications`. */
export const notificationsInput = z.object({ email_notifications: notifications.optional() });

/**
 * A configuration with the server's defaults filled in.
 *
 * @param input what was sent
 * @param version number of the configuration
 * @param creator who sent it
 * @param strict whether `scale_to_zero_enabled` must be given: `PUT …/config` has refused its absence
 * @throws ApiError 400
 */
export function toConfig(
  input: z.infer<typeof configInput>,
  version: number,
  creator: string,
  strict: boolean,
): EndpointConfig {
  if (input.auto_capture_config !== undefined && input.auto_capture_config !== null) {
    throw invalidParameter(
      "auto_capture_config is deprecated and takes no new tables: use inference_table_config of the AI Gateway.",
    );
  }
  const entities = input.served_entities ?? input.served_models ?? [];
  if (entities.length === 0) {
    throw invalidParameter("At least one served entity must be given.");
  }
  if (entities.length > 15) {
    throw invalidParameter(`At most 15 served entities are allowed, ${entities.length} were given.`);
  }
  const served = entities.map((entity) => toEntity(entity, creator, strict));
  const names = served.map((entity) => entity.name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) {
    throw invalidParameter(`Served entity names must be unique: '${double}' is given twice.`);
  }
  return {
    config_version: version,
    served_entities: served,
    routes: toRoutes(input.traffic_config?.routes, names),
    start_time: Date.now(),
  };
}

function toEntity(input: z.infer<typeof entityInput>, creator: string, strict: boolean): ServedEntity {
  const { model_name, model_version, environment_vars, scale_to_zero_enabled, ...rest } = input;
  const given = input.entity_name ?? model_name;
  const entityName = given === undefined ? undefined : unityCatalogName(given);
  const entityVersion = input.entity_version ?? model_version;
  if (input.external_model === undefined && (entityName === undefined || entityVersion === undefined)) {
    throw invalidParameter("A served entity needs entity_name and entity_version, or external_model.");
  }
  if (strict && scale_to_zero_enabled === undefined && input.external_model === undefined) {
    throw invalidParameter("scale_to_zero_enabled must be given for each served entity.");
  }
  const concurrency =
    input.min_provisioned_concurrency !== undefined || input.max_provisioned_concurrency !== undefined;
  if (concurrency && input.workload_size !== undefined) {
    throw invalidParameter("workload_size and provisioned concurrency exclude each other.");
  }
  const foundation = [
    input.min_provisioned_throughput,
    input.max_provisioned_throughput,
    input.provisioned_model_units,
  ].some((value) => value !== undefined);
  if (foundation && input.external_model !== undefined) {
    throw invalidParameter("Provisioned throughput is not supported for external models.");
  }
  const custom = input.external_model === undefined;
  if (custom && !concurrency && !foundation && input.workload_size === undefined) {
    throw invalidParameter(`workload_size must be given for the served entity of ${entityName}.`);
  }
  const fallback = String(input.external_model?.name ?? "external").replace(/[.:]/g, "-");
  const name = input.name ?? (custom ? `${entityName?.split(".").at(-1)}-${entityVersion}` : fallback);
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name)) {
    throw invalidParameter(
      `'${name}' is not a valid served entity name: letters, digits, dashes, underscores, at most 63.`,
    );
  }
  return {
    ...rest,
    name,
    ...(entityName === undefined ? {} : { entity_name: entityName }),
    ...(entityVersion === undefined ? {} : { entity_version: entityVersion }),
    environment_vars: environment_vars ?? {},
    // The server decides what a foundation model runs on, and that it does not scale to zero.
    ...(custom ? { workload_type: foundation ? "GPU_MEDIUM" : (input.workload_type ?? "CPU") } : {}),
    scale_to_zero_enabled: foundation ? false : (scale_to_zero_enabled ?? false),
    creator,
    creation_timestamp: Date.now(),
  };
}

function toRoutes(
  input: readonly z.infer<typeof routeInput>[] | undefined,
  names: readonly string[],
): EndpointConfig["routes"] {
  const [only, ...others] = names;
  if (input === undefined || input.length === 0) {
    if (only === undefined || others.length > 0) {
      throw invalidParameter("traffic_config must be given when there is more than one served entity.");
    }
    return [{ served_entity_name: only, traffic_percentage: 100 }];
  }
  const routes = input.map((route) => ({
    served_entity_name: route.served_entity_name ?? route.served_model_name ?? "",
    traffic_percentage: route.traffic_percentage,
  }));
  const unknown = routes.find((route) => !names.includes(route.served_entity_name));
  if (unknown !== undefined) {
    throw invalidParameter(`The route names '${unknown.served_entity_name}', which is not a served entity.`);
  }
  const total = routes.reduce((sum, route) => sum + route.traffic_percentage, 0);
  if (total !== 100) {
    throw invalidParameter(`The traffic percentages must add up to 100, but they add up to ${total}.`);
  }
  return routes;
}
