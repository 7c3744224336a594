import { invalidParameter } from "../errors.js";
import { isRecord } from "../paths.js";

/**
 * Refuses AI gateway settings that Databricks refuses.
 *
 * @param wanted the new settings
 * @param current the present ones
 * @param task of the served model
 * @throws ApiError 400
 */
export function checkGateway(
  wanted: Record<string, unknown> | undefined,
  current: Record<string, unknown> | undefined,
  task: string | undefined,
): void {
  const [next, now] = [wanted?.inference_table_config, current?.inference_table_config];
  if (isRecord(next) && isRecord(now) && next.enabled === true && now.enabled === true) {
    for (const key of ["catalog_name", "schema_name", "table_name_prefix"]) {
      if (next[key] !== now[key]) {
        throw invalidParameter(`${key} of an enabled inference table cannot be changed: disable the table first.`);
      }
    }
  }
  if (task?.startsWith("agent/")) {
    const refused = Object.keys(wanted ?? {}).find((key) => key !== "inference_table_config");
    if (refused !== undefined) {
      throw invalidParameter(
        `${refused} is not supported on an endpoint that serves an agent: only inference tables are.`,
      );
    }
  }
}

/** Full name of the inference table that AI gateway settings enable. */
export function inferenceTable(gateway: Record<string, unknown> | undefined): string | undefined {
  const table = gateway?.inference_table_config;
  return isRecord(table) && table.enabled === true
    ? `${table.catalog_name}.${table.schema_name}.${table.table_name_prefix}_payload`
    : undefined;
}

/** Share of the requests that an inference table keeps, 0–1; all where the settings do not say. */
export function inferenceSampling(gateway: Record<string, unknown> | undefined): number {
  const table = gateway?.inference_table_config;
  const fraction = isRecord(table) ? table.sampling_fraction : undefined;
  return typeof fraction === "number" ? fraction : 1;
}
