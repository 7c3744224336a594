import { randomUUID } from "node:crypto";
import { ApiError, invalidParameter } from "../errors.js";
import { isRecord } from "../paths.js";
import type { EndpointRecord } from "./records.js";

// Source of what Databricks does here: the stand-in that its own command line is tested with (databricks/cli,
// libs/testserver, after its pull request 6106).

type Telemetry = Record<string, unknown>;

/**
 * What becomes of telemetry settings: names of tables make a profile and are told no more; settings that name neither tables
 * nor a profile are dropped without a word.
 *
 * @param previous what holds now
 * @param wanted what was sent; undefined ends it
 */
export function applyTelemetry(previous: Telemetry | undefined, wanted: Telemetry | undefined): Telemetry | undefined {
  if (wanted === undefined) {
    return undefined;
  }
  const { table_names: tables, telemetry_profile_id: profile, inference_table_config: table } = wanted;
  if (tables === undefined && (profile === undefined || profile === "")) {
    return previous;
  }
  return {
    telemetry_profile_id: typeof profile === "string" && profile !== "" ? profile : randomUUID(),
    ...(isRecord(table) ? { inference_table_config: { ...table, ...payloadTable(tables) } } : {}),
  };
}

/** The table of requests is named after the one of logs, whatever it was called. */
function payloadTable(tables: unknown): { name?: string } {
  return isRecord(tables) && typeof tables.logs_table === "string" ? { name: `${tables.logs_table}_payload` } : {};
}

/** Whether an endpoint may have telemetry: only one that serves a registered model may. */
export function hasTelemetry(record: Pick<EndpointRecord, "config" | "pending_config">): boolean {
  return entities(record).some(({ entity_name }) => entity_name !== undefined);
}

/**
 * Refuses telemetry where Databricks does. It does so in the call for telemetry alone: a creation drops it.
 *
 * @throws ApiError 400 where nothing or only external models are served, 409 while an update is in progress
 */
export function checkTelemetry(record: EndpointRecord): void {
  if (!hasTelemetry(record)) {
    const type = entities(record).length === 0 ? "NO_CONFIG" : "EXTERNAL_MODELS";
    throw invalidParameter(
      `Telemetry is not supported for endpoint type '${type}': the endpoint has to serve a custom model.`,
    );
  }
  if (record.config_update === "IN_PROGRESS") {
    throw new ApiError(
      409,
      "RESOURCE_CONFLICT",
      `Endpoint '${record.name}' is currently updating: its telemetry can be changed when that is done.`,
    );
  }
}

function entities({ config, pending_config }: Pick<EndpointRecord, "config" | "pending_config">) {
  return config?.served_entities ?? pending_config?.served_entities ?? [];
}
