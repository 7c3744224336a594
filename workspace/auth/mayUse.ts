import { type ApiError, permissionDenied } from "../errors.js";
import { grantedTo } from "../fixtures/users.js";
import type { Call } from "../http/route.js";
import { scopesFor, thingIn } from "./apiScopes.js";
import {
  type DeclaredResource,
  nameOfAgent,
  type Principal,
  type ResourceKind,
  type ServedAgent,
} from "./principal.js";
import type { UsageEntry } from "./usage.js";

/**
 * Refuses a use of a thing that the caller has no right to. A served agent may use exactly what its model declares; a
 * token on behalf of a user may use what its scopes open and the user may; a user what the fixtures grant. Every decision
 * about a served agent is kept in the usage.
 *
 * @param call the request
 * @param kind what it uses, by its key in MLmodel
 * @param name the name of the thing, in full
 * @throws ApiError 403 PERMISSION_DENIED naming the thing and how to declare it
 */
export function mayUse(call: Call, kind: ResourceKind, name: string): void {
  const { caller } = call;
  if (caller === undefined) {
    return;
  }
  const reason = whyNot(call, caller, { kind, name });
  if (caller.kind === "agent" || caller.kind === "onBehalfOfUser") {
    call.services.usage.add(decision(caller, { kind, name }, reason));
  }
  if (reason !== undefined) {
    throw reason;
  }
}

/** A decision about a served agent, for the usage. */
export function decision(
  caller: Extract<Principal, { kind: "agent" | "onBehalfOfUser" }>,
  thing: DeclaredResource,
  reason: ApiError | undefined,
): Omit<UsageEntry, "sequence"> {
  const { endpoint, entity, model, version } = caller.agent;
  const forUser = caller.kind === "onBehalfOfUser";
  return {
    time: Date.now(),
    agent: `${model} version ${version}`,
    endpoint,
    entity,
    ...thing,
    onBehalfOfUser: forUser,
    allowed: reason === undefined,
    ...(forUser ? { user: caller.name } : {}),
    ...(reason === undefined ? {} : { reason: reason.message }),
  };
}

/**
 * Whose rights count in a call: the user's own, or those of whom a served agent acts for; the agent's own name where it
 * acts as itself. For what a stand-in answers per user (`current_user()` in SQL, for example).
 */
export function actingUser(call: Call): string {
  return call.caller?.name ?? "";
}

function whyNot(call: Call, caller: Principal, thing: DeclaredResource & { kind: ResourceKind }): ApiError | undefined {
  if (caller.kind === "agent") {
    return undeclared(caller.agent, thing);
  }
  if (caller.kind === "onBehalfOfUser") {
    return outOfScope(caller, call.path) ?? notGranted(call, caller.name, thing);
  }
  return notGranted(call, caller.name, thing);
}

/** Refuses what a narrowed token's scopes do not open. For routes that use no named thing, too. */
export function outOfScope(caller: Extract<Principal, { kind: "onBehalfOfUser" }>, path: string): ApiError | undefined {
  const wanted = scopesFor(path);
  if (wanted.some((scope) => caller.scopes.includes(scope))) {
    return undefined;
  }
  const thing = thingIn(path);
  const what = thing === undefined ? `call ${path}` : `use the ${kinds[thing.kind].label} '${thing.name}'`;
  const granted = caller.scopes.length === 0 ? "none" : caller.scopes.join(", ");
  const way =
    wanted.length === 0
      ? "No scope of user authorization opens it."
      : `Add ${wanted.map((scope) => `'${scope}'`).join(" or ")} to the user API scopes (userApiScopes of the ` +
        "AuthPolicy) and register a new version.";
  return permissionDenied(
    `${nameOfAgent(caller.agent)} may not ${what} on behalf of ${caller.name}: the user's token is narrowed to the ` +
      `scopes that the model declares (${granted}). ${way}`,
  );
}

function undeclared(agent: ServedAgent, thing: DeclaredResource & { kind: ResourceKind }): ApiError | undefined {
  if (agent.resources.some((item) => same(item, thing))) {
    return undefined;
  }
  const { label, declaredBy } = kinds[thing.kind];
  const subject = `${nameOfAgent(agent)} may not use the ${label} '${thing.name}'`;
  if (agent.userResources.some((item) => same(item, thing))) {
    return permissionDenied(
      `${subject} with its own credential: its model declares it on behalf of the user. Use it with ` +
        "ModelServingUserCredentials inside predict, or declare it without onBehalfOfUser and register a new version.",
    );
  }
  return permissionDenied(
    `${subject}: its model does not declare it. Add ${declaredBy}("${thing.name}") to the systemResources of its ` +
      `AuthPolicy (in Python: a resource ${thing.kind} '${thing.name}') and register a new version.`,
  );
}

function notGranted(call: Call, user: string, thing: DeclaredResource & { kind: ResourceKind }): ApiError | undefined {
  const granted = grantedTo(call.services.fixtures.users, user, thing.kind);
  if (granted === undefined || granted.some((name) => same({ kind: thing.kind, name }, thing))) {
    return undefined;
  }
  const { label } = kinds[thing.kind];
  return permissionDenied(
    `User ${user} may not use the ${label} '${thing.name}': the grants of users in the workspace's fixtures.json do ` +
      "not name it.",
  );
}

/** Names in Unity Catalog do not distinguish upper and lower case. */
function same(left: DeclaredResource, right: DeclaredResource & { kind: ResourceKind }): boolean {
  if (left.kind !== right.kind) {
    return false;
  }
  return kinds[right.kind].catalog ? left.name.toLowerCase() === right.name.toLowerCase() : left.name === right.name;
}

/** What people call a kind, what declares it in a program, and whether Unity Catalog holds it. */
const kinds: Readonly<Record<ResourceKind, { label: string; declaredBy: string; catalog: boolean }>> = {
  vector_search_index: { label: "vector search index", declaredBy: "vectorSearchIndex", catalog: true },
  serving_endpoint: { label: "serving endpoint", declaredBy: "servingEndpoint", catalog: false },
  sql_warehouse: { label: "SQL warehouse", declaredBy: "sqlWarehouse", catalog: false },
  function: { label: "function", declaredBy: "ucFunction", catalog: true },
  genie_space: { label: "Genie space", declaredBy: "genieSpace", catalog: false },
  table: { label: "table", declaredBy: "table", catalog: true },
  uc_connection: { label: "connection", declaredBy: "ucConnection", catalog: true },
  app: { label: "app", declaredBy: "app", catalog: false },
  lakebase: { label: "Lakebase instance", declaredBy: "lakebase", catalog: false },
  uc_model_service: { label: "model service", declaredBy: "ucModelService", catalog: true },
};
