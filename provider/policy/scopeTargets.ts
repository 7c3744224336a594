import type { KnownScope } from "./scopes.js";
import { type TargetName, targetNames } from "./targets.js";

/** User API scopes of one place where agents run. */
interface TargetScopes {
  /** Scopes that it was seen to take. */
  readonly takes: readonly KnownScope[];
  /** Scopes that every token there has without being asked for: naming them is refused. */
  readonly holds: readonly KnownScope[];
}

/**
 * The scopes of each place, as of the date in targets.ts. Model Serving: as one of its refusals listed them. Databricks Apps: the page of the app's
 * authorization, and the names that apps were made with.
 */
export const scopeTargets = {
  modelServing: {
    takes: [
      "ai-gateway",
      "apps",
      "apps.apps",
      "catalog.connections",
      "dashboards.genie",
      "genie",
      "iam.access-control:read",
      "iam.current-user:read",
      "mcp.external",
      "mcp.functions",
      "mcp.genie",
      "mcp.sql",
      "mcp.vectorsearch",
      "model-serving",
      "serving.serving-endpoints",
      "sql",
      "sql.statement-execution",
      "sql.warehouses",
      "unity-catalog",
      "vector-search",
      "vectorsearch.vector-search-endpoints",
      "vectorsearch.vector-search-indexes",
      "workspace.workspace",
    ],
    holds: [],
  },
  apps: {
    takes: [
      "ai-gateway",
      "catalog.catalogs:read",
      "catalog.connections",
      "catalog.schemas:read",
      "catalog.tables:read",
      "dashboards.genie",
      "files",
      "files.files",
      "genie",
      "mcp.external",
      "mcp.functions",
      "mcp.genie",
      "mcp.vectorsearch",
      "model-serving",
      "postgres",
      "serving.serving-endpoints",
      "sql",
      "sql.statement-execution",
      "sql.warehouses:read",
      "sql:restricted-query",
      "vector-search",
      "vectorsearch.vector-search-endpoints",
      "vectorsearch.vector-search-endpoints:read",
      "vectorsearch.vector-search-indexes",
      "vectorsearch.vector-search-indexes:read",
      "workspace.workspace",
      "workspace.workspace:read",
    ],
    holds: ["iam.access-control:read", "iam.current-user:read"],
  },
} as const satisfies Record<TargetName, TargetScopes>;

/** The places that were seen to take a scope. */
export function targetsOf(scope: string): TargetName[] {
  return targetNames.filter((target) => (scopeTargets[target].takes as readonly string[]).includes(scope));
}
