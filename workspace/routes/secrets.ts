import { z } from "zod";
import { ApiError, invalidParameter, notFound, permissionDenied } from "../errors.js";
import { parseBody, parseQuery } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { type SecretPermission, secretPermissions } from "../secrets/secretScopes.js";
import { callerName } from "./caller.js";

const service = "Secrets";
const base = "/api/2.0/secrets";

const scoped = z.object({ scope: z.string() });
const keyed = scoped.extend({ key: z.string() });
const principalOf = scoped.extend({ principal: z.string() });
const newScope = scoped.extend({
  initial_manage_principal: z.string().optional(),
  scope_backend_type: z.string().optional(),
});
const newSecret = keyed.extend({ string_value: z.string().optional(), bytes_value: z.base64().optional() });
const newAcl = principalOf.extend({ permission: z.enum(secretPermissions) });

/** Secret scopes, their secrets and who may use them. */
export const secretRoutes: readonly Route[] = [
  route("POST", "scopes/create", async (call) => {
    const body = await parseBody(call, newScope);
    if ((body.scope_backend_type ?? "DATABRICKS") !== "DATABRICKS") {
      throw new ApiError(400, "BAD_REQUEST", "The local workspace keeps scopes of the backend DATABRICKS only.");
    }
    await call.services.secrets.create(body.scope, callerName(call), body.initial_manage_principal);
    return {};
  }),
  route("GET", "scopes/list", ({ services }) => ({
    body: { scopes: services.secrets.names().map((name) => ({ name, backend_type: "DATABRICKS" })) },
  })),
  route("POST", "scopes/delete", async (call) => {
    const { scope } = await parseBody(call, scoped);
    permit(call, scope, "MANAGE");
    await call.services.secrets.delete(scope);
    return {};
  }),
  route("POST", "put", async (call) => {
    const { scope, key, string_value: text, bytes_value: bytes } = await parseBody(call, newSecret);
    if ((text === undefined) === (bytes === undefined)) {
      throw invalidParameter("Give exactly one of string_value and bytes_value.");
    }
    permit(call, scope, "WRITE");
    await call.services.secrets.put(scope, key, bytes === undefined ? Buffer.from(text ?? "") : fromBase64(bytes));
    return {};
  }),
  route("POST", "delete", async (call) => {
    const { scope, key } = await parseBody(call, keyed);
    permit(call, scope, "WRITE");
    await call.services.secrets.deleteSecret(scope, key);
    return {};
  }),
  // Names only: the fixtures' users see those of every scope, as before.
  route("GET", "list", (call) => {
    const { scope } = parseQuery(call, scoped);
    const found = call.services.secrets.list(scope);
    return { body: { secrets: found.map(({ key, updated }) => ({ key, last_updated_timestamp: updated })) } };
  }),
  route("GET", "get", (call) => {
    const { scope, key } = parseQuery(call, keyed);
    permit(call, scope, "READ");
    return { body: { key, value: call.services.secrets.get(scope, key) } };
  }),
  route("POST", "acls/put", async (call) => {
    const { scope, principal, permission } = await parseBody(call, newAcl);
    permit(call, scope, "MANAGE");
    await call.services.secrets.setAcl(scope, principal, permission);
    return {};
  }),
  route("GET", "acls/get", (call) => {
    const { scope, principal } = parseQuery(call, principalOf);
    return { body: { principal, permission: permissionOf(call, scope, principal) } };
  }),
  route("GET", "acls/list", (call) => {
    const { scope } = parseQuery(call, scoped);
    permit(call, scope, "MANAGE");
    const acls = Object.entries(call.services.secrets.acls(scope));
    return { body: { items: acls.map(([principal, permission]) => ({ principal, permission })) } };
  }),
  route("POST", "acls/delete", async (call) => {
    const { scope, principal } = await parseBody(call, principalOf);
    permissionOf(call, scope, principal);
    await call.services.secrets.setAcl(scope, principal, undefined);
    return {};
  }),
];

function route(method: string, path: string, handle: Route["handle"]): Route {
  return { service, method, path: `${base}/${path}`, access: "member", handle };
}

/** @throws ApiError 404 for a scope that does not exist, 403 for one that the caller may not use so */
function permit(call: Call, scope: string, wanted: SecretPermission): void {
  if (!call.services.secrets.allows(scope, callerName(call), wanted)) {
    throw permissionDenied(`User ${callerName(call)} does not have ${wanted} permission on scope ${scope}.`);
  }
}

/** @throws ApiError 404 for a principal without a permission */
function permissionOf(call: Call, scope: string, principal: string): SecretPermission {
  permit(call, scope, "MANAGE");
  const acls = call.services.secrets.acls(scope);
  const found = Object.hasOwn(acls, principal) ? acls[principal] : undefined;
  if (found === undefined) {
    throw notFound(`Failed to get secret acl for principal ${principal} for scope ${scope}.`);
  }
  return found;
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, "base64");
}
