import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { notFound } from "../errors.js";
import type { FunctionFixture } from "../fixtures/standIns.js";
import { parseQuery } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { typeName, typeText } from "../standIns/sql/types.js";
import { standInRoute } from "./standIn.js";

const service = "Unity Catalog functions";
const path = "/api/2.1/unity-catalog/functions";
const differs =
  "functions come from the fixtures; they run by SQL on a warehouse, and those in Python without a sandbox, in the " +
  "Python of the workspace; no Spark Connect, over which DatabricksFunctionClient runs them unless its execution_mode is local";

/** Functions of Unity Catalog. They are called in SQL (`routes/sql.ts`). */
export const functionRoutes: readonly Route[] = [
  standInRoute("functions of the fixtures", {
    service,
    method: "GET",
    path,
    access: "member",
    differs,
    handle: (call) => {
      const { catalog_name: catalog, schema_name: schema } = parseQuery(
        call,
        z.object({ catalog_name: z.string(), schema_name: z.string() }),
      );
      const prefix = `${catalog}.${schema}.`.toLowerCase();
      const all = call.services.fixtures.functions.filter(({ name }) => name.toLowerCase().startsWith(prefix));
      return { body: { functions: all.map((item) => describe(call, item)) } };
    },
  }),
  standInRoute("functions of the fixtures", {
    service,
    method: "GET",
    path: `${path}/{name}`,
    differs,
    handle: (call) => {
      const name = call.params.name ?? "";
      mayUse(call, "function", name);
      const found = call.services.standIns.sql.function(name);
      if (found === undefined) {
        throw notFound(`Function '${name}' does not exist.`);
      }
      return { body: describe(call, found) };
    },
  }),
];

function describe(call: Call, item: FunctionFixture): Record<string, unknown> {
  const [catalog = "", schema = "", name = ""] = item.name.split(".");
  const table = /^table\s*\((.+)\)$/is.exec(item.returns)?.[1];
  return {
    name,
    catalog_name: catalog,
    schema_name: schema,
    full_name: item.name,
    specific_name: name,
    comment: item.comment,
    input_params: {
      parameters: item.parameters.map((parameter, position) => ({
        ...typed(parameter.name, parameter.type, position, "PARAM"),
        comment: parameter.comment,
        ...(parameter.default === undefined ? {} : { parameter_default: parameter.default }),
      })),
    },
    data_type: table === undefined ? typeName(item.returns) : "TABLE_TYPE",
    full_data_type: table === undefined ? typeText(item.returns) : item.returns,
    ...(table === undefined ? {} : { return_params: { parameters: returned(table) } }),
    routine_body: item.language === "SQL" ? "SQL" : "EXTERNAL",
    ...(item.language === "SQL" ? {} : { external_language: "PYTHON" }),
    routine_definition: item.body,
    parameter_style: "S",
    is_deterministic: true,
    sql_data_access: item.language === "SQL" ? "CONTAINS_SQL" : "NO_SQL",
    is_null_call: false,
    security_type: "DEFINER",
    owner: call.services.fixtures.user,
    function_id: item.name,
  };
}

function returned(columns: string): Record<string, unknown>[] {
  // Commas inside <…> and (…) belong to a type.
  return columns.split(/,(?![^<(]*[>)])/).map((column, position) => {
    const [name = "", ...type] = column.trim().split(/\s+/);
    return typed(name, type.join(" "), position, "COLUMN");
  });
}

function typed(name: string, type: string, position: number, kind: string): Record<string, unknown> {
  // The type in Spark's JSON, which clients read parameters' types from.
  const simple = { LONG: "long", INT: "integer", BYTE: "byte", SHORT: "short" }[typeName(type)] ?? type.toLowerCase();
  return {
    name,
    type_text: typeText(type).toLowerCase(),
    type_name: typeName(type),
    type_json: JSON.stringify({ name, type: simple, nullable: true, metadata: {} }),
    position,
    parameter_mode: "IN",
    parameter_type: kind,
  };
}
