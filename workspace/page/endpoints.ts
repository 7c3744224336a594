import { statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Services } from "../server/services.js";
import { endpointFolder } from "../serving/entityKey.js";
import { inferenceTable } from "../serving/gatewayRules.js";
import type { EndpointConfig, EndpointRecord, ServedEntity } from "../serving/records.js";

/** A served entity, as the page shows it. */
export interface Entity {
  name: string;
  /** Registered model; empty for an external one. */
  model: string;
  version: string;
  /** Percent of the traffic that it is to have. */
  share: number;
  /** Requests that it had since the workspace started. */
  requests: number;
  state: string;
  message: string;
  /** Whether it belongs to the configuration that is being rolled out. */
  pending: boolean;
  size: string;
  scaleToZero: boolean;
  /** Names of its environment variables, never their values. */
  environment: string[];
}

/** A serving endpoint, as the page shows it. */
export interface Endpoint {
  name: string;
  /** Whether the workspace answers by itself, without a model version. */
  standIn: boolean;
  creator: string;
  description: string;
  task: string;
  tags: Record<string, string>;
  ready: boolean;
  /** Whether somebody stopped it. */
  stopped: boolean;
  update: string;
  entities: Entity[];
  /** Scopes that it may use on behalf of a user; undefined where its models have no such policy. */
  scopes: string[] | undefined;
  /** Name of its inference table; empty where none is enabled. */
  table: string;
  /** Changes when a request was recorded. */
  recorded: string;
}

const configState = z.object({
  served_entities: z.array(
    z.object({ name: z.string(), state: z.object({ deployment: z.string(), deployment_state_message: z.string() }) }),
  ),
});
/** What only the answer of the API tells: how things stand now. */
const described = z.object({
  state: z.object({ ready: z.string(), suspend: z.string().optional() }),
  config: configState.optional(),
  pending_config: configState.optional(),
});

/** All endpoints: those that serve models, then those of the fixtures. */
export function listEndpoints(services: Services): Endpoint[] {
  const { serving, fixtures } = services;
  const names = serving.list().map((endpoint) => String(endpoint.name));
  const own = names.sort().map((name) => endpointOf(services, serving.record(name)));
  const standIns = [
    ...fixtures.chatEndpoints.map(({ name }) => standIn(name, "llm/v1/chat")),
    ...fixtures.embeddingEndpoints.map((name) => standIn(name, "llm/v1/embeddings")),
  ];
  return [...own, ...standIns];
}

function endpointOf(services: Services, record: EndpointRecord): Endpoint {
  const { serving, paths } = services;
  const now = described.parse(serving.describe(record));
  const counts = requestCounts(serving.metrics(record.name));
  const entities = (config: EndpointConfig | null, pending: boolean): Entity[] =>
    (config?.served_entities ?? []).map((entity) => {
      const states = (pending ? now.pending_config : now.config)?.served_entities ?? [];
      const state = states.find(({ name }) => name === entity.name)?.state;
      const share = config?.routes.find((route) => route.served_entity_name === entity.name)?.traffic_percentage ?? 0;
      const requests = pending ? 0 : (counts.get(entity.name) ?? 0);
      const [deployment, message] = [state?.deployment ?? "", state?.deployment_state_message ?? ""];
      return { ...entityOf(entity), share, requests, pending, state: deployment, message };
    });
  return {
    name: record.name,
    standIn: false,
    creator: record.creator,
    description: record.description,
    task: record.task ?? "",
    tags: Object.fromEntries(record.tags.map(({ key, value }) => [key, value ?? ""])),
    ready: now.state.ready === "READY",
    stopped: now.state.suspend === "SUSPENDED",
    update: record.config_update,
    entities: [...entities(record.config, false), ...entities(record.pending_config, true)],
    scopes: record.user_api_scopes,
    table: inferenceTable(record.ai_gateway) ?? "",
    recorded: stamp(join(endpointFolder({ paths }, record), "inference.jsonl")),
  };
}

function entityOf(
  entity: ServedEntity,
): Pick<Entity, "name" | "model" | "version" | "size" | "scaleToZero" | "environment"> {
  const external = entity.external_model === undefined ? "" : String(entity.external_model.name ?? "external model");
  return {
    name: entity.name,
    model: entity.entity_name ?? external,
    version: entity.entity_version ?? "",
    size: [entity.workload_type, entity.workload_size].filter((part) => part !== undefined).join(" "),
    scaleToZero: entity.scale_to_zero_enabled,
    environment: Object.keys(entity.environment_vars).sort(),
  };
}

function standIn(name: string, task: string): Endpoint {
  return {
    name,
    standIn: true,
    creator: "",
    description: "Answered by the workspace itself",
    task,
    tags: {},
    ready: true,
    stopped: false,
    update: "NOT_UPDATING",
    entities: [],
    scopes: undefined,
    table: "",
    recorded: "",
  };
}

/** By served entity. */
function requestCounts(metrics: string): Map<string, number> {
  const found = metrics.matchAll(/^request_count_total\{.*served_model_name="([^"]*)"\} (\d+)$/gm);
  return new Map([...found].map(([, name = "", count]) => [name, Number(count)]));
}

function stamp(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.size}-${Math.round(found.mtimeMs)}`;
}
