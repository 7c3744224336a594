import { z } from "zod";
import { parseBody } from "../http/body.js";
import type { Route } from "../http/route.js";
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
];

function assignments(grants: Grants): Record<string, unknown> {
  return {
    privilege_assignments: Object.entries(grants).map(([principal, privileges]) => ({ principal, privileges })),
  };
}
