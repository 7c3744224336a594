import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { notFound } from "../errors.js";
import type { VectorIndexFixture } from "../fixtures/standIns.js";
import { parseQuery } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { typeName } from "../standIns/sql/types.js";
import { standInRoute } from "./standIn.js";

const service = "Unity Catalog";
const path = "/api/2.1/unity-catalog/tables";
const differs =
  "tables and vector indexes of the fixtures, inference tables, and what statements created; SQLite holds them";

/** Tables of Unity Catalog. */
export const tableRoutes: readonly Route[] = [
  standInRoute("SQLite over the fixtures", {
    service,
    method: "GET",
    path: `${path}/{table}/exists`,
    access: "member",
    differs,
    handle: async (call) => ({ body: { table_exists: await exists(call, call.params.table ?? "") } }),
  }),
  standInRoute("SQLite over the fixtures", {
    service,
    method: "GET",
    path: `${path}/{table}`,
    differs,
    handle: async (call) => {
      const name = call.params.table ?? "";
      const index = indexOf(call, name);
      mayUse(call, index === undefined ? "table" : "vector_search_index", name);
      if (index !== undefined) {
        return { body: described(call, name, Object.entries(index.columns)) };
      }
      if (!(await exists(call, name))) {
        throw notFound(`Table '${name}' does not exist.`);
      }
      return { body: await describe(call, name) };
    },
  }),
  standInRoute("SQLite over the fixtures", {
    service,
    method: "GET",
    path,
    access: "member",
    differs,
    handle: async (call) => {
      const { catalog_name: catalog, schema_name: schema } = parseQuery(
        call,
        z.object({ catalog_name: z.string(), schema_name: z.string() }),
      );
      const prefix = `${catalog}.${schema}.`.toLowerCase();
      const { fixtures, standIns } = call.services;
      const names = new Set([...fixtures.tables, ...(await standIns.sql.tableNames())]);
      const wanted = [...names].filter((name) => name.toLowerCase().startsWith(prefix)).sort();
      return { body: { tables: await Promise.all(wanted.map((name) => describe(call, name))) } };
    },
  }),
];

async function exists(call: Call, name: string): Promise<boolean> {
  const { fixtures, serving, standIns } = call.services;
  const same = (one: string): boolean => one.toLowerCase() === name.toLowerCase();
  if (
    indexOf(call, name) !== undefined ||
    fixtures.tables.some(same) ||
    Object.keys(fixtures.tableData).some(same) ||
    serving.hasTable(name)
  ) {
    return true;
  }
  return (await standIns.sql.tableNames()).some(same);
}

async function describe(call: Call, full: string): Promise<Record<string, unknown>> {
  return described(call, full, (await call.services.standIns.sql.columns(full)) ?? []);
}

/** Unity Catalog lists a vector index as a table: the retriever tools read its columns there. */
function indexOf(call: Call, name: string): VectorIndexFixture | undefined {
  return call.services.standIns.vectors.all.find((index) => index.name.toLowerCase() === name.toLowerCase());
}

function described(
  call: Call,
  full: string,
  columns: readonly (readonly (string | null)[])[],
): Record<string, unknown> {
  const [catalog = "", schema = "", name = ""] = full.toLowerCase().split(".");
  return {
    name,
    catalog_name: catalog,
    schema_name: schema,
    full_name: full.toLowerCase(),
    table_type: "MANAGED",
    data_source_format: "DELTA",
    owner: call.services.fixtures.user,
    columns: columns.map(([column, type], position) => ({
      name: column,
      type_text: type,
      type_name: typeName(type ?? ""),
      position,
      nullable: true,
    })),
  };
}
