import { z } from "zod";
import { type ApiPath, route, type Workspace } from "../../http/index.js";
import type { KindName } from "../../policy/kinds.js";

// One read per kind; no decisions. Sources: Databricks' REST API, the page of each kind.
const paths: { [K in KindName]?: (name: string) => ApiPath } = {
  vectorSearchIndex: (name) => route`/api/2.0/vector-search/indexes/${name}`,
  servingEndpoint: (name) => route`/api/2.0/serving-endpoints/${name}`,
  sqlWarehouse: (id) => route`/api/2.0/sql/warehouses/${id}`,
  function: (name) => route`/api/2.1/unity-catalog/functions/${name}`,
  genieSpace: (id) => route`/api/2.0/genie/spaces/${id}`,
  ucConnection: (name) => route`/api/2.1/unity-catalog/connections/${name}`,
  table: (name) => route`/api/2.1/unity-catalog/tables/${name}`,
  app: (name) => route`/api/2.0/apps/${name}`,
  lakebase: (name) => route`/api/2.0/database/instances/${name}`,
  // No public route tells of a model service.
};

const facts = z.object({
  // Of endpoints: what the caller may do with it.
  permission_level: z.string().nullish(),
  // Of things in Unity Catalog: the caller has BROWSE, and nothing that lets it use the thing.
  browse_only: z.boolean().nullish(),
});

/** What a workspace says of a thing to the one who asks. */
export interface Thing {
  /** Whether it tells that the one who asks may see the thing, and no more. */
  seenOnly: boolean;
}

/** Whether things of a kind can be looked up. */
export function canBeLookedUp(kind: KindName): boolean {
  return paths[kind] !== undefined;
}

/** Looks a thing up. @throws AgentsError `notFound`, `permissionDenied` … */
export async function lookUp(
  workspace: Workspace,
  kind: KindName,
  name: string,
  signal: AbortSignal,
): Promise<Thing | undefined> {
  const path = paths[kind]?.(name);
  if (path === undefined) return undefined;
  const found = await workspace.json(facts, { method: "GET", path, signal, timeoutMs: 20_000 });
  return { seenOnly: found.permission_level === "CAN_VIEW" || found.browse_only === true };
}
