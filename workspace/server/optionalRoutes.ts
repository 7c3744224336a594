/** A route that a client asks for first and does without. */
export interface OptionalRoute {
  method: string;
  path: string;
  /** Who asks. */
  client: string;
  /** What it asks for next. */
  fallback: string;
  /** The status, with ENDPOINT_NOT_FOUND, on which it does. */
  status: number;
}

/** Newer routes that this workspace does not have, and that no client needs. */
export const optionalRoutes: readonly OptionalRoute[] = [
  {
    method: "POST",
    path: "/api/4.0/mlflow/traces/search-long-running",
    client: "mlflow",
    fallback: "POST /api/3.0/mlflow/traces/search",
    status: 404,
  },
];

/** @returns undefined where nothing is known of what its client does instead */
export function optionalRoute(method: string, path: string): OptionalRoute | undefined {
  return optionalRoutes.find((route) => route.method === method && route.path === path);
}
