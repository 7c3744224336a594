import { z } from "zod";
import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { pathText } from "../../lifecycle/describe.js";
import type { Context } from "../../resource.js";
import { findServicePrincipals } from "./agentsApi.js";
import { type Grant, getGrants, type PrincipalKind, patchGrants, principalKinds, putGrants } from "./permissionsApi.js";
import { type Permissions, permissionLevels } from "./settingsSchema.js";

const kinds = Object.keys(principalKinds) as PrincipalKind[];
const applicationId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const withoutId =
  "the workspace tells no id of this endpoint, by which permissions are given, as for foundation models that Databricks runs " +
  "for everybody. Leave `permissions` out.";

/**
 * Brings the permissions of an endpoint to what is declared, with one call and only where something differs. Whoever runs
 * this keeps CAN_MANAGE: nobody can lock themselves out.
 *
 * @param former what was declared before: those it no longer declares lose what they were given
 */
export async function applyPermissions(
  context: Context,
  workspace: Workspace,
  id: string,
  wanted: Permissions,
  former: Permissions,
): Promise<void> {
  if (id === "") throw new AgentsError("unsupported", withoutId, { path: "permissions" });
  const actual = await getGrants(workspace, id);
  const declared = await resolved(workspace, wanted, actual);
  const me = await self(workspace);
  const mine = declared.find((grant) => me !== undefined && isSame(grant, me));
  if (mine !== undefined && mine.level !== "CAN_MANAGE") {
    mine.level = "CAN_MANAGE";
    context.warn(
      `permissions: you (${mine.name}) keep CAN_MANAGE, without which you could not change the endpoint again.`,
    );
  }
  const dropped = (await resolved(workspace, former, actual, true)).filter((grant) => !has(declared, grant));
  const others = actual.filter((grant) => !has(declared, grant) && !has(dropped, grant));
  const kept = wanted.mode === "authoritative" ? declared : [...declared, ...others];
  const givenToMe = actual.some((grant) => me !== undefined && isSame(grant, me));
  // An owner by inheritance (an admin) needs no grant unless all others are replaced.
  const needsMe = me !== undefined && !has(kept, me) && (wanted.mode === "authoritative" || givenToMe);
  const target = needsMe ? [...kept, { ...me, level: "CAN_MANAGE" }] : kept;
  const changed = target.filter((grant) => actual.find((is) => isSame(is, grant))?.level !== grant.level);
  const gone = actual.filter((grant) => !has(target, grant));
  // Only a replacement of all takes something away.
  if (gone.length > 0) await putGrants(workspace, id, target);
  else if (changed.length > 0) await patchGrants(workspace, id, changed);
}

/**
 * The permissions as a program would declare them, for drift: of whom the program names, and in the mode
 * `authoritative` of everybody else who was given something.
 */
export async function observedPermissions(
  workspace: Workspace,
  id: string,
  recorded: Permissions,
): Promise<Permissions> {
  if (id === "") return recorded;
  const actual = await getGrants(workspace, id);
  const me = await self(workspace);
  const observed: Permissions = recorded.mode === undefined ? {} : { mode: recorded.mode };
  for (const kind of kinds) {
    const names = recorded[kind];
    const found: Record<string, (typeof permissionLevels)[number]> = {};
    for (const [name, level] of Object.entries(names ?? {})) {
      const grant = actual.find((each) => each.kind === kind && goesBy(each, name));
      const kept = grant !== undefined && me !== undefined && isSame(grant, me) && grant.level === "CAN_MANAGE";
      const is = kept ? level : permissionLevels.find((known) => known === grant?.level);
      if (is !== undefined) found[name] = is;
    }
    if (recorded.mode === "authoritative") {
      for (const grant of actual.filter((each) => each.kind === kind)) {
        const declared = Object.keys(names ?? {}).some((name) => goesBy(grant, name));
        const level = permissionLevels.find((known) => known === grant.level);
        if (!declared && level !== undefined && !(me !== undefined && isSame(grant, me))) found[grant.name] = level;
      }
    }
    if (names !== undefined || Object.keys(found).length > 0) observed[kind] = found;
  }
  return observed;
}

