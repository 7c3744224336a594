import { z } from "zod";
import { ApiError, notFound } from "../errors.js";
import { parseBody, parseQuery } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import type { Grants } from "../registry/entities.js";
import { requireSchema } from "../registry/modelName.js";

const service = "Unity Catalog";
const base = "/api/2.1/unity-catalog";
const fixed = "catalogs and schemas come from the fixtures";

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

/** Catalogs, schemas and grants. */
export const catalogRoutes: readonly Route[] = [
  read("/catalogs", ({ services }) => ({
    body: {
      catalogs: Object.keys(services.fixtures.catalogs).map((name) => ({ name, catalog_type: "MANAGED_CATALOG" })),
    },
  })),
  read("/catalogs/{catalog}", ({ services, params }) => {
    const name = params.catalog ?? "";
    if (services.fixtures.catalogs[name] === undefined) {
      throw new ApiError(404, "CATALOG_DOES_NOT_EXIST", `Catalog '${name}' does not exist.`);
    }
    return { body: { name, full_name: name, catalog_type: "MANAGED_CATALOG", owner: services.fixtures.user } };
  }),
  read("/schemas", (call) => {
    const { catalog_name: catalog } = parseQuery(call, z.object({ catalog_name: z.string() }));
    const schemas = call.services.fixtures.catalogs[catalog];
    if (schemas === undefined) {
      throw new ApiError(404, "CATALOG_DOES_NOT_EXIST", `Catalog '${catalog}' does not exist.`);
    }
    return { body: { schemas: schemas.map((name) => schema(call, catalog, name)) } };
  }),
  read("/schemas/{schema}", (call) => {
    const [catalog, name, ...rest] = (call.params.schema ?? "").split(".");
    if (catalog === undefined || name === undefined || rest.length > 0) {
      throw notFound(`Schema '${call.params.schema}' does not exist.`);
    }
    requireSchema(call.services.fixtures, catalog, name);
    return { body: schema(call, catalog, name) };
  }),
  read("/permissions/function/{model}", async ({ services, params }) => ({
    body: assignments(await services.models.grants(params.model ?? "")),
  })),
  {
    service,
    method: "PATCH",
    path: `${base}/permissions/function/{model}`,
    access: "member",
    handle: async (call) => {
      const body = await parseBody(call, changes);
      return { body: assignments(await call.services.models.changeGrants(call.params.model ?? "", body.changes)) };
    },
  },
];

function read(path: string, handle: Route["handle"]): Route {
  return { service, method: "GET", path: base + path, access: "member", differs: fixed, handle };
}

function schema(call: Call, catalog: string, name: string): Record<string, unknown> {
  return { name, catalog_name: catalog, full_name: `${catalog}.${name}`, owner: call.services.fixtures.user };
}

function assignments(grants: Grants): Record<string, unknown> {
  return {
    privilege_assignments: Object.entries(grants).map(([principal, privileges]) => ({ principal, privileges })),
  };
}
