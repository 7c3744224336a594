import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { invalidParameter, notFound } from "../errors.js";
import type { WarehouseFixture } from "../fixtures/standIns.js";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { sqlCaller, standInRoute } from "./standIn.js";

const service = "SQL";
const base = "/api/2.0/sql";
const fixed = "warehouses come from the fixtures and always run";
const differs =
  "SQLite runs the statements: SELECT, INSERT, UPDATE, DELETE, CREATE, DROP and TRUNCATE TABLE, SHOW, DESCRIBE, with the " +
  "commoner functions of Databricks SQL; types of computed columns are read from their values; INLINE and JSON_ARRAY only";

const statementBody = z.looseObject({
  warehouse_id: z.string(),
  statement: z.string().min(1),
  catalog: z.string().optional(),
  schema: z.string().optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), value: z.string().nullish(), type: z.string().optional() }))
    .default([]),
  row_limit: z.number().int().positive().optional(),
  wait_timeout: z.string().default("10s"),
  on_wait_timeout: z.enum(["CONTINUE", "CANCEL"]).default("CONTINUE"),
  disposition: z.string().default("INLINE"),
  format: z.string().default("JSON_ARRAY"),
});

/** SQL warehouses and the statements they run. */
export const sqlRoutes: readonly Route[] = [
  route(
    "GET",
    "/warehouses",
    fixed,
    (call) => ({
      body: { warehouses: call.services.fixtures.sqlWarehouses.map((item) => warehouse(call, item)) },
    }),
    "member",
  ),
  route("GET", "/warehouses/{id}", fixed, (call) => ({
    body: warehouse(call, usedWarehouse(call, call.params.id ?? "")),
  })),
  ...["start", "stop"].map((verb) =>
    route(
      "POST",
      `/warehouses/{id}/${verb}`,
      "does nothing: warehouses always run",
      (call) => {
        usedWarehouse(call, call.params.id ?? "");
        return {};
      },
      "member",
    ),
  ),
  route("POST", "/statements", differs, async (call) => {
    const body = await parseBody(call, statementBody);
    usedWarehouse(call, body.warehouse_id);
    if (body.disposition !== "INLINE" || body.format !== "JSON_ARRAY") {
      throw invalidParameter("The local workspace answers with disposition INLINE and format JSON_ARRAY only.");
    }
    const { statement, parameters, catalog, schema, row_limit: limit } = body;
    const request = { statement, parameters, catalog, schema, limit };
    const milliseconds = waitMilliseconds(body.wait_timeout);
    const cancelThen = body.on_wait_timeout === "CANCEL";
    return { body: await call.services.standIns.statements.submit(request, sqlCaller(call), milliseconds, cancelThen) };
  }),
  route("GET", "/statements/{id}", "results are kept for the last 200 statements", (call) => ({
    body: call.services.standIns.statements.get(call.params.id ?? "", sqlCaller(call).user),
  })),
  route("GET", "/statements/{id}/result/chunks/{chunk}", "chunks have 1,000 rows", (call) => {
    const { id = "", chunk } = call.params;
    return { body: call.services.standIns.statements.chunk(id, sqlCaller(call).user, Number(chunk)) };
  }),
  route("POST", "/statements/{id}/cancel", "", (call) => {
    call.services.standIns.statements.cancel(call.params.id ?? "", sqlCaller(call).user);
    return {};
  }),
];

/**
 * The warehouse of that id, once its use is granted.
 *
 * @throws ApiError 403 or 404
 */
export function usedWarehouse(call: Call, id: string): WarehouseFixture {
  mayUse(call, "sql_warehouse", id);
  const found = call.services.fixtures.sqlWarehouses.find((item) => item.id === id);
  if (found === undefined) {
    throw notFound(`SQL warehouse ${id} does not exist.`);
  }
  return found;
}

function route(
  method: string,
  path: string,
  differs: string,
  handle: Route["handle"],
  access: Route["access"] = "agent",
): Route {
  const entry = { service, method, path: base + path, access, handle };
  return standInRoute("SQLite over the fixtures", differs === "" ? entry : { ...entry, differs });
}

function waitMilliseconds(text: string): number {
  const seconds = /^(\d+)s$/.exec(text)?.[1];
  if (seconds === undefined || Number(seconds) > 50 || (Number(seconds) > 0 && Number(seconds) < 5)) {
    throw invalidParameter(`wait_timeout '${text}' must be 0s, or from 5s to 50s.`);
  }
  return Number(seconds) * 1000;
}

function warehouse(call: Call, { id, name }: WarehouseFixture): Record<string, unknown> {
  const host = new URL(call.services.host());
  const path = `/sql/1.0/warehouses/${id}`;
  return {
    id,
    name,
    state: "RUNNING",
    warehouse_type: "PRO",
    cluster_size: "2X-Small",
    enable_serverless_compute: true,
    auto_stop_mins: 10,
    min_num_clusters: 1,
    max_num_clusters: 1,
    num_clusters: 1,
    creator_name: call.services.fixtures.user,
    odbc_params: { hostname: host.hostname, port: Number(host.port), path, protocol: "http" },
    health: { status: "HEALTHY" },
  };
}
