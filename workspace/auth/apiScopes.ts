/** The API scopes that open a part of the API to a token that was narrowed to scopes. */
interface ApiScopes {
  /** Beginning of the path, of whole parts; `*` stands for one part. */
  path: string;
  /** Any one of these opens it. */
  scopes: readonly string[];
}

/**
 * Which scopes open which routes; what is not listed is closed to every narrowed token. The names are those that Model
 * Serving accepts (the list of its refusal of August 2026); the routes are those that Databricks' documentation puts
 * under each name. The most special path comes first.
 */
const apiScopes: readonly ApiScopes[] = [
  { path: "/api/2.0/mcp/vector-search", scopes: ["mcp.vectorsearch"] },
  { path: "/api/2.0/mcp/functions", scopes: ["mcp.functions"] },
  { path: "/api/2.0/mcp/genie", scopes: ["mcp.genie"] },
  { path: "/api/2.0/mcp/sql", scopes: ["mcp.sql"] },
  { path: "/api/2.0/mcp/external", scopes: ["mcp.external"] },
  { path: "/api/2.0/genie", scopes: ["dashboards.genie", "genie"] },
  { path: "/api/2.0/sql/statements", scopes: ["sql.statement-execution", "sql"] },
  { path: "/api/2.0/sql/warehouses", scopes: ["sql.warehouses", "sql"] },
  { path: "/api/2.0/vector-search/endpoints", scopes: ["vectorsearch.vector-search-endpoints", "vector-search"] },
  { path: "/api/2.0/vector-search/indexes", scopes: ["vectorsearch.vector-search-indexes", "vector-search"] },
  { path: "/api/2.0/serving-endpoints", scopes: ["serving.serving-endpoints", "model-serving"] },
  { path: "/serving-endpoints", scopes: ["serving.serving-endpoints", "model-serving"] },
  { path: "/api/2.0/external-function", scopes: ["catalog.connections", "unity-catalog"] },
  { path: "/api/2.0/unity-catalog/connections", scopes: ["catalog.connections", "unity-catalog"] },
  { path: "/api/2.1/unity-catalog/connections", scopes: ["catalog.connections", "unity-catalog"] },
  { path: "/api/2.1/unity-catalog", scopes: ["unity-catalog"] },
  { path: "/api/2.0/preview/scim/v2/Me", scopes: ["iam.current-user:read"] },
];

/**
 * The scopes of which one is needed to call `path`; empty where no scope opens it.
 *
 * @param path of the request, without its query
 */
export function scopesFor(path: string): readonly string[] {
  const parts = path.split("/");
  const fits = (pattern: string): boolean =>
    pattern.split("/").every((part, index) => part === "*" || part === parts[index]);
  return apiScopes.find((entry) => fits(entry.path))?.scopes ?? [];
}
