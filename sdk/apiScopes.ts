import type { KnownScope } from "../provider/policy/scopes.js";

/**
 * User API scopes that Model Serving or Databricks Apps are known to take: what an agent may do in the name of its caller.
 * Which place takes which is in docs/policy.md; one that Model Serving was not known to take is a warning. The list of a
 * workspace may be newer, so that any text can be given in place of one of these.
 *
 * @example
 * ```ts
 * const access = new AuthPolicy("access", { userApiScopes: [apiScopes.dashboardsGenie, apiScopes.iamCurrentUserRead] });
 * ```
 */
export const apiScopes = {
  /** Use the AI gateway. */
  aiGateway: "ai-gateway",
  /** Call and manage Databricks Apps. */
  apps: "apps",
  /** Call Databricks Apps. */
  appsApps: "apps.apps",
  /** Read about catalogs of Unity Catalog. On Apps. */
  catalogCatalogsRead: "catalog.catalogs:read",
  /** Use connections of Unity Catalog. */
  catalogConnections: "catalog.connections",
  /** Read about schemas of Unity Catalog. On Apps. */
  catalogSchemasRead: "catalog.schemas:read",
  /** Read about tables of Unity Catalog. On Apps. */
  catalogTablesRead: "catalog.tables:read",
  /** Ask Genie spaces. */
  dashboardsGenie: "dashboards.genie",
  /** Read and change files; stands for `files.files` too. On Apps. */
  files: "files",
  /** Read and change files of volumes. On Apps. */
  filesFiles: "files.files",
  /** Ask Genie spaces; stands for `dashboards.genie` too. */
  genie: "genie",
  /** Read permissions. */
  iamAccessControlRead: "iam.access-control:read",
  /** Read who the caller is. */
  iamCurrentUserRead: "iam.current-user:read",
  /** Call MCP servers outside of the workspace. */
  mcpExternal: "mcp.external",
  /** Call Unity Catalog functions as MCP tools. */
  mcpFunctions: "mcp.functions",
  /** Ask Genie spaces as MCP tools. */
  mcpGenie: "mcp.genie",
  /** Run SQL statements as an MCP tool. */
  mcpSql: "mcp.sql",
  /** Search vector indexes as MCP tools. */
  mcpVectorSearch: "mcp.vectorsearch",
  /** Call and manage serving endpoints; stands for `serving.serving-endpoints` too. */
  modelServing: "model-serving",
  /** Use Lakebase databases. On Apps. */
  postgres: "postgres",
  /** Call serving endpoints. */
  servingEndpoints: "serving.serving-endpoints",
  /** Run SQL statements and manage SQL warehouses; stands for the narrower scopes of `sql` too. */
  sql: "sql",
  /** Run SQL statements. */
  sqlStatementExecution: "sql.statement-execution",
  /** Use SQL warehouses. */
  sqlWarehouses: "sql.warehouses",
  /** Read about SQL warehouses. On Apps. */
  sqlWarehousesRead: "sql.warehouses:read",
  /** Run restricted SQL queries. On Apps. */
  sqlRestrictedQuery: "sql:restricted-query",
  /** Read and change Unity Catalog; stands for the scopes of `catalog` too. */
  unityCatalog: "unity-catalog",
  /** Search and manage vector indexes; stands for the scopes of `vectorsearch` too. */
  vectorSearch: "vector-search",
  /** Use vector search endpoints. */
  vectorSearchEndpoints: "vectorsearch.vector-search-endpoints",
  /** Read about vector search endpoints. On Apps. */
  vectorSearchEndpointsRead: "vectorsearch.vector-search-endpoints:read",
  /** Search vector indexes. */
  vectorSearchIndexes: "vectorsearch.vector-search-indexes",
  /** Read about vector indexes. On Apps. */
  vectorSearchIndexesRead: "vectorsearch.vector-search-indexes:read",
  /** Read and change the workspace's files. */
  workspace: "workspace.workspace",
  /** Read the workspace's files. On Apps. */
  workspaceRead: "workspace.workspace:read",
} as const satisfies Record<string, KnownScope>;

/** A user API scope: an editor offers the known ones, and any other text can be given. */
export type ApiScope = (typeof apiScopes)[keyof typeof apiScopes] | (string & Record<never, never>);
