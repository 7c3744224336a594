import { z } from "zod";
import { route, type Workspace } from "../../http/index.js";

// What Unity Catalog knows of a model beyond MLflow's dialect. One function per REST call; wire types; no decisions.

const assignments = z.object({
  privilege_assignments: z
    .array(z.object({ principal: z.string(), privileges: z.array(z.string()).optional() }))
    .optional(),
});
const owned = z.object({ owner: z.string().optional() });
const principals = z.object({
  Resources: z.array(z.object({ applicationId: z.string(), displayName: z.string().optional() })).optional(),
});

/** One change of grants. */
export interface GrantChange {
  principal: string;
  add: string[];
  remove: string[];
}

/** `GET permissions/function/{full}`: principal to privileges. Models are of the securable type *function*. */
export async function getGrants(workspace: Workspace, name: string): Promise<Map<string, string[]>> {
  const path = route`/api/2.1/unity-catalog/permissions/function/${name}`;
  const answer = await workspace.json(assignments, { method: "GET", path });
  return new Map((answer.privilege_assignments ?? []).map((each) => [each.principal, each.privileges ?? []]));
}

/** `PATCH permissions/function/{full}`. */
export async function changeGrants(workspace: Workspace, name: string, changes: readonly GrantChange[]): Promise<void> {
  const path = route`/api/2.1/unity-catalog/permissions/function/${name}`;
  const body = { changes: changes.map(({ principal, add, remove }) => ({ principal, add, remove })) };
  await workspace.call({ method: "PATCH", path, body, safeToRepeat: true });
}

/** `GET models/{full}`: its owner. */
export async function getOwner(workspace: Workspace, name: string): Promise<string | undefined> {
  const path = route`/api/2.1/unity-catalog/models/${name}`;
  return (await workspace.json(owned, { method: "GET", path })).owner;
}

/** `PATCH models/{full}`. */
export async function setOwner(workspace: Workspace, name: string, owner: string): Promise<void> {
  const path = route`/api/2.1/unity-catalog/models/${name}`;
  await workspace.call({ method: "PATCH", path, body: { owner }, safeToRepeat: true });
}

/** `GET schemas/{catalog.schema}`. @throws AgentsError `notFound` */
export async function requireSchema(workspace: Workspace, schema: string): Promise<void> {
  await workspace.call({ method: "GET", path: route`/api/2.1/unity-catalog/schemas/${schema}` });
}

/** `GET scim/v2/ServicePrincipals`: application ids of the service principals that are displayed under a name. */
export async function findServicePrincipals(workspace: Workspace, displayName: string): Promise<string[]> {
  const answer = await workspace.json(principals, {
    method: "GET",
    path: route`/api/2.0/preview/scim/v2/ServicePrincipals`,
    query: { filter: `displayName eq "${displayName.replace(/["\\]/g, "\\$&")}"` },
  });
  return (answer.Resources ?? [])
    .filter((found) => found.displayName === undefined || found.displayName === displayName)
    .map(({ applicationId }) => applicationId);
}
