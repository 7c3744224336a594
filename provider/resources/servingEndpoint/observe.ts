import type { Workspace } from "../../http/index.js";
import { equal } from "../../lifecycle/equal.js";
import { userTags } from "../../lifecycle/ownership.js";
import { declaredOnly } from "../../lifecycle/tags.js";
import type { Observed } from "../../resource.js";
import type { Endpoint } from "./api.js";
import { isFoundation, type ObservedEntity, settings } from "./entity.js";
import type { ServedEntityInput } from "./entitySchema.js";
import { normalGateway } from "./gatewayWire.js";
import { observedPermissions } from "./permissions.js";
import { resolveConfig } from "./resolveConfig.js";
import { runs } from "./sameConfig.js";
import type { fields, ServingEndpointInputs } from "./schema.js";

type Inputs = Observed<typeof fields>;

/**
 * The arguments that would describe the endpoint as it is, so that a refresh shows drift where a program would write it.
 * What the program leaves to the server is not compared, and what no answer tells stays as recorded.
 */
export async function observedInputs(
  workspace: Workspace,
  endpoint: Endpoint,
  recorded: ServingEndpointInputs,
): Promise<Inputs> {
  const { description, tags, budgetPolicy, notifications, aiGateway, permissions } = recorded;
  return {
    ...observedConfig(endpoint, recorded),
    ...(description === undefined ? {} : { description: endpoint.description }),
    ...(tags === undefined ? {} : { tags: declaredOnly(tags, userTags(endpoint.tags)) }),
    ...(budgetPolicy === undefined || endpoint.budgetPolicy === undefined
      ? {}
      : { budgetPolicy: endpoint.budgetPolicy }),
    ...(notifications === undefined ? {} : { notifications: same(notifications, endpoint.notifications, addresses) }),
    ...(aiGateway === undefined ? {} : { aiGateway: same(aiGateway, endpoint.gateway, normalGateway) }),
    ...(permissions === undefined
      ? {}
      : { permissions: await observedPermissions(workspace, endpoint.id, permissions) }),
  };
}

/** What is recorded, in the form that the program gave it, unless what is there means something else. */
function same<T>(recorded: T, actual: T, normal: (value: T) => T): T {
  return equal(normal(recorded), normal(actual)) ? recorded : normal(actual);
}

function addresses(given: NonNullable<Inputs["notifications"]>): NonNullable<Inputs["notifications"]> {
  const list = (items: readonly string[] = []) => (items.length === 0 ? undefined : [...items].sort());
  return { onUpdateSuccess: list(given.onUpdateSuccess), onUpdateFailure: list(given.onUpdateFailure) };
}

function observedConfig(endpoint: Endpoint, recorded: ServingEndpointInputs): Inputs {
  const { active } = endpoint;
  if (active === undefined || runs(active, resolveConfig(recorded, active, recorded))) return {};
  const share = new Map(active.routes.map(({ servedEntity, percentage }) => [servedEntity, percentage]));
  const serving = active.entities.filter(({ name }) => (share.get(name) ?? 0) > 0);
  const [only] = serving;
  const alone = active.entities.length - serving.length <= (recorded.keep ?? 0);
  if (recorded.servedEntities === undefined && serving.length === 1 && only !== undefined && alone) {
    return { model: { name: only.model, version: only.version }, ...settingsOf(only, recorded) };
  }
  return {
    model: undefined,
    servedEntities: active.entities.map((entity) => {
      const declared = recorded.servedEntities?.find(({ name }) => name === entity.name) ?? {};
      return { ...entityOf(entity), ...settingsOf(entity, { environment: {}, ...recorded, ...declared }) };
    }),
    traffic: active.routes,
  };
}

function entityOf({ name, model, version, externalModel }: ObservedEntity): ServedEntityInput {
  return externalModel === undefined ? { name, model: { name: model, version } } : { name, externalModel };
}

/** What a program says of an entity's settings, there or at the endpoint. */
type Declared = Pick<ServedEntityInput, "environment" | (typeof settings)[number]["key"]>;

/** The settings of an entity that the program declares, as they are. */
function settingsOf(entity: ObservedEntity, declared: Declared): Partial<ServedEntityInput> {
  const known = settings.filter(({ key, echoed }) => echoed && declared[key] !== undefined);
  return {
    ...(declared.environment === undefined ? {} : { environment: entity.environment }),
    ...Object.fromEntries(known.map(({ key, unsaid }) => [key, entity[key] ?? unsaid])),
    ...(isFoundation({ ...declared }) ? {} : { scaleToZero: entity.scaleToZero }),
  };
}

/** What only the name is known of (`get`). */
export function inputsForGet(endpoint: Endpoint): Inputs {
  const [only] = endpoint.active?.entities ?? [];
  const one = only !== undefined && endpoint.active?.entities.length === 1 && only.externalModel === undefined;
  const gateway = normalGateway(endpoint.gateway);
  return {
    name: endpoint.name,
    description: endpoint.description,
    tags: userTags(endpoint.tags),
    ...(endpoint.budgetPolicy === undefined ? {} : { budgetPolicy: endpoint.budgetPolicy }),
    ...(Object.keys(gateway).length === 0 ? {} : { aiGateway: gateway }),
    ...(one
      ? {
          model: { name: only.model, version: only.version },
          ...(Object.keys(only.environment).length === 0 ? {} : { environment: only.environment }),
          ...Object.fromEntries(settings.map(({ key }) => [key, only[key]])),
          scaleToZero: only.scaleToZero,
        }
      : {}),
  };
}
