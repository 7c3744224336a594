import { isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { claim } from "../../lifecycle/adoption.js";
import { marks } from "../../lifecycle/ownership.js";
import { tagChanges } from "../../lifecycle/tags.js";
import type { Context } from "../../resource.js";
import { createOnce, goneAfterMs, whileNotFound } from "../../wait/index.js";
import { adoptedEndpoint } from "./adopted.js";
import * as api from "./api.js";
import { declaresConfig, externalKeys } from "./config.js";
import { deploy } from "./deploy.js";
import { type Part, parts } from "./parts.js";
import { resolveConfig } from "./resolveConfig.js";
import type { ServingEndpointInputs } from "./schema.js";
import type { Scope } from "./scope.js";

/**
 * The endpoint under its name: made, found again after a lost answer, or taken over where the program says so.
 *
 * @returns the endpoint, and whether it was there before and may run something else
 * @throws AgentsError `notOwned` when it exists and is somebody else's
 */
export async function ensureEndpoint(
  context: Context,
  workspace: Workspace,
  name: string,
  inputs: ServingEndpointInputs,
): Promise<{ endpoint: api.Endpoint; existed: boolean }> {
  if (!declaresConfig(inputs)) return { endpoint: await adoptedEndpoint(context, workspace, name), existed: true };
  const config = resolveConfig(inputs, undefined);
  const create = () =>
    api.createEndpoint(workspace, {
      name,
      config,
      description: inputs.description,
      tags: { ...inputs.tags, ...marks(context.identity) },
      routeOptimized: inputs.routeOptimized,
      budgetPolicy: inputs.budgetPolicy,
      notifications: inputs.notifications,
      telemetry: inputs.telemetry,
      gateway: inputs.aiGateway,
      secrets: externalKeys(config),
    });
  const { value: endpoint, made } = await createOnce(context, {
    what: `the endpoint ${name}`,
    // The version that it serves may have been registered just now.
    send: () => whileNotFound(context, `what the endpoint ${name} serves`, create, goneAfterMs),
    lookUp: () => api.getEndpoint(workspace, name),
  });
  if (made) return { endpoint, existed: false };
  claim(context, `the endpoint "${name}"`, endpoint.tags, inputs.adopt);
  return { endpoint: await marked(context, workspace, endpoint), existed: true };
}

/**
 * Brings an endpoint to what the program says, with the calls that the difference needs and no others, and waits until it
 * serves.
 *
 * @param created whether its creation said everything that a creation can say
 */
export async function applyEndpoint(scope: Scope, created = false): Promise<api.Endpoint> {
  let changed = false;
  for (const part of parts) {
    if ((created && part.withCreation) || !part.differs(scope)) continue;
    scope.context.progress(`changing ${part.name}`);
    await part.apply(scope).catch((error: unknown) => refused(scope, part, error));
    changed = true;
  }
  if (declaresConfig(scope.inputs)) return deploy(scope);
  const now = changed ? await api.getEndpoint(scope.workspace, scope.endpoint.name) : undefined;
  return now ?? scope.endpoint;
}

/**
 * What a workspace does not let change holds up nothing else: a new version rolls out, and the run fails at its end. What
 * the program says nothing of any more stays.
 */
function refused(scope: Scope, part: Part, error: unknown): void {
  if (!isAgentsError(error) || error.code !== "unsupported") throw error;
  const { context, endpoint, learned } = scope;
  if (part.declared(scope)) learned.refused ??= error;
  else context.warn(`${part.name} of the endpoint "${endpoint.name}" stays as it is: ${error.message}`);
}

/** With the mark of this creation, before the state says that it holds the endpoint: a deletion goes by the marks. */
async function marked(context: Context, workspace: Workspace, endpoint: api.Endpoint): Promise<api.Endpoint> {
  const { set } = tagChanges(endpoint.tags, marks(context.identity), {});
  if (Object.keys(set).length === 0) return endpoint;
  await api.patchTags(workspace, endpoint.name, { set, remove: [] });
  return { ...endpoint, tags: { ...endpoint.tags, ...set } };
}
