import { userTags } from "../../lifecycle/ownership.js";
import { declaredOnly } from "../../lifecycle/tags.js";
import type { Endpoint, ObservedEntity } from "./api.js";
import { sameConfig, wantedConfig } from "./config.js";
import type { ServingEndpointInputs } from "./schema.js";

/**
 * The arguments that would describe the endpoint as it is, so that a refresh shows drift where a program would write it.
 * What the program leaves to the server is not compared.
 */
export function observedInputs(endpoint: Endpoint, recorded: ServingEndpointInputs): Partial<ServingEndpointInputs> {
  return {
    ...observedConfig(endpoint, recorded),
    ...(recorded.description === undefined ? {} : { description: endpoint.description }),
    ...(recorded.tags === undefined ? {} : { tags: declaredOnly(recorded.tags, userTags(endpoint.tags)) }),
  };
}

function observedConfig(endpoint: Endpoint, recorded: ServingEndpointInputs): Partial<ServingEndpointInputs> {
  const { active } = endpoint;
  if (active === undefined || sameConfig(active, wantedConfig(recorded))) return {};
  const [only] = active.entities;
  if (recorded.servedEntities === undefined && active.entities.length === 1 && only !== undefined)
    return single(only, recorded);
  return {
    servedEntities: active.entities.map((entity) => ({ name: entity.name, ...settings(entity) })),
    traffic: active.routes,
  };
}

function single(entity: ObservedEntity, recorded: ServingEndpointInputs): Partial<ServingEndpointInputs> {
  const { environment, ...rest } = settings(entity);
  const none = Object.keys(environment).length === 0 && recorded.environment === undefined;
  return { ...rest, ...(none ? {} : { environment }) };
}

function settings(entity: ObservedEntity) {
  const { model, version, environment, workloadSize, workloadType, scaleToZero } = entity;
  return { model: { name: model, version }, environment, workloadSize, workloadType, scaleToZero };
}

/** What only the name is known of (`get`). */
export function inputsForGet(endpoint: Endpoint): Partial<ServingEndpointInputs> {
  const [only] = endpoint.active?.entities ?? [];
  const one = only !== undefined && endpoint.active?.entities.length === 1;
  return {
    name: endpoint.name,
    description: endpoint.description,
    tags: userTags(endpoint.tags),
    ...(one ? single(only, {}) : {}),
  };
}
