import { isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import type { Context } from "../../resource.js";
import { registerDeployment } from "./agentsApi.js";
import type { Endpoint } from "./api.js";
import { outputsOf } from "./outputsOf.js";
import type { ServingEndpointInputs, ServingEndpointOutputs } from "./schema.js";

/**
 * Registers the served version as an agent where the program asks for its review app, once per version. The route is in no
 * documentation: a refusal is a warning, because the endpoint serves.
 *
 * @param old what the run before recorded
 * @returns what the state records of the endpoint
 */
export async function registerAgent(
  context: Context,
  workspace: Workspace,
  inputs: Partial<ServingEndpointInputs>,
  endpoint: Endpoint,
  old: Partial<ServingEndpointOutputs>,
): Promise<ServingEndpointOutputs> {
  if (inputs.reviewApp !== true) return outputsOf(endpoint);
  const [main] = [...(endpoint.active?.routes ?? [])].sort((left, right) => right.percentage - left.percentage);
  const entity = endpoint.active?.entities.find(({ name }) => name === main?.servedEntity);
  if (entity === undefined || entity.model === "") return outputsOf(endpoint, old);
  const registered = `${entity.name} ${entity.model}/${entity.version}`;
  if (old.registered === registered) return outputsOf(endpoint, old);
  try {
    const reviewAppUrl = await registerDeployment(workspace, {
      model: entity.model,
      version: entity.version,
      endpoint: endpoint.name,
      entity: entity.name,
      invocationsUrl: `${workspace.host}/serving-endpoints/${encodeURIComponent(endpoint.name)}/invocations`,
    });
    return outputsOf(endpoint, { registered, ...(reviewAppUrl === undefined ? {} : { reviewAppUrl }) });
  } catch (error) {
    if (!isAgentsError(error) || error.code === "cancelled") throw error;
    context.warn(
      `reviewApp: the endpoint serves, and the workspace gave it no review app; the route is in no documentation. ${error.message}`,
    );
    return outputsOf(endpoint, old);
  }
}
