import { z } from "zod";
import { type Json, route, type Workspace } from "../../http/index.js";

// One function per REST call. Source: Databricks' REST API, permissions 2.0: by the endpoint's id, not its name.

const accessControl = z.object({
  access_control_list: z
    .array(
      z.object({
        user_name: z.string().nullish(),
        group_name: z.string().nullish(),
        service_principal_name: z.string().nullish(),
        display_name: z.string().nullish(),
        all_permissions: z
          .array(z.object({ permission_level: z.string(), inherited: z.boolean().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
});

/** The ways in which a permission names somebody. */
export const principalKinds = {
  users: "user_name",
  groups: "group_name",
  servicePrincipals: "service_principal_name",
} as const;

/** Whom a permission is given to. */
export type PrincipalKind = keyof typeof principalKinds;

/** A permission that was given on the endpoint itself. */
export interface Grant {
  kind: PrincipalKind;
  /** Name of the user or group, application id of the service principal. */
  name: string;
  /** The name that people see, where the server says it. */
  displayName?: string | undefined;
  level: string;
}

/** `GET permissions/serving-endpoints/{id}`: what was given on the endpoint itself; inherited permissions are left out. */
export async function getGrants(workspace: Workspace, id: string): Promise<Grant[]> {
  const path = route`/api/2.0/permissions/serving-endpoints/${id}`;
  const answer = await workspace.json(accessControl, { method: "GET", path });
  return (answer.access_control_list ?? []).flatMap((entry) => {
    const level = entry.all_permissions?.find(({ inherited }) => inherited !== true)?.permission_level;
    const found = Object.entries(principalKinds).find(([, wire]) => typeof entry[wire] === "string");
    if (level === undefined || found === undefined) return [];
    const [kind, wire] = found as [PrincipalKind, (typeof principalKinds)[PrincipalKind]];
    return [{ kind, name: entry[wire] ?? "", displayName: entry.display_name ?? undefined, level }];
  });
}

/** `PATCH permissions/…`: adds permissions and changes those of whom it names. */
export async function patchGrants(workspace: Workspace, id: string, grants: readonly Grant[]): Promise<void> {
  await workspace.call({ method: "PATCH", ...request(id, grants), safeToRepeat: true });
}

/** `PUT permissions/…`: exactly these, beside what is inherited. */
export async function putGrants(workspace: Workspace, id: string, grants: readonly Grant[]): Promise<void> {
  await workspace.call({ method: "PUT", ...request(id, grants) });
}

function request(id: string, grants: readonly Grant[]) {
  const body: Json = {
    access_control_list: grants.map(({ kind, name, level }) => ({
      [principalKinds[kind]]: name,
      permission_level: level,
    })),
  };
  return { path: route`/api/2.0/permissions/serving-endpoints/${id}`, body };
}
