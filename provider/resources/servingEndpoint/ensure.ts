import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { isOurs, marks, ownerText } from "../../lifecycle/ownership.js";
import { tagChanges } from "../../lifecycle/tags.js";
import type { Context } from "../../resource.js";
import * as api from "./api.js";
import { sameConfig, wantedConfig } from "./config.js";
import { waitUntilIdle, waitUntilServing } from "./ready.js";
import type { ServingEndpointInputs, ServingEndpointOutputs } from "./schema.js";

/** Values of all environment variables: none of them may show in an error. */
export function secretsOf(inputs: ServingEndpointInputs): string[] {
  return wantedConfig(inputs).entities.flatMap(({ environment }) => Object.values(environment));
}

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
  try {
    const endpoint = await api.createEndpoint(workspace, {
      name,
      config: wantedConfig(inputs),
      description: inputs.description,
      tags: { ...inputs.tags, ...marks(context.identity) },
      routeOptimized: inputs.routeOptimized,
      secrets: secretsOf(inputs),
    });
    return { endpoint, existed: false };
  } catch (error) {
    const codes = ["alreadyExists", "conflict", "unknownOutcome"];
    const mayExist = isAgentsError(error) && codes.includes(error.code);
    const found = mayExist ? await api.getEndpoint(workspace, name) : undefined;
    if (found === undefined) throw error;
    if (!isOurs(context.identity, found.tags) && inputs.adopt !== true) throw notOwned(found);
    return { endpoint: found, existed: true };
  }
}

/**
 * Brings an existing endpoint to what the program says, with the calls that the difference needs and no others, and
 * waits until it serves.
 */
export async function applyEndpoint(
  context: Context,
  workspace: Workspace,
  actual: api.Endpoint,
  inputs: ServingEndpointInputs,
  formerTags: Record<string, string>,
): Promise<api.Endpoint> {
  const { name } = actual;
  const wantedTags = { ...inputs.tags, ...marks(context.identity) };
  const { set, remove } = tagChanges(actual.tags, wantedTags, formerTags);
  if (Object.keys(set).length + remove.length > 0) await api.patchTags(workspace, name, { set, remove });
  if (inputs.description !== undefined && inputs.description !== actual.description) {
    await api.patchDescription(workspace, name, inputs.description);
  }
  await applyConfig(context, workspace, actual, inputs);
  return waitUntilServing(context, workspace, name, wantedConfig(inputs));
}

async function applyConfig(
  context: Context,
  workspace: Workspace,
  actual: api.Endpoint,
  inputs: ServingEndpointInputs,
) {
  const wanted = wantedConfig(inputs);
  // An earlier run was cut off while this very configuration rolled out: there is nothing to send.
  if (actual.update === "IN_PROGRESS" && actual.pending !== undefined && sameConfig(actual.pending, wanted)) return;
  const idle = actual.update === "IN_PROGRESS" ? await waitUntilIdle(context, workspace, actual.name) : actual;
  const failed = idle.update === "UPDATE_FAILED" || idle.update === "UPDATE_CANCELED";
  if (!failed && idle.active !== undefined && sameConfig(idle.active, wanted)) return;
  try {
    await api.putConfig(workspace, actual.name, wanted, secretsOf(inputs));
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "conflict") throw error;
    // Somebody else's update began in between.
    await waitUntilIdle(context, workspace, actual.name);
    await api.putConfig(workspace, actual.name, wanted, secretsOf(inputs));
  }
}

/** What the state records of an endpoint. */
export function outputsOf(endpoint: api.Endpoint): ServingEndpointOutputs {
  const { entities } = endpoint.active ?? endpoint.pending ?? { entities: [] };
  const state = endpoint.update !== "NOT_UPDATING" ? endpoint.update : endpoint.ready ? "READY" : "NOT_READY";
  return {
    endpointId: endpoint.id,
    state,
    served: entities.map(({ name, model, version, state: entityState }) => ({
      name,
      model,
      version,
      state: entityState,
    })),
  };
}

function notOwned(endpoint: api.Endpoint): AgentsError {
  const owner = ownerText(endpoint.tags);
  return new AgentsError(
    "notOwned",
    `the endpoint "${endpoint.name}" exists already and was made by ${owner ?? "somebody else, not by this program"}. ` +
      "Choose another name, or set `adopt: true` to take it over.",
    { path: "name" },
  );
}
