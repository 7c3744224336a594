import { invalidParameter, notFound } from "../errors.js";
import type { Route } from "../http/route.js";

const service = "Secrets";
const base = "/api/2.0/secrets";

/** The names of the fixtures' secrets; their values go to served agents only. */
export const secretRoutes: readonly Route[] = [
  {
    service,
    method: "GET",
    path: `${base}/scopes/list`,
    access: "member",
    handle: ({ services }) => ({
      body: {
        scopes: Object.keys(services.fixtures.secrets).map((name) => ({ name, backend_type: "DATABRICKS" })),
      },
    }),
  },
  {
    service,
    method: "GET",
    path: `${base}/list`,
    access: "member",
    differs: "the secrets are those of the fixtures; they cannot be written",
    handle: ({ services, url }) => {
      const scope = url.searchParams.get("scope");
      if (scope === null) {
        throw invalidParameter("scope must be given.");
      }
      const { secrets } = services.fixtures;
      const found = Object.hasOwn(secrets, scope) ? secrets[scope] : undefined;
      if (found === undefined) {
        throw notFound(`Scope ${scope} does not exist!`);
      }
      return { body: { secrets: Object.keys(found).map((key) => ({ key, last_updated_timestamp: 0 })) } };
    },
  },
];
