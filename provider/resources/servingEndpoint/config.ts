import { type Config, type Entity, isFoundation, type Route, settings } from "./entity.js";
import type { ServedEntityInput } from "./entitySchema.js";
import { externalSecrets } from "./externalModel.js";
import { defaultEntityName, defaultExternalName } from "./names.js";
import type { ServingEndpointInputs } from "./schema.js";

/** An entity as the arguments declare it, and what they leave open. */
export interface WantedEntity extends Entity {
  /** Whether the program names it. */
  named: boolean;
  /** Whether the program says anything about its environment. */
  environmentDeclared: boolean;
}

/** What the arguments ask the endpoint to run. */
export interface WantedConfig {
  entities: WantedEntity[];
  routes: Route[];
}

/** Whether the arguments say what the endpoint runs at all. */
export function declaresConfig({ model, servedEntities }: { model?: unknown; servedEntities?: unknown }): boolean {
  return model !== undefined || servedEntities !== undefined;
}

/** What the arguments alone ask for; `resolveConfig` adds what an endpoint that exists has to say. */
export function wantedConfig(inputs: Partial<ServingEndpointInputs>): WantedConfig {
  const single: ServedEntityInput[] = inputs.model === undefined ? [] : [{ model: inputs.model }];
  const entities = (inputs.servedEntities ?? single).map((entity) => wantedEntity(entity, inputs));
  return { entities, routes: inputs.traffic ?? defaultRoutes(entities) };
}

function wantedEntity(entity: ServedEntityInput, inputs: Partial<ServingEndpointInputs>): WantedEntity {
  const { externalModel } = entity;
  const { name: model = "", version = "" } = entity.model ?? {};
  const wanted: WantedEntity = {
    name:
      entity.name ??
      (externalModel === undefined ? defaultEntityName(model, version) : defaultExternalName(externalModel.name)),
    named: entity.name !== undefined,
    model,
    version,
    environment: { ...inputs.environment, ...entity.environment },
    environmentDeclared: inputs.environment !== undefined || entity.environment !== undefined,
    scaleToZero: entity.scaleToZero ?? inputs.scaleToZero ?? false,
  };
  if (externalModel !== undefined) return { ...wanted, externalModel, environment: {}, environmentDeclared: true };
  // A size of the entity's own takes the place of the endpoint's, of whatever kind that is.
  const sized = settings.some(({ key, sizing }) => sizing !== undefined && entity[key] !== undefined);
  for (const { key, sizing } of settings) {
    const value = entity[key] ?? (sizing !== undefined && sized ? undefined : inputs[key]);
    if (value !== undefined) Object.assign(wanted, { [key]: value });
  }
  const anySize = settings.some(({ key, sizing }) => sizing !== undefined && wanted[key] !== undefined);
  if (!anySize) wanted.workloadSize = "Small";
  if (!isFoundation(wanted)) wanted.workloadType ??= "CPU";
  return wanted;
}

/** Everything to the last entity of the list: the one added most recently. */
function defaultRoutes(entities: readonly Entity[]): Route[] {
  return entities.map(({ name }, index) => ({
    servedEntity: name,
    percentage: index === entities.length - 1 ? 100 : 0,
  }));
}

/** The keys to external models, which are secret whether or not the program says so. */
export function externalKeys({ entities }: Config): string[] {
  return entities.flatMap(({ externalModel }) => (externalModel === undefined ? [] : externalSecrets(externalModel)));
}
