import type { Endpoint } from "./api.js";
import { declaresConfig } from "./config.js";
import { declaredScopes, scopeWords } from "./grantedScopes.js";
import { moveAliases } from "./modelAliases.js";
import { outputsOf } from "./outputsOf.js";
import { registerAgent } from "./reviewApp.js";
import type { ServingEndpointOutputs } from "./schema.js";
import type { Scope } from "./scope.js";

/**
 * What comes after a rollout that is through: aliases move, the version is registered as an agent, and the scopes that the
 * endpoint was granted are compared with what its models ask for.
 *
 * @param endpoint as it serves now
 * @param old what the run before recorded
 * @returns what the state records
 */
export async function finish(
  scope: Scope,
  endpoint: Endpoint,
  old: Partial<ServingEndpointOutputs>,
): Promise<ServingEndpointOutputs> {
  const { context, workspace, inputs, learned } = scope;
  const provedTrace = inputs.tracing === undefined ? undefined : (learned.traceId ?? old.provedTrace);
  const proved = provedTrace === undefined ? {} : { provedTrace };
  // Should an alias not move, the next run has to come back to it.
  context.checkpoint(endpoint.name, { ...outputsOf(endpoint, { ...old, ...proved }), state: "UPDATE_FAILED" });
  // What runs is somebody else's, and what it may do as well.
  if (!declaresConfig(inputs)) return outputsOf(endpoint);
  const aliasVersions = await moveAliases(scope, endpoint, old);
  const declared = await declaredScopes(workspace, endpoint, old.declaredScopes);
  for (const warning of scopeWords(endpoint, declared, undefined)) context.warn(warning);
  return outputsOf(endpoint, {
    ...(await registerAgent(scope, endpoint, old)),
    ...proved,
    ...(aliasVersions === undefined ? {} : { aliasVersions }),
    ...(declared === undefined ? {} : { declaredScopes: declared }),
  });
}
