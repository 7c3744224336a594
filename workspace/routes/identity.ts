import { ApiError, permissionDenied } from "../errors.js";
import { readBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { callerId } from "./caller.js";

const service = "Identity";

/** Discovery, OAuth for service principals, and who the caller is. */
export const identityRoutes: readonly Route[] = [
  {
    service,
    method: "GET",
    path: "/.well-known/databricks-config",
    access: "public",
    handle: ({ services }) => ({
      body: {
        oidc_endpoint: `${services.host()}/oidc`,
        account_id: "00000000-0000-0000-0000-000000000000",
        workspace_id: services.credentials.workspaceId,
        cloud: "AWS",
      },
    }),
  },
  {
    service,
    method: "GET",
    path: "/oidc/.well-known/oauth-authorization-server",
    access: "public",
    handle: ({ services }) => ({
      body: {
        issuer: `${services.host()}/oidc`,
        authorization_endpoint: `${services.host()}/oidc/v1/authorize`,
        token_endpoint: `${services.host()}/oidc/v1/token`,
        grant_types_supported: ["client_credentials"],
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      },
    }),
  },
  {
    service,
    method: "POST",
    path: "/oidc/v1/token",
    access: "public",
    differs: "grants client_credentials only",
    handle: token,
  },
  {
    service,
    method: "GET",
    path: "/api/2.0/preview/scim/v2/Me",
    access: "agent",
    handle: (call) => {
      const { caller, services } = call;
      const body = {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        id: callerId(call),
        userName: caller?.name,
        displayName: caller?.kind === "servicePrincipal" ? services.credentials.servicePrincipal.name : caller?.name,
        active: true,
        emails: [{ type: "work", value: caller?.name, primary: true }],
        groups: [{ display: "admins", value: "1", type: "direct" }],
      };
      return { body };
    },
  },
  {
    service: "The workspace itself",
    method: "GET",
    path: "/_local/users",
    access: "member",
    handle: ({ caller, services: { credentials, fixtures } }) => {
      if (caller?.kind !== "user" || caller.name !== fixtures.user) {
        throw permissionDenied("Only the owner of the local workspace may see the users' tokens.");
      }
      const others = Object.entries(credentials.userTokens).map(([name, token]) => ({ name, token }));
      return { body: { users: [{ name: fixtures.user, token: credentials.token }, ...others] } };
    },
  },
];

async function token({ request, services }: Call): Promise<{ status?: number; body: unknown }> {
  const form = new URLSearchParams((await readBody(request)).toString("utf8"));
  if (form.get("grant_type") !== "client_credentials") {
    return { status: 400, body: { error: "unsupported_grant_type" } };
  }
  const [scheme, encoded] = (request.headers.authorization ?? "").split(" ");
  const basic = scheme?.toLowerCase() === "basic" ? Buffer.from(encoded ?? "", "base64").toString("utf8") : undefined;
  const colon = basic?.indexOf(":") ?? -1;
  const id = basic === undefined ? form.get("client_id") : decodeURIComponent(basic.slice(0, colon));
  const secret = basic === undefined ? form.get("client_secret") : decodeURIComponent(basic.slice(colon + 1));
  if (id === null || secret === null) {
    throw new ApiError(401, "UNAUTHENTICATED", "No client credentials were sent.");
  }
  const issued = services.tokens.exchange(id, secret);
  if (issued === undefined) {
    return { status: 401, body: { error: "invalid_client", error_description: "Client authentication failed" } };
  }
  return {
    body: {
      access_token: issued.token,
      token_type: "Bearer",
      expires_in: issued.seconds,
      scope: form.get("scope") ?? "",
    },
  };
}
