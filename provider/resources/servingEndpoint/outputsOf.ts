import type { Endpoint } from "./api.js";
import { unfinished } from "./finished.js";
import { tableName } from "./gatewayWire.js";
import type { ServingEndpointOutputs } from "./schema.js";
import { isStopped } from "./states.js";
import { isTracingOn } from "./tracingOn.js";

/**
 * What the state records of an endpoint.
 *
 * @param kept what no answer tells and an earlier run has learned
 */
export function outputsOf(endpoint: Endpoint, kept: Partial<ServingEndpointOutputs> = {}): ServingEndpointOutputs {
  const { entities, routes } = endpoint.active ?? endpoint.pending ?? { entities: [], routes: [] };
  const table = tableName(endpoint.gateway);
  const traced = tracesTo(endpoint);
  const { finished, reviewAppUrl, registered, provedTrace, aliasVersions, declaredScopes, takenBy } = kept;
  return {
    endpointId: endpoint.id,
    state: stateOf(endpoint),
    // In one order, whatever the server's: another order is no change.
    served: [...entities]
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name, model, version, state: entityState }) => ({
        name,
        model,
        version,
        state: entityState,
        percentage: routes.find(({ servedEntity }) => servedEntity === name)?.percentage ?? 0,
      })),
    ...(finished === undefined ? {} : { finished }),
    grantedScopes: endpoint.grantedScopes,
    ...(table === undefined ? {} : { inferenceTable: table }),
    tracesTo: traced,
    ...(aliasVersions === undefined ? {} : { aliasVersions }),
    ...(declaredScopes === undefined ? {} : { declaredScopes }),
    // A trace of before proves nothing of an agent that is not traced any more.
    ...(provedTrace === undefined || traced.length === 0 ? {} : { provedTrace }),
    ...(reviewAppUrl === undefined ? {} : { reviewAppUrl }),
    ...(registered === undefined ? {} : { registered }),
    ...(takenBy === undefined ? {} : { takenBy }),
  };
}

/** One word for how it stands: `READY`, or what there is to do about it. */
function stateOf(endpoint: Endpoint): string {
  if (endpoint.update !== "NOT_UPDATING") return endpoint.update;
  if (isStopped(endpoint)) return "STOPPED";
  if (!endpoint.ready) return "NOT_READY";
  return unfinished(endpoint) === undefined ? "READY" : "INTERRUPTED";
}

/** Where traces of the served agents go: experiments and the inference table; empty where they are not traced. */
export function tracesTo(endpoint: Endpoint): string[] {
  const table = tableName(endpoint.gateway);
  const places = new Set<string>();
  for (const { environment } of endpoint.active?.entities ?? []) {
    if (!isTracingOn(environment)) continue;
    if (environment.MLFLOW_EXPERIMENT_ID !== undefined) places.add(`experiment ${environment.MLFLOW_EXPERIMENT_ID}`);
    if (table !== undefined) places.add(`table ${table}`);
  }
  return [...places].sort();
}
