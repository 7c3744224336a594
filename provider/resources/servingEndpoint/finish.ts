import { equal } from "../../lifecycle/equal.js";
import type { Endpoint } from "./api.js";
import { declaresConfig } from "./config.js";
import { declaredScopes, scopeWords } from "./grantedScopes.js";
import { moveAliases } from "./modelAliases.js";
import { outputsOf, tracesTo } from "./outputsOf.js";
import { registerAgent } from "./reviewApp.js";
import { end } from "./rolloutMark.js";
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
  const { context, workspace } = scope;
  const proved = { provedTrace: provedNow(scope, endpoint, old) };
  // Should an alias not move, the next run has to come back to it.
  context.checkpoint(endpoint.name, {
    ...outputsOf(endpoint, { ...old, ...proved, finished: scope.finished }),
    state: "UPDATE_FAILED",
  });
  // What runs is somebody else's, and what it may do as well.
  if (!declaresConfig(scope.inputs)) return unlessRefused(scope, endpoint, outputsOf(endpoint));
  const aliasVersions = await moveAliases(scope, endpoint, old);
  const declared = await declaredScopes(workspace, endpoint, old.declaredScopes);
  for (const warning of scopeWords(endpoint, declared, undefined)) context.warn(warning);
  const registered = await registerAgent(scope, endpoint, old);
  const ended = await end(scope, endpoint);
  const done = outputsOf(ended, {
    ...registered,
    ...proved,
    ...(aliasVersions === undefined ? {} : { aliasVersions }),
    ...(declared === undefined ? {} : { declaredScopes: declared }),
  });
  return unlessRefused(scope, ended, done);
}

/** Fails where the workspace did not take a part, now that everything else is done. */
function unlessRefused(
  { context, learned }: Scope,
  endpoint: Endpoint,
  done: ServingEndpointOutputs,
): ServingEndpointOutputs {
  if (learned.refused === undefined) return done;
  context.checkpoint(endpoint.name, { ...done, state: "UPDATE_FAILED" });
  throw learned.refused;
}

/** The trace that proves what serves now: another version, another place or a question without a trace outdates an earlier one. */
function provedNow(
  { inputs, learned }: Scope,
  endpoint: Endpoint,
  { provedTrace, served = [], tracesTo: places }: Partial<ServingEndpointOutputs>,
): string | undefined {
  if (inputs.tracing === undefined) return undefined;
  if (learned.proof !== undefined) return learned.proof.traceId;
  const before = new Set(served.filter(({ percentage = 0 }) => percentage > 0).map(({ name }) => name));
  const now = (endpoint.active?.routes ?? []).filter(({ percentage }) => percentage > 0);
  const same = now.every(({ servedEntity }) => before.has(servedEntity)) && equal(places, tracesTo(endpoint));
  return same ? provedTrace : undefined;
}
