import { permissionDenied } from "../errors.js";
import type { Call, Route } from "../http/route.js";
import { thingIn } from "./apiScopes.js";
import { decision, outOfScope } from "./mayUse.js";
import { nameOfAgent, type ServedAgent } from "./principal.js";
import type { Usage } from "./usage.js";

/** What is known of a call when it is decided whether its credential is good for the route. */
export type Asked = Pick<Call, "caller" | "path" | "params" | "query">;

/**
 * Refuses a call of a route that the caller's credential is not good for at all; what the handler is asked to use is
 * checked there (`mayUse`). A token on behalf of a user opens what its scopes open, whatever the route says of agents:
 * it is a user's.
 *
 * @param call as the handler will get it: it is read once, so both see the same
 * @param route the one that fits
 * @param usage where a refused token on behalf of a user is kept
 * @throws ApiError 403 naming the route
 */
export function checkAccess(call: Asked, route: Route, usage: Usage): void {
  const { caller, path } = call;
  if (caller?.kind === "onBehalfOfUser") {
    const refusal = outOfScope(caller, path);
    if (refusal !== undefined) {
      usage.add(decision(caller, thingIn(path) ?? { kind: "api", name: path }, refusal));
      throw refusal;
    }
  }
  if (caller?.kind === "agent" && route.access !== "agent" && !readsItself(caller.agent, route, call)) {
    throw permissionDenied(
      `${nameOfAgent(caller.agent)} may not call ${route.method} ${path}: its credential is good for the ` +
        "resources that the model declares, for reading its own model version, and for writing traces.",
    );
  }
}

/** Whether a served agent reads the model version that it serves: its files, and what the registry says of it. */
function readsItself({ model, version }: ServedAgent, route: Route, call: Asked): boolean {
  const read = route.reads?.(call);
  // Unity Catalog finds its names in any case.
  return read !== undefined && read.name.toLowerCase() === model.toLowerCase() && read.version === version;
}
