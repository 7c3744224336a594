import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { invalidParameter } from "../errors.js";
import { noteInferenceTable } from "./inferenceSpans.js";
import type { EndpointConfig, EndpointRecord } from "./records.js";
import type { createInput } from "./requests.js";
import type { Served } from "./servedModels.js";
import { applyTelemetry, hasTelemetry } from "./telemetry.js";

/** Who makes an endpoint. */
export type Creator = Pick<EndpointRecord, "creator" | "creator_display_name" | "creator_kind">;

/** Refuses what Databricks refuses as a name. @throws ApiError 400 */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/.test(name)) {
    throw invalidParameter(
      `Invalid endpoint name '${name}': letters, digits, dashes and underscores, at most 63, not at its ends.`,
    );
  }
}

/**
 * The record of a new endpoint.
 *
 * @param config what it is to serve; null for nothing yet
 * @param served what the served models say of themselves
 */
export function newEndpoint(
  input: z.infer<typeof createInput>,
  config: EndpointConfig | null,
  creator: Creator,
  served: Served,
): EndpointRecord {
  const now = Date.now();
  const record: EndpointRecord = {
    id: randomBytes(16).toString("hex"),
    name: input.name,
    ...creator,
    creation_timestamp: now,
    last_updated_timestamp: now,
    description: input.description ?? "",
    route_optimized: input.route_optimized ?? false,
    tags: input.tags ?? [],
    ...(input.budget_policy_id === undefined ? {} : { budget_policy_id: input.budget_policy_id }),
    ...(input.email_notifications === undefined ? {} : { email_notifications: lists(input.email_notifications) }),
    ...telemetry(input, config),
    ...(input.ai_gateway === undefined ? {} : { ai_gateway: input.ai_gateway }),
    permissions: [{ ...principalOf(creator), permission_level: "CAN_MANAGE" }],
    config: null,
    pending_config: config,
    config_update: config === null ? "NOT_UPDATING" : "IN_PROGRESS",
    failures: {},
    ...served,
    inference_spans: [],
    suspended: false,
    next_config_version: 2,
  };
  noteInferenceTable(record, now);
  return record;
}

function principalOf({ creator, creator_kind }: Creator): { service_principal_name: string } | { user_name: string } {
  return creator_kind === "ServicePrincipal" ? { service_principal_name: creator } : { user_name: creator };
}

/** A creation drops telemetry that it cannot apply. */
function telemetry(
  input: z.infer<typeof createInput>,
  config: EndpointConfig | null,
): Pick<EndpointRecord, "telemetry_config"> {
  const applied = hasTelemetry({ config, pending_config: null })
    ? applyTelemetry(undefined, input.telemetry_config)
    : undefined;
  return applied === undefined ? {} : { telemetry_config: applied };
}

/** The given keys only: an absent one is not an undefined one. */
function lists(value: Readonly<Record<string, string[] | undefined>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(value).flatMap(([key, list]) => (list === undefined ? [] : [[key, list]])));
}
