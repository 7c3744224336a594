import type { Workspace } from "../../http/index.js";
import { equal } from "../../lifecycle/equal.js";
import { userTags } from "../../lifecycle/ownership.js";
import { declaredOnly } from "../../lifecycle/tags.js";
import type { Observed } from "../../resource.js";
import type { Endpoint } from "./api.js";
import { declaresConfig } from "./config.js";
import { settings } from "./entity.js";
import { normalGateway, spelledGateway } from "./gatewayWire.js";
import { observedConfig } from "./observeConfig.js";
import { observedPermissions } from "./permissions.js";
import type { fields, ServingEndpointInputs } from "./schema.js";
import type { Gateway } from "./settingsSchema.js";

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
  const { permissions } = recorded;
  return {
    ...observedConfig(endpoint, recorded),
    ...observedParts(endpoint, recorded),
    ...(permissions === undefined
      ? {}
      : { permissions: await observedPermissions(workspace, endpoint.id, permissions) }),
  };
}

/** Of {@link observedInputs} what the endpoint's own answer tells beside what it runs. */
export function observedParts(endpoint: Endpoint, recorded: ServingEndpointInputs): Inputs {
  const { description, tags, budgetPolicy, notifications, aiGateway } = recorded;
  return {
    ...(description === undefined ? {} : { description: endpoint.description }),
    ...(tags === undefined ? {} : { tags: declaredOnly(tags, userTags(endpoint.tags)) }),
    ...(budgetPolicy === undefined || endpoint.budgetPolicy === undefined
      ? {}
      : { budgetPolicy: endpoint.budgetPolicy }),
    ...(notifications === undefined
      ? {}
      : { notifications: sameParts(notifications, endpoint.notifications, addresses) }),
    ...(aiGateway === undefined
      ? {}
      : { aiGateway: sameParts(aiGateway, observedGateway(endpoint, recorded), normalGateway) }),
  };
}

/** The gateway as it is; where the model is somebody else's, as far as the program declares it. */
function observedGateway({ gateway }: Endpoint, recorded: ServingEndpointInputs): Gateway {
  const { aiGateway = {} } = recorded;
  const is = spelledGateway(aiGateway, gateway);
  if (declaresConfig(recorded)) return is;
  return Object.fromEntries(Object.entries(is).filter(([key]) => Object.hasOwn(aiGateway, key)));
}

/** Each part that is recorded in the form that the program gave it, unless what is there means something else. */
function sameParts<T extends object>(recorded: T, actual: T, normal: (value: T) => T): T {
  const [should, is] = [new Map(Object.entries(normal(recorded))), new Map(Object.entries(normal(actual)))];
  const changed = [...new Set([...should.keys(), ...is.keys()])].filter((key) => !equal(should.get(key), is.get(key)));
  return { ...recorded, ...Object.fromEntries(changed.map((key) => [key, is.get(key)])) };
}

function addresses(given: NonNullable<Inputs["notifications"]>): NonNullable<Inputs["notifications"]> {
  const list = (items: readonly string[] = []) => (items.length === 0 ? undefined : [...items].sort());
  return { onUpdateSuccess: list(given.onUpdateSuccess), onUpdateFailure: list(given.onUpdateFailure) };
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
