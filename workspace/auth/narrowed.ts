import type { Call } from "../http/route.js";
import type { Principal, ServedAgent } from "./principal.js";

/** Header by which a caller lets an agent have fewer scopes than its endpoint grants, separated by commas. */
const fewerScopes = "x-mlflow-agents-user-scopes";

/**
 * The caller as a served agent may act for them while it answers: their name, with exactly the scopes that the endpoint
 * grants. A caller whose own token is narrowed cannot give more than it has.
 *
 * @param served what is asked; undefined when it is not known yet
 * @returns undefined where the agent has no user authorization
 */
export function narrowed(
  call: Call,
  served: { agent: ServedAgent; userApiScopes: readonly string[] | undefined } | undefined,
): Principal | undefined {
  const { caller } = call;
  if (caller === undefined || served?.userApiScopes === undefined) {
    return undefined;
  }
  const own = caller.kind === "onBehalfOfUser" ? caller.scopes : undefined;
  const header = call.request.headers[fewerScopes];
  const chosen = typeof header === "string" ? header.split(",").map((scope) => scope.trim()) : undefined;
  const scopes = served.userApiScopes.filter(
    (scope) => own?.includes(scope) !== false && chosen?.includes(scope) !== false,
  );
  return { kind: "onBehalfOfUser", name: caller.name, agent: served.agent, scopes };
}
