import type { EndpointConfig, EndpointRecord, ServedEntity } from "./records.js";

/** How an entity stands. */
export interface EntityState {
  deployment: string;
  deployment_state_message: string;
}

/** An endpoint as `GET` answers it. */
export function wireEndpoint(
  record: EndpointRecord,
  host: string,
  stateOf: (entity: ServedEntity, pending: boolean) => EntityState,
  ready: boolean,
): Record<string, unknown> {
  const config = (value: EndpointConfig, pending: boolean): Record<string, unknown> =>
    wireConfig(value, (entity) => stateOf(entity, pending));
  return {
    ...wireSummary(record, ready),
    ...(record.config === null ? {} : { config: config(record.config, false) }),
    ...(record.pending_config === null
      ? {}
      : { pending_config: { ...config(record.pending_config, true), start_time: record.pending_config.start_time } }),
    ...(record.route_optimized ? { endpoint_url: `${host}/serving-endpoints/${record.name}/invocations` } : {}),
    ...(record.email_notifications === undefined ? {} : { email_notifications: record.email_notifications }),
    ...(record.ai_gateway === undefined ? {} : { ai_gateway: record.ai_gateway }),
    ...(record.telemetry_config === undefined ? {} : { telemetry_config: withoutTables(record.telemetry_config) }),
    ...(record.user_api_scopes === undefined
      ? {}
      : { auth_policy: { user_auth_policy: { api_scopes: record.user_api_scopes } } }),
  };
}

/** An endpoint as the list answers it. */
export function wireSummary(record: EndpointRecord, ready: boolean): Record<string, unknown> {
  return {
    id: record.id,
    name: record.name,
    creator: record.creator,
    creator_display_name: record.creator_display_name ?? record.creator,
    creator_kind: record.creator_kind,
    creation_timestamp: record.creation_timestamp,
    last_updated_timestamp: record.last_updated_timestamp,
    state: { ready: ready ? "READY" : "NOT_READY", config_update: record.config_update, ...suspension(record) },
    description: record.description,
    permission_level: "CAN_MANAGE",
    resource_credential_strategy: "EMBEDDED_CREDENTIALS",
    route_optimized: record.route_optimized,
    tags: [...record.tags].sort((left, right) => left.key.localeCompare(right.key)),
    // The id that was sent as budget_policy_id comes back under another name.
    ...(record.budget_policy_id === undefined ? {} : { effective_budget_policy_id: record.budget_policy_id }),
    ...(record.task === undefined ? {} : { task: record.task }),
    ...(record.config === null ? {} : { config: wireListed(record.config) }),
  };
}

/** One that is being started again is no longer stopped. */
function suspension({ suspended, config_update }: EndpointRecord): Record<string, string> {
  return { suspend: suspended && config_update !== "IN_PROGRESS" ? "SUSPENDED" : "NOT_SUSPENDED" };
}

function wireListed(config: EndpointConfig): Record<string, unknown> {
  const entities = config.served_entities.map(({ name, entity_name, entity_version }) => ({
    name,
    entity_name,
    entity_version,
  }));
  const models = entities.map(({ name, entity_name, entity_version }) => ({
    name,
    model_name: entity_name,
    model_version: entity_version,
  }));
  return { served_entities: entities, served_models: models };
}

function wireConfig(config: EndpointConfig, stateOf: (entity: ServedEntity) => EntityState): Record<string, unknown> {
  // Databricks does not keep the order of entities; sorting makes that visible to clients that rely on it.
  const entities = [...config.served_entities].sort((left, right) => left.name.localeCompare(right.name));
  const withState = entities.map((entity) => ({ ...masked(entity), type: typeOf(entity), state: stateOf(entity) }));
  return {
    config_version: config.config_version,
    served_entities: withState,
    served_models: withState.map(({ entity_name, entity_version, ...rest }) => ({
      ...rest,
      model_name: entity_name,
      model_version: entity_version,
    })),
    traffic_config: {
      routes: config.routes.map((route) => ({
        served_model_name: route.served_entity_name,
        served_entity_name: route.served_entity_name,
        traffic_percentage: route.traffic_percentage,
      })),
    },
  };
}

/** What an entity runs, as answers of real workspaces name it. */
function typeOf({ entity_name = "", external_model }: ServedEntity): string {
  if (external_model !== undefined) return "EXTERNAL_MODEL";
  return entity_name.startsWith("system.ai.") ? "FOUNDATION_MODEL" : "UC_MODEL";
}

/** Telemetry without what Databricks takes and never gives back: the names of its tables. */
function withoutTables({ table_names: _, ...telemetry }: Record<string, unknown>): Record<string, unknown> {
  return telemetry;
}

/** An entity without what Databricks takes and never gives back: keys sent in plain text, and whether it bursts. */
function masked({ burst_scaling_enabled: _, ...entity }: ServedEntity): ServedEntity {
  return entity.external_model === undefined
    ? entity
    : {
        ...entity,
        external_model: Object.fromEntries(
          Object.entries(entity.external_model).map(([key, value]) => [key, withoutPlainText(value)]),
        ),
      };
}

function withoutPlainText(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) {
    return value;
  }
  const shown = Object.entries(value).filter(([key]) => !key.endsWith("_plaintext"));
  return Object.fromEntries(shown.map(([key, item]) => [key, withoutPlainText(item)]));
}
