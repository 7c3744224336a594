import type { KindName } from "./kinds.js";

/** What is known of a user API scope. */
export interface Scope {
  /** What it lets an agent do in the name of its caller, as the end of "the agent may …". */
  readonly means: string;
  /** Narrower scopes that it stands for as well. */
  readonly covers?: readonly string[];
  /** Kinds of things that it is about; a scope about none is never called unneeded. */
  readonly about?: readonly KindName[];
}

/**
 * API scopes of user authorization, wherever they are known; which place takes which is in scopeTargets.ts. The lists
 * drift, so a scope that is not here is a warning and never an error. Which scope stands for which narrower ones follows
 * from their names (`sql` for `sql.warehouses`), from what each was renamed from (`genie`, `vector-search`), and for
 * `unity-catalog` from what Apps make of it.
 */
export const scopeTable = {
  "ai-gateway": { means: "use the AI gateway", about: ["servingEndpoint", "ucModelService"] },
  apps: { means: "call and manage Databricks Apps", covers: ["apps.apps"], about: ["app"] },
  "apps.apps": { means: "call Databricks Apps", about: ["app"] },
  "catalog.catalogs:read": { means: "read about catalogs of Unity Catalog", about: ["table", "function"] },
  "catalog.connections": { means: "use connections of Unity Catalog", about: ["ucConnection"] },
  "catalog.schemas:read": { means: "read about schemas of Unity Catalog", about: ["table", "function"] },
  "catalog.tables:read": { means: "read about tables of Unity Catalog", about: ["table", "function"] },
  "dashboards.genie": { means: "ask Genie spaces", about: ["genieSpace"] },
  files: { means: "read and change files", covers: ["files.files"] },
  "files.files": { means: "read and change files of volumes" },
  genie: { means: "ask Genie spaces", covers: ["dashboards.genie"], about: ["genieSpace"] },
  "iam.access-control:read": { means: "read permissions" },
  "iam.current-user:read": { means: "read who the caller is" },
  "mcp.external": { means: "call MCP servers outside of the workspace", about: ["ucConnection"] },
  "mcp.functions": { means: "call Unity Catalog functions as MCP tools", about: ["function"] },
  "mcp.genie": { means: "ask Genie spaces as MCP tools", about: ["genieSpace"] },
  "mcp.sql": { means: "run SQL statements as an MCP tool", about: ["sqlWarehouse", "table", "function"] },
  "mcp.vectorsearch": { means: "search vector indexes as MCP tools", about: ["vectorSearchIndex"] },
  "model-serving": {
    means: "call and manage serving endpoints",
    covers: ["serving.serving-endpoints"],
    about: ["servingEndpoint", "ucModelService", "vectorSearchIndex"],
  },
  postgres: { means: "use Lakebase databases", about: ["lakebase"] },
  "serving.serving-endpoints": {
    means: "call serving endpoints",
    about: ["servingEndpoint", "ucModelService", "vectorSearchIndex"],
  },
  sql: {
    means: "run SQL statements and manage SQL warehouses",
    covers: ["sql.statement-execution", "sql.warehouses", "sql.warehouses:read", "sql:restricted-query"],
    about: ["sqlWarehouse", "table", "function"],
  },
  "sql.statement-execution": { means: "run SQL statements", about: ["sqlWarehouse", "table", "function"] },
  "sql.warehouses": {
    means: "use SQL warehouses",
    covers: ["sql.warehouses:read"],
    about: ["sqlWarehouse", "table", "function"],
  },
  "sql.warehouses:read": { means: "read about SQL warehouses", about: ["sqlWarehouse", "table", "function"] },
  "sql:restricted-query": { means: "run restricted SQL queries", about: ["sqlWarehouse", "table", "function"] },
  "unity-catalog": {
    means: "read and change Unity Catalog",
    covers: ["catalog.catalogs:read", "catalog.connections", "catalog.schemas:read", "catalog.tables:read"],
    about: ["ucConnection", "function", "table"],
  },
  "vector-search": {
    means: "search and manage vector indexes",
    covers: [
      "vectorsearch.vector-search-endpoints",
      "vectorsearch.vector-search-endpoints:read",
      "vectorsearch.vector-search-indexes",
      "vectorsearch.vector-search-indexes:read",
    ],
    about: ["vectorSearchIndex"],
  },
  "vectorsearch.vector-search-endpoints": {
    means: "use vector search endpoints",
    covers: ["vectorsearch.vector-search-endpoints:read"],
    about: ["vectorSearchIndex"],
  },
  "vectorsearch.vector-search-endpoints:read": {
    means: "read about vector search endpoints",
    about: ["vectorSearchIndex"],
  },
  "vectorsearch.vector-search-indexes": {
    means: "search vector indexes",
    covers: ["vectorsearch.vector-search-indexes:read"],
    about: ["vectorSearchIndex"],
  },
  "vectorsearch.vector-search-indexes:read": { means: "read about vector indexes", about: ["vectorSearchIndex"] },
  "workspace.workspace": { means: "read and change the workspace's files", covers: ["workspace.workspace:read"] },
  "workspace.workspace:read": { means: "read the workspace's files" },
} as const satisfies Record<string, Scope>;

/** A scope that is known. */
export type KnownScope = keyof typeof scopeTable;

/** The scopes that are known, sorted. */
export const knownScopes = Object.keys(scopeTable) as [KnownScope, ...KnownScope[]];

/** What is known of a scope; undefined where nothing is. */
export function scopeNamed(scope: string): Scope | undefined {
  return Object.hasOwn(scopeTable, scope) ? scopeTable[scope as KnownScope] : undefined;
}

/**
 * One word, whatever it is made of: names change faster than releases (`sql:restricted-query`), and the place that takes a
 * scope is the one to refuse it.
 */
export const scopeForm = /^[^\s,;]{1,255}$/;

/** In a list of scopes: those that the things used on behalf of the user need. */
export const derivedScopes = "derived";

/** Whether somebody with the scope `given` may do what `needed` allows. */
export function covers(given: string, needed: string): boolean {
  return given === needed || scopeNamed(given)?.covers?.includes(needed) === true;
}

/** The scopes of `needed` that none of `given` is or covers. */
export function missingScopes(needed: readonly string[], given: readonly string[]): string[] {
  return needed.filter((scope) => !given.some((one) => covers(one, scope)));
}
