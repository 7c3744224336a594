import { knownScopeList, type PartialResource, partialResources } from "./partial.js";
import { settledScopes } from "./settled.js";

/** What is known of what an agent is allowed to use. */
export interface DeclaredPolicy {
  /** The argument of a LoggedAgent that says it, or would. */
  argument: "authPolicy" | "resources";
  /** Undefined: not known yet. */
  resources: readonly PartialResource[] | undefined;
  /** Undefined: not known yet. */
  scopes: readonly string[] | undefined;
  /** Whether something is declared at all, or may be. */
  given: boolean;
  /**
   * Whether what is not declared is refused where the agent is served: `yes` on Databricks, `no` on a plain MLflow server,
   * which hands out no credentials.
   */
  enforced: "yes" | "no" | "unknown";
  /** Whether the agent brings credentials of its own, so that nobody knows what it may use with those. */
  ownCredentials: boolean;
}

/**
 * What the arguments of an agent declare.
 *
 * @param given `resources` and `authPolicy` as the engine sends them: either may be, or hold, the placeholder of unknown.ts
 * @returns without what depends on where the agent is served
 */
export function declaredPolicy(given: {
  resources?: unknown;
  authPolicy?: unknown;
}): Pick<DeclaredPolicy, "argument" | "resources" | "scopes" | "given"> {
  if (given.resources !== undefined) {
    const resources = partialResources(given.resources);
    return { argument: "resources", resources, scopes: [], given: resources?.length !== 0 };
  }
  const policy = given.authPolicy;
  if (policy === undefined) return { argument: "authPolicy", resources: [], scopes: [], given: false };
  const known = typeof policy === "object" && policy !== null ? (policy as Record<string, unknown>) : undefined;
  if (known === undefined) return { argument: "authPolicy", resources: undefined, scopes: undefined, given: true };
  const resources = partialResources(known.systemResources);
  const listed = knownScopeList(known.userApiScopes);
  const scopes =
    listed === undefined || (resources === undefined && listed.includes("derived"))
      ? undefined
      : settledScopes(listed, resources ?? []);
  // An empty policy is what a component declares for an agent of which nothing was said.
  return { argument: "authPolicy", resources, scopes, given: resources?.length !== 0 || scopes?.length !== 0 };
}
