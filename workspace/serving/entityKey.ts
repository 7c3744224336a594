import { createHash } from "node:crypto";
import { join } from "node:path";
import type { EndpointRecord, ServedEntity } from "./records.js";
import type { ServingContext } from "./servingContext.js";

/** What makes two entities the same process: everything but when and by whom it was made. */
export function keyOf(entity: ServedEntity): string {
  const { creator: _, creation_timestamp: __, ...rest } = entity;
  const sorted = Object.entries({ ...rest, environment_vars: Object.entries(rest.environment_vars).sort() }).sort();
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 12);
}

/** Where logs and scratch files of an entity lie. */
export function entityFolder(
  context: Pick<ServingContext, "paths">,
  record: EndpointRecord,
  entity: ServedEntity,
): string {
  return join(endpointFolder(context, record), keyOf(entity));
}

/** Where everything of an endpoint lies that is not its record. */
export function endpointFolder(context: Pick<ServingContext, "paths">, record: EndpointRecord): string {
  return join(context.paths.serving, "endpoints", record.id);
}
