import { z } from "zod";
import { type Config, type Entity, type ObservedConfig, type ObservedEntity, settings } from "./entity.js";
import { externalFromWire, externalToWire } from "./externalModel.js";
import { shareOf } from "./shares.js";

// Served entities and traffic as Databricks writes them. Source: serving endpoints 2.0.

const servedEntity = z.looseObject({
  name: z.string().optional(),
  entity_name: z.string().optional(),
  entity_version: z.coerce.string().optional(),
  external_model: z.unknown().optional(),
  environment_vars: z.record(z.string(), z.string()).optional(),
  scale_to_zero_enabled: z.boolean().optional(),
  state: z.object({ deployment: z.string().optional(), deployment_state_message: z.string().optional() }).optional(),
});

/** A configuration as the server answers it. */
export const configWire = z.object({
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

/** A configuration from its wire form; undefined while there is none. */
export function configFromWire(wire: z.infer<typeof configWire> | null | undefined): ObservedConfig | undefined {
  if (wire?.served_entities === undefined) return undefined;
  const entities = wire.served_entities.map(entityFromWire);
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

function entityFromWire(wire: z.infer<typeof servedEntity>): ObservedEntity {
  const entity: ObservedEntity = {
    name: wire.name ?? "",
    model: wire.entity_name ?? "",
    version: wire.entity_version ?? "",
    environment: wire.environment_vars ?? {},
    scaleToZero: wire.scale_to_zero_enabled ?? false,
    state: (wire.state?.deployment ?? "").replace("DEPLOYMENT_", ""),
    message: wire.state?.deployment_state_message ?? "",
  };
  const externalModel = externalFromWire(wire.external_model);
  if (externalModel !== undefined) entity.externalModel = externalModel;
  for (const { key, wire: name } of settings) setting(entity, key, wire[name]);
  return entity;
}

/** Takes an answered setting over where it has the type that the setting has. */
function setting(entity: Entity, key: (typeof settings)[number]["key"], value: unknown): void {
  switch (key) {
    case "workloadSize":
    case "workloadType":
    case "instanceProfile":
      if (typeof value === "string" && value !== "") entity[key] = value;
      return;
    case "burstScaling":
      if (typeof value === "boolean") entity[key] = value;
      return;
    default:
      if (typeof value === "number") entity[key] = value;
  }
}

/** A configuration in its wire form. */
export function configToWire({ entities, routes }: Config): Record<string, unknown> {
  return {
    served_entities: entities.map(entityToWire),
    traffic_config: {
      // Each entity has its route, also one without traffic, as Databricks' own clients send it.
      routes: entities.map(({ name }) => ({ served_entity_name: name, traffic_percentage: shareOf(routes, name) })),
    },
  };
}

function entityToWire(entity: Entity): Record<string, unknown> {
  const source =
    entity.externalModel === undefined
      ? {
          entity_name: entity.model,
          entity_version: entity.version,
          environment_vars: entity.environment,
          // Always sent: `PUT config` has refused its absence.
          scale_to_zero_enabled: entity.scaleToZero,
        }
      : { external_model: externalToWire(entity.externalModel) };
  return {
    name: entity.name,
    ...source,
    ...Object.fromEntries(settings.map(({ key, wire }) => [wire, entity[key]])),
  };
}
