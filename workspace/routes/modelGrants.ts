import { z } from "zod";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import type { Grants } from "../registry/entities.js";

const service = "Unity Catalog";
const path = "/api/2.1/unity-catalog/permissions/function/{model}";

const changes = z.object({
  changes: z
    .array(
      z.object({
        principal: z.string(),
        add: z.array(z.string()).optional(),
        remove: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});

/** Grants on models, which are of the securable type *function*. */
export const modelGrantRoutes: readonly Route[] = [
  {
    service,
    method: "GET",
    path,
    access: "member",
    handle: async ({ services, params }) => ({ body: assignments(await services.models.grants(params.model ?? "")) }),
  },
  {
    service,
    method: "PATCH",
    path,
    access: "member",
    handle: async (call) => {
      const body = await parseBody(call, changes);
      return { body: assignments(await call.services.models.changeGrants(call.params.model ?? "", body.changes)) };
    },
  },
  {
    service,
    method: "GET",
    path: path.replace("/permissions/", "/effective-permissions/"),
    access: "member",
    differs: "catalogs and schemas hold no grants, so nothing is inherited from them",
    handle: async (call) => ({ body: effective(await call.services.models.grants(call.params.model ?? ""), call) }),
  },
];

/** Grants with where they come from, which is always the model itself; of one principal where that is asked for. */
function effective(grants: Grants, { query }: Call): Record<string, unknown> {
  const only = query.one("principal");
  const wanted = Object.entries(grants).filter(([principal]) => only === undefined || principal === only);
  return {
    privilege_assignments: wanted.map(([principal, privileges]) => ({
      principal,
      privileges: privileges.map((privilege) => ({ privilege })),
    })),
  };
}

function assignments(grants: Grants): Record<string, unknown> {
  return {
    privilege_assignments: Object.entries(grants).map(([principal, privileges]) => ({ principal, privileges })),
  };
}
