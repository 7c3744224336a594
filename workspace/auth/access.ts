import { permissionDenied } from "../errors.js";
import type { Route } from "../http/route.js";
import { thingIn } from "./apiScopes.js";
import { decision, outOfScope } from "./mayUse.js";
import { nameOfAgent, type Principal, type ServedAgent } from "./principal.js";
import type { Usage } from "./usage.js";

/**
 * Refuses a call of a route that the caller's credential is not good for at all; what the handler is asked to use is
 * checked there (`mayUse`). A token on behalf of a user opens what its scopes open, whatever the route says of agents:
 * it is a user's.
 *
 * @param caller undefined on a public route
 * @param route the one that fits
 * @param url of the request
 * @param usage where a refused token on behalf of a user is kept
 * @throws ApiError 403 naming the route
 */
export function checkAccess(caller: Principal | undefined, route: Route, url: URL, usage: Usage): void {
  if (caller?.kind === "onBehalfOfUser") {
    const refusal = outOfScope(caller, url.pathname);
    if (refusal !== undefined) {
      usage.add(decision(caller, thingIn(url.pathname) ?? { kind: "api", name: url.pathname }, refusal));
      throw refusal;
    }
  }
  if (caller?.kind === "agent" && route.access !== "agent" && !readsItself(caller.agent, route.method, url)) {
    throw permissionDenied(
      `${nameOfAgent(caller.agent)} may not call ${route.method} ${url.pathname}: its credential is good for the ` +
        "resources that the model declares, for reading its own model version, and for writing traces.",
    );
  }
}

/** Whether a served agent reads the model version that it serves: its files, and what the registry says of it. */
function readsItself({ model, version }: ServedAgent, method: string, url: URL): boolean {
  if (method !== "GET" && method !== "HEAD") {
    return false;
  }
  const path = decodeURIComponent(url.pathname);
  const files = `Models/${model.replaceAll(".", "/")}/${version}`;
  const paths = [
    `/api/2.0/fs/files/${files}/`,
    `/api/2.0/fs/directories/${files}/`,
    `/api/2.1/unity-catalog/models/${model}/versions/${version}/`,
  ];
  if (paths.some((own) => `${path}/`.startsWith(own)) && !path.split("/").includes("..")) {
    return true;
  }
  const own = url.searchParams.get("name") === model && url.searchParams.get("version") === version;
  return own && path.startsWith("/api/2.0/mlflow/unity-catalog/model-versions/get");
}
