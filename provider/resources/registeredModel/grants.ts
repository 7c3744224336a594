import { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { catalogKey, sameCatalogName } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import * as api from "./governanceApi.js";
import type { Grants } from "./grantsSchema.js";
import type { RegisteredModelInputs } from "./schema.js";

const byDisplayName = "servicePrincipal:";

/**
 * The name by which Unity Catalog knows a principal: a service principal is its application id, which may be looked up by
 * its display name.
 *
 * @throws AgentsError `invalidArgument` when none, or more than one, is displayed under that name
 */
export async function principalName(workspace: Workspace, given: string, path: string): Promise<string> {
  if (!given.startsWith(byDisplayName)) return given;
  const displayName = given.slice(byDisplayName.length).trim();
  const found = await api.findServicePrincipals(workspace, displayName);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const message =
    only === undefined
      ? `there is no service principal displayed as "${displayName}".`
      : `${found.length} service principals are displayed as "${displayName}" (${found.join(", ")}). Give the application id.`;
  throw new AgentsError("invalidArgument", message, { path });
}

/** Databricks does not tell the capitals of a user's or a group's name apart, and answers addresses in lower case. */
function samePrincipal(left: string, right: string | undefined): boolean {
  return right !== undefined && sameCatalogName(left, right);
}

function entryOf<T>(map: ReadonlyMap<string, T>, principal: string): T | undefined {
  return map.get(principal) ?? [...map].find(([name]) => samePrincipal(name, principal))?.[1];
}

function eachOnce(principals: readonly string[]): string[] {
  return [...new Map([...principals].reverse().map((name) => [catalogKey(name), name])).values()].reverse();
}

/** Grants by the names that Unity Catalog knows. */
async function resolved(workspace: Workspace, grants: Grants | undefined): Promise<Map<string, Set<string>>> {
  const result = new Map<string, Set<string>>();
  for (const [given, privileges] of Object.entries(grants?.principals ?? {})) {
    const name = await principalName(workspace, given, `grants.principals["${given}"]`);
    result.set(name, new Set([...(result.get(name) ?? []), ...privileges]));
  }
  return result;
}

/**
 * Brings grants to what the program says. Additive: what it declares is added, what it no longer declares is taken away.
 * Authoritative: all else is taken away as well, but for what the deployer holds, who would lock himself out.
 */
export async function applyGrants(
  workspace: Workspace,
  name: string,
  inputs: RegisteredModelInputs,
  former: RegisteredModelInputs | undefined,
): Promise<void> {
  if (inputs.grants === undefined && former?.grants === undefined) return;
  const [wanted, before] = [await resolved(workspace, inputs.grants), await resolved(workspace, former?.grants)];
  const actual =
    inputs.grants?.mode === "authoritative" ? await api.getGrants(workspace, name) : new Map<string, string[]>();
  const self = actual.size === 0 ? undefined : (await workspace.probe()).user;
  const changes: api.GrantChange[] = [];
  for (const principal of eachOnce([...wanted.keys(), ...before.keys(), ...actual.keys()])) {
    const declared = entryOf(wanted, principal) ?? new Set();
    const held = samePrincipal(principal, self) ? [] : (entryOf(actual, principal) ?? []);
    const add = [...declared].filter((each) => !(entryOf(actual, principal) ?? []).includes(each)).sort();
    const remove = [...new Set([...(entryOf(before, principal) ?? []), ...held])]
      .filter((each) => !declared.has(each))
      .sort();
    if (add.length + remove.length > 0) changes.push({ principal, add, remove });
  }
  if (changes.length > 0) await api.changeGrants(workspace, name, changes);
}

/**
 * Declared grants as they are, under the names of the program; with `authoritative` also those of others. So a refresh
 * shows what was changed by hand.
 */
export async function observedGrants(workspace: Workspace, name: string, declared: Grants): Promise<Grants> {
  const actual = await api.getGrants(workspace, name);
  const principals: Record<string, string[]> = {};
  const known = new Set<string>();
  const authoritative = declared.mode === "authoritative";
  for (const [given, privileges] of Object.entries(declared.principals)) {
    const principal = await principalName(workspace, given, "grants");
    known.add(catalogKey(principal));
    const held = (entryOf(actual, principal) ?? []).filter((each) => authoritative || privileges.includes(each));
    if (held.length > 0) principals[given] = [...held].sort();
  }
  if (authoritative) {
    const { user } = await workspace.probe();
    for (const [principal, held] of actual) {
      if (!known.has(catalogKey(principal)) && !samePrincipal(principal, user) && held.length > 0)
        principals[principal] = [...held].sort();
    }
  }
  return { ...declared, principals };
}

/** Hands the model on. It comes last: the deployer may have no rights after it. */
export async function applyOwner(
  workspace: Workspace,
  name: string,
  inputs: RegisteredModelInputs,
  former: RegisteredModelInputs | undefined,
): Promise<void> {
  if (inputs.owner === undefined || equal(inputs.owner, former?.owner)) return;
  await api.setOwner(workspace, name, await principalName(workspace, inputs.owner, "owner"));
}

/**
 * The owner under the name of the program, where it is the declared one.
 *
 * @param told the owner, where the dialect of the registry has told it already
 */
export async function observedOwner(
  workspace: Workspace,
  name: string,
  declared: string,
  told: string | undefined,
): Promise<string> {
  const actual = told ?? (await api.getOwner(workspace, name));
  const wanted = await principalName(workspace, declared, "owner");
  return actual === undefined || samePrincipal(actual, wanted) ? declared : actual;
}
