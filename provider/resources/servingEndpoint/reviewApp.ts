import { isAgentsError } from "../../errors.js";
import { registerDeployment } from "./agentsApi.js";
import type { Endpoint } from "./api.js";
import type { ServingEndpointOutputs } from "./schema.js";
import type { Scope } from "./scope.js";

/** What is known of a review app. */
type ReviewApp = Pick<ServingEndpointOutputs, "registered" | "reviewAppUrl">;

/**
 * Registers the served version as an agent where the program asks for its review app, once per version. The route is in no
 * documentation: a refusal is a warning, because the endpoint serves.
 *
 * @param old what the run before recorded
 */
export async function registerAgent(
  { context, workspace, inputs }: Scope,
  endpoint: Endpoint,
  { registered: before, reviewAppUrl: addressBefore }: ReviewApp,
): Promise<ReviewApp> {
  if (inputs.reviewApp !== true) return {};
  const known: ReviewApp = {
    ...(before === undefined ? {} : { registered: before }),
    ...(addressBefore === undefined ? {} : { reviewAppUrl: addressBefore }),
  };
  const [main] = [...(endpoint.active?.routes ?? [])].sort((left, right) => right.percentage - left.percentage);
  const entity = endpoint.active?.entities.find(({ name }) => name === main?.servedEntity);
  if (entity === undefined || entity.model === "") return known;
  const registered = `${entity.name} ${entity.model}/${entity.version}`;
  if (before === registered) return known;
  try {
    const reviewAppUrl = await registerDeployment(workspace, {
      model: entity.model,
      version: entity.version,
      endpoint: endpoint.name,
      entity: entity.name,
      invocationsUrl: `${workspace.host}/serving-endpoints/${encodeURIComponent(endpoint.name)}/invocations`,
    });
    return { registered, ...(reviewAppUrl === undefined ? {} : { reviewAppUrl }) };
  } catch (error) {
    if (!isAgentsError(error) || error.code === "cancelled") throw error;
    context.warn(
      `reviewApp: the endpoint serves, and the workspace gave it no review app; the route is in no documentation. ${error.message}`,
    );
    return known;
  }
}
