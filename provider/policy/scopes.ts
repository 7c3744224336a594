/**
 * API scopes that Model Serving accepts for user authorization, as one of its refusals listed them in August 2026. The
 * list drifts, so a scope that is not here is a warning and never an error.
 */
export const knownScopes = [
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
] as const;

/** Words of lower-case letters, digits and dashes, joined by dots, with at most one `:access` behind. */
export const scopeForm = /^[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.[a-z0-9]+(?:[-_][a-z0-9]+)*)*(?::[a-z]+)?$/;
