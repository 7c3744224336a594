import type { DeclaredResource, ResourceKind } from "./principal.js";

/** The API scopes that open a part of the API to a token that was narrowed to scopes. */
interface ApiScopes {
  /** Beginning of the path, of whole parts. */
  path: string;
  /** Any one of these opens it. */
  scopes: readonly string[];
  /** Kind of the thing that the part after the path names. Default: none is named there. */
  names?: ResourceKind;
}

/**
 * Which scopes open which routes; what is not listed is closed to every narrowed token. The names are those that Model
 * Serving accepts (the list of its refusal of August 2026); the routes are those that Databricks' documentation puts
 * under each name. The most special path comes first.
 */
const apiScopes: readonly ApiScopes[] = [
  { path: "/api/2.0/mcp/vector-search", scopes: ["mcp.vectorsearch"] },
  { path: "/api/2.0/mcp/functions", scopes: ["mcp.functions"] },
  { path: "/api/2.0/mcp/genie", scopes: ["mcp.genie"], names: "genie_space" },
  { path: "/api/2.0/mcp/sql", scopes: ["mcp.sql"] },
  { path: "/api/2.0/mcp/external", scopes: ["mcp.external"], names: "uc_connection" },
  { path: "/api/2.0/genie/spaces", scopes: ["dashboards.genie", "genie"], names: "genie_space" },
  { path: "/api/2.0/genie", scopes: ["dashboards.genie", "genie"] },
  { path: "/api/2.0/sql/statements", scopes: ["sql.statement-execution", "sql"] },
  { path: "/api/2.0/sql/warehouses", scopes: ["sql.warehouses", "sql"], names: "sql_warehouse" },
  { path: "/api/2.0/vector-search/endpoints", scopes: ["vectorsearch.vector-search-endpoints", "vector-search"] },
  {
    path: "/api/2.0/vector-search/indexes",
    scopes: ["vectorsearch.vector-search-indexes", "vector-search"],
    names: "vector_search_index",
  },
  {
    path: "/api/2.0/serving-endpoints",
    scopes: ["serving.serving-endpoints", "model-serving"],
    names: "serving_endpoint",
  },
  { path: "/serving-endpoints", scopes: ["serving.serving-endpoints", "model-serving"], names: "serving_endpoint" },
  { path: "/api/2.0/external-function", scopes: ["catalog.connections", "unity-catalog"] },
  {
    path: "/api/2.0/unity-catalog/connections",
    scopes: ["catalog.connections", "unity-catalog"],
    names: "uc_connection",
  },
  {
    path: "/api/2.1/unity-catalog/connections",
    scopes: ["catalog.connections", "unity-catalog"],
    names: "uc_connection",
  },
  { path: "/api/2.1/unity-catalog", scopes: ["unity-catalog"] },
  { path: "/api/2.0/preview/scim/v2/Me", scopes: ["iam.current-user:read"] },
];

/**
 * The scopes of which one is needed to call `path`; empty where no scope opens it.
 *
 * @param path of the request, without its query
 */
export function scopesFor(path: string): readonly string[] {
  return entryOf(path)?.scopes ?? [];
}

/** The thing that `path` names, where a narrowed token that may not call it was meant to use one. */
export function thingIn(path: string): (DeclaredResource & { kind: ResourceKind }) | undefined {
  const entry = entryOf(path);
  const name = entry === undefined ? undefined : path.slice(entry.path.length + 1).split("/")[0];
  return entry?.names === undefined || name === undefined || name === "" ? undefined : { kind: entry.names, name };
}

function entryOf(path: string): ApiScopes | undefined {
  return apiScopes.find((entry) => path === entry.path || path.startsWith(`${entry.path}/`));
}