/** What is declared, with the application ids of service principals in place of their names. */
async function resolved(
  workspace: Workspace,
  { users = {}, groups = {}, servicePrincipals = {} }: Permissions,
  actual: readonly Grant[],
  lenient = false,
): Promise<Grant[]> {
  const grants: Grant[] = [
    ...Object.entries(users).map(([name, level]): Grant => ({ kind: "users", name, level })),
    ...Object.entries(groups).map(([name, level]): Grant => ({ kind: "groups", name, level })),
  ];
  for (const [name, level] of Object.entries(servicePrincipals)) {
    const known = actual.find((grant) => grant.kind === "servicePrincipals" && grant.displayName === name)?.name;
    const id = applicationId.test(name) ? name : (known ?? (await lookedUp(workspace, name, lenient)));
    if (id !== undefined) grants.push({ kind: "servicePrincipals", name: id, level });
  }
  return grants;
}

/** Service principals that are named for the first time, as far as something is amiss with them. */
export interface UnclearPrincipals {
  /** Names that nobody has; the program may be about to make one. */
  missing: Problem[];
  /** Names that several have. */
  ambiguous: Problem[];
}

/**
 * Looks up the service principals that are named for the first time, before anything is changed. Where the workspace does
 * not answer, or does not let the caller look, nothing is amiss.
 *
 * @param recorded inputs of the run before, whose names were looked up then
 */
export async function unclearPrincipals(
  workspace: Workspace | undefined,
  declared: unknown,
  recorded: Readonly<Record<string, unknown>>,
): Promise<UnclearPrincipals> {
  const unclear: UnclearPrincipals = { missing: [], ambiguous: [] };
  const named = z.object({ servicePrincipals: z.record(z.string(), z.unknown()) });
  const before = named.safeParse(recorded.permissions).data?.servicePrincipals ?? {};
  const names = Object.keys(named.safeParse(declared).data?.servicePrincipals ?? {}).filter(
    (name) => !applicationId.test(name) && !Object.hasOwn(before, name),
  );
  if (workspace?.kind !== "databricks" || names.length === 0) return unclear;
  const there = await workspace.probe().then(
    () => true,
    () => false,
  );
  if (!there) return unclear;
  const found = await Promise.all(names.map((name) => findServicePrincipals(workspace, name).catch(() => undefined)));
  for (const [index, name] of names.entries()) {
    const count = found[index]?.length ?? 1;
    if (count !== 1) (count === 0 ? unclear.missing : unclear.ambiguous).push(unclearName(name, count));
  }
  return unclear;
}

async function lookedUp(workspace: Workspace, name: string, lenient: boolean): Promise<string | undefined> {
  const found = await findServicePrincipals(workspace, name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (lenient) return undefined;
  const { code, path, message } = unclearName(name, found.length);
  throw new AgentsError(code, message, { path });
}

function unclearName(name: string, found: number): Problem {
  const what =
    found === 0
      ? "there is no service principal of this name in the workspace"
      : `${found} service principals have this name`;
  return {
    code: found === 0 ? "notFound" : "invalidArgument",
    path: pathText(["permissions", "servicePrincipals", name]),
    message: `${what}; its application id says which one is meant.`,
  };
}

/** Who runs this, as a permission names them; undefined where the workspace does not say. */
async function self(workspace: Workspace): Promise<Pick<Grant, "kind" | "name"> | undefined> {
  const { user } = await workspace.probe();
  if (user === undefined) return undefined;
  return { kind: applicationId.test(user) ? "servicePrincipals" : "users", name: user };
}

/** Whether a program means the one who holds a grant: by a name in any capitals, or by the name that is displayed. */
function goesBy(grant: Grant, name: string): boolean {
  return isSame(grant, { kind: grant.kind, name }) || grant.displayName === name;
}

function isSame(left: Pick<Grant, "kind" | "name">, right: Pick<Grant, "kind" | "name">): boolean {
  return left.kind === right.kind && left.name.toLowerCase() === right.name.toLowerCase();
}

function has(grants: readonly Grant[], grant: Pick<Grant, "kind" | "name"> | undefined): boolean {
  return grant !== undefined && grants.some((each) => isSame(each, grant));
}
