import { z } from "zod";
import type { Catalog, Details } from "../catalog/catalogs.js";
import { ApiError, invalidParameter, notFound } from "../errors.js";
import { parseBody, parseQuery } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { callerName } from "./caller.js";

const service = "Unity Catalog";
const base = "/api/2.1/unity-catalog";
const kept = "comment, owner, properties and storage_root are kept, nothing else; names stay";
const differs: Readonly<Record<string, string>> = {
  POST: kept,
  PATCH: kept,
  DELETE: "what holds models, tables or functions is not deleted, forced or not",
};

const given = z.object({
  comment: z.string().optional(),
  owner: z.string().optional(),
  properties: z.record(z.string(), z.string()).optional(),
});
const storage = z.object({ storage_root: z.string().optional() });
const newCatalog = given.extend({ name: z.string(), ...storage.shape });
const newSchema = newCatalog.extend({ catalog_name: z.string() });
const changed = given.extend({ new_name: z.string().optional() });
const forced = z.object({ force: z.string().optional() });

/** Catalogs and schemas. */
export const catalogRoutes: readonly Route[] = [
  route("POST", "catalogs", async (call) => {
    const { name, ...rest } = await parseBody(call, newCatalog);
    await call.services.catalogs.createCatalog(name, rest, callerName(call));
    return { body: wireCatalog(call, name.toLowerCase(), call.services.catalogs.catalog(name)) };
  }),
  route("GET", "catalogs", (call) => {
    const { catalogs } = call.services;
    return { body: { catalogs: catalogs.names().map((name) => wireCatalog(call, name, catalogs.catalog(name))) } };
  }),
  route("GET", "catalogs/{catalog}", (call) => {
    const name = call.params.catalog ?? "";
    return { body: wireCatalog(call, name.toLowerCase(), call.services.catalogs.catalog(name)) };
  }),
  route("PATCH", "catalogs/{catalog}", async (call) => {
    const name = call.params.catalog ?? "";
    const { new_name: newName, ...change } = await parseBody(call, changed);
    refuseRename(name, newName);
    await call.services.catalogs.updateCatalog(name, change, callerName(call));
    return { body: wireCatalog(call, name.toLowerCase(), call.services.catalogs.catalog(name)) };
  }),
  route("DELETE", "catalogs/{catalog}", async (call) => {
    const { catalogs } = call.services;
    const name = call.params.catalog ?? "";
    const schemas = Object.keys(catalogs.catalog(name).schemas);
    const { force } = parseQuery(call, forced);
    if (schemas.length > 0 && force !== "true") {
      throw notEmpty(`Catalog '${name}' is not empty. The catalog has ${schemas.length} schema(s)`);
    }
    for (const schema of schemas) {
      await refuseContent(call, name, schema);
    }
    await catalogs.deleteCatalog(name);
    return {};
  }),
  route("POST", "schemas", async (call) => {
    const { name, catalog_name: catalog, ...rest } = await parseBody(call, newSchema);
    await call.services.catalogs.createSchema(catalog, name, rest, callerName(call));
    return { body: wireSchema(call, catalog, name) };
  }),
  route("GET", "schemas", (call) => {
    const { catalog_name: catalog } = parseQuery(call, z.object({ catalog_name: z.string() }));
    const { schemas } = call.services.catalogs.catalog(catalog);
    return { body: { schemas: Object.keys(schemas).map((name) => wireSchema(call, catalog, name)) } };
  }),
  route("GET", "schemas/{schema}", (call) => ({ body: wireSchema(call, ...partsOf(call)) })),
  route("PATCH", "schemas/{schema}", async (call) => {
    const [catalog, name] = partsOf(call);
    const { new_name: newName, ...change } = await parseBody(call, changed);
    refuseRename(name, newName);
    await call.services.catalogs.updateSchema(catalog, name, change, callerName(call));
    return { body: wireSchema(call, catalog, name) };
  }),
  route("DELETE", "schemas/{schema}", async (call) => {
    const [catalog, name] = partsOf(call);
    call.services.catalogs.schema(catalog, name);
    await refuseContent(call, catalog, name);
    await call.services.catalogs.deleteSchema(catalog, name);
    return {};
  }),
];

function route(method: string, path: string, handle: Route["handle"]): Route {
  const difference = differs[method];
  const different = difference === undefined ? {} : { differs: difference };
  return { service, method, path: `${base}/${path}`, access: "member", ...different, handle };
}

/** @throws ApiError 404 for a name that has not two parts */
function partsOf(call: Call): [catalog: string, schema: string] {
  const full = call.params.schema ?? "";
  const [catalog, name, ...rest] = full.split(".");
  if (!catalog || !name || rest.length > 0) {
    throw notFound(`Schema '${full}' does not exist.`);
  }
  return [catalog, name];
}

function refuseRename(name: string, newName: string | undefined): void {
  if (newName !== undefined && newName.toLowerCase() !== name.toLowerCase()) {
    throw invalidParameter("The local workspace does not rename catalogs and schemas: create one of the new name.");
  }
}

/** Models of a schema would be left without one. Unity Catalog would delete them when forced: here they are kept. */
async function refuseContent(call: Call, catalog: string, schema: string): Promise<void> {
  const { models } = await call.services.models.listModels({ limit: 1 }, catalog, schema);
  const prefix = `${catalog}.${schema}.`.toLowerCase();
  const { fixtures, standIns } = call.services;
  const names = [
    ...fixtures.tables,
    ...(await standIns.sql.tableNames()),
    ...fixtures.functions.map(({ name }) => name),
  ];
  const others = names.filter((name) => name.toLowerCase().startsWith(prefix)).length;
  const count = models.length + others;
  if (count > 0) {
    const what = [models.length > 0 ? "models" : "", others > 0 ? "tables or functions" : ""].filter(Boolean);
    throw notEmpty(`Schema '${catalog}.${schema}' is not empty. The schema has ${what.join(", ")}`);
  }
}

function notEmpty(message: string): ApiError {
  return new ApiError(400, "INVALID_STATE", message);
}

function wireCatalog(call: Call, name: string, { schemas: _, ...catalog }: Catalog): Record<string, unknown> {
  return {
    name,
    full_name: name,
    catalog_type: "MANAGED_CATALOG",
    securable_type: "CATALOG",
    isolation_mode: "OPEN",
    metastore_id: metastore(call),
    ...shown(catalog),
  };
}

function wireSchema(call: Call, catalog: string, name: string): Record<string, unknown> {
  const found = call.services.catalogs.schema(catalog, name);
  const [inCatalog, own] = [catalog.toLowerCase(), name.toLowerCase()];
  return {
    name: own,
    catalog_name: inCatalog,
    full_name: `${inCatalog}.${own}`,
    catalog_type: "MANAGED_CATALOG",
    metastore_id: metastore(call),
    ...shown(found),
  };
}

/** Without what is empty: Unity Catalog leaves such fields out. */
function shown({ properties, ...rest }: Details): Record<string, unknown> {
  return { ...rest, ...(Object.keys(properties).length === 0 ? {} : { properties }) };
}

function metastore(call: Call): string {
  return `local-${call.services.credentials.workspaceId}`;
}
