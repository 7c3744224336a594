import type { KnownScope } from "../provider/policy/scopes.js";

/**
 * User API scopes that Model Serving is known to accept: what an agent may do in the name of its caller. The list of a
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
  /** Use connections of Unity Catalog. */
  catalogConnections: "catalog.connections",
  /** Ask Genie spaces. */
  dashboardsGenie: "dashboards.genie",
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
  /** Call serving endpoints. */
  servingEndpoints: "serving.serving-endpoints",
  /** Run SQL statements and manage SQL warehouses; stands for `sql.statement-execution` and `sql.warehouses` too. */
  sql: "sql",
  /** Run SQL statements. */
  sqlStatementExecution: "sql.statement-execution",
  /** Use SQL warehouses. */
  sqlWarehouses: "sql.warehouses",
  /** Read and change Unity Catalog; stands for `catalog.connections` too. */
  unityCatalog: "unity-catalog",
  /** Search and manage vector indexes; stands for both scopes of `vectorsearch` too. */
  vectorSearch: "vector-search",
  /** Use vector search endpoints. */
  vectorSearchEndpoints: "vectorsearch.vector-search-endpoints",
  /** Search vector indexes. */
  vectorSearchIndexes: "vectorsearch.vector-search-indexes",
  /** Read and change the workspace's files. */
  workspace: "workspace.workspace",
} as const satisfies Record<string, KnownScope>;

/** A user API scope: an editor offers the known ones, and any other text can be given. */
export type ApiScope = (typeof apiScopes)[keyof typeof apiScopes] | (string & Record<never, never>);
