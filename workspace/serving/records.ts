import { z } from "zod";
import { unityCatalogName } from "../registry/modelName.js";

/** A served entity as it is kept, defaults filled in. Names are Databricks' own, as the file mirrors the API. */
export const entitySchema = z.object({
  name: z.string(),
  /** An earlier release kept names of Unity Catalog with their capitals. */
  entity_name: z.string().transform(unityCatalogName).optional(),
  entity_version: z.string().optional(),
  external_model: z.record(z.string(), z.unknown()).optional(),
  environment_vars: z.record(z.string(), z.string()).default({}),
  workload_size: z.string().optional(),
  workload_type: z.string().optional(),
  scale_to_zero_enabled: z.boolean().default(false),
  min_provisioned_concurrency: z.number().optional(),
  max_provisioned_concurrency: z.number().optional(),
  min_provisioned_throughput: z.number().optional(),
  max_provisioned_throughput: z.number().optional(),
  provisioned_model_units: z.number().optional(),
  instance_profile_arn: z.string().optional(),
  /** Kept, and never answered. */
  burst_scaling_enabled: z.boolean().optional(),
  creator: z.string(),
  creation_timestamp: z.number(),
});

/** A served entity. */
export type ServedEntity = z.infer<typeof entitySchema>;

const configSchema = z.object({
  config_version: z.number().int(),
  served_entities: z.array(entitySchema),
  routes: z.array(z.object({ served_entity_name: z.string(), traffic_percentage: z.number() })),
  start_time: z.number(),
});

/** Served entities and their traffic. */
export type EndpointConfig = z.infer<typeof configSchema>;

const spanSchema = z.object({ table: z.string(), from: z.number(), to: z.number().optional() });

/** While which an inference table, by its full name in lower case, took requests; without `to` it still does. Milliseconds. */
export type InferenceSpan = z.infer<typeof spanSchema>;

const tagSchema = z.object({ key: z.string(), value: z.string().optional() });

/** Who may do what with an endpoint. Exactly one of the names is set. */
export const accessControlSchema = z.object({
  user_name: z.string().optional(),
  group_name: z.string().optional(),
  service_principal_name: z.string().optional(),
  permission_level: z.enum(["CAN_VIEW", "CAN_QUERY", "CAN_MANAGE"]),
});

/** One entry of an endpoint's access control list. */
export type AccessControl = z.infer<typeof accessControlSchema>;

/** Everything about an endpoint that outlives the workspace's process: one file each. */
export const endpointSchema = z.object({
  id: z.string(),
  name: z.string(),
  creator: z.string(),
  creator_display_name: z.string().optional(),
  creator_kind: z.enum(["User", "ServicePrincipal"]).default("User"),
  creation_timestamp: z.number(),
  last_updated_timestamp: z.number(),
  description: z.string().default(""),
  route_optimized: z.boolean().default(false),
  tags: z.array(tagSchema).default([]),
  budget_policy_id: z.string().optional(),
  email_notifications: z.record(z.string(), z.array(z.string())).optional(),
  telemetry_config: z.record(z.string(), z.unknown()).optional(),
  ai_gateway: z.record(z.string(), z.unknown()).optional(),
  inference_spans: z.array(spanSchema).default([]),
  permissions: z.array(accessControlSchema).default([]),
  config: configSchema.nullable(),
  pending_config: configSchema.nullable(),
  config_update: z.enum(["IN_PROGRESS", "NOT_UPDATING", "UPDATE_FAILED", "UPDATE_CANCELED"]),
  /** Why the entities of the pending configuration failed, by name. */
  failures: z.record(z.string(), z.string()).default({}),
  /** `metadata.task` of the served model, for example `agent/v1/responses`. */
  task: z.string().optional(),
  /** Scopes of `auth_policy.user_auth_policy` of the served models; absent where none has such a policy. */
  user_api_scopes: z.array(z.string()).optional(),
  /** Whether somebody stopped it: it keeps its configuration and answers nothing. */
  suspended: z.boolean().default(false),
  next_config_version: z.number().int().default(1),
});

/** A serving endpoint. */
export type EndpointRecord = z.infer<typeof endpointSchema>;
