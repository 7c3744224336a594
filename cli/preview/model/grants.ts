import { type Change, type Json, type Keeping, listOf, mapOf, type Properties } from "./change.js";
import type { SecurityItem } from "./report.js";
import { shownText } from "./shown.js";

/** Who holds what, as `principal: right`. */
type Grants = Map<string, { principal: string; right: string }>;

/** Names under which principals and rights stand, in this package and in `@pulumi/databricks`. */
const principals = ["principal", "groupName", "userName", "servicePrincipalName"] as const;
const rights = ["permissionLevel", "permission", "level", "privileges", "privilege"] as const;
const places = ["permissions", "grants", "accessControls"] as const;

function grantsOf(properties: Properties | undefined): Grants {
  const found: Grants = new Map();
  for (const place of places) collect(properties?.[place], found);
  // `databricks.Grant` is one grant with its parts at the top.
  if (typeof properties?.principal === "string") collect([properties], found);
  return found;
}

function collect(value: Json | undefined, found: Grants): void {
  const entries = Array.isArray(value)
    ? value.map(mapOf)
    : Object.entries(mapOf(value)).map(([principal, right]): Properties => ({ principal, privileges: right }));
  for (const entry of entries) {
    const principal = principals.map((name) => entry[name]).find((name) => typeof name === "string");
    if (typeof principal !== "string") continue;
    for (const name of rights) {
      const right = entry[name];
      for (const each of Array.isArray(right) ? right : right === undefined ? [] : listOf([right])) {
        found.set(`${principal}\n${String(each)}`, { principal, right: String(each) });
      }
    }
  }
}

/** Resources of other providers whose whole point is who may do what. */
const grantTypes = /(?:^|[:/])(?:Grants?|Permissions?|MwsPermissionAssignment|PermissionAssignment|SecretAcl)$/;

/** Grants and permissions that somebody gains or loses. */
export function grantItems(changes: readonly Change[]): SecurityItem[] {
  return changes.flatMap((change): SecurityItem[] => {
    if (change.action === "same") return [];
    if (change.kind === "other" && !grantTypes.test(change.type)) return [];
    const [before, after] = [grantsOf(change.before), grantsOf(change.after)];
    const what = ({ principal, right }: { principal: string; right: string }) =>
      `${shownText(right, 60)} to ${shownText(principal, 80)}`;
    const gained = [...after].filter(([key]) => !before.has(key));
    const lost = [...before].filter(([key]) => !after.has(key));
    return [
      ...gained.map(
        ([, grant]): SecurityItem => ({
          kind: "grantGained",
          what: what(grant),
          who: [change.name],
          consequence: gainConsequence(grant.right, grant.principal),
        }),
      ),
      ...lost.map(
        ([, grant]): SecurityItem => ({
          kind: "grantLost",
          what: what(grant),
          who: [change.name],
          consequence: "Whoever relied on it is refused from then on.",
        }),
      ),
    ];
  });
}

function gainConsequence(right: string, principal: string): string {
  const everybody = /^(?:users|account users|all users|everyone)$/i.test(principal)
    ? " That is everybody in the workspace."
    : "";
  if (/MANAGE|OWN|ALL_PRIVILEGES|ALL PRIVILEGES/i.test(right))
    return `They may change it, delete it and pass rights on.${everybody}`;
  if (/QUERY|EXECUTE|USE|RUN/i.test(right))
    return `They may ask it, and so reach what the agent may touch.${everybody}`;
  return `They may see it.${everybody}`;
}

const protections: Record<keyof Keeping, string> = {
  protect: "Pulumi may delete or replace it from then on.",
  retainOnDelete: "Once it is out of the program, Pulumi deletes it and does not only forget it.",
};

/** Resources that lose Pulumi's protection against deletion. */
export function protectionItems(changes: readonly Change[]): SecurityItem[] {
  return changes.flatMap((change): SecurityItem[] => {
    if (change.action === "delete" || change.after === undefined) return [];
    return (["protect", "retainOnDelete"] as const)
      .filter((option) => change.keptBefore[option] && !change.keptAfter[option])
      .map((option) => ({
        kind: "protectionRemoved",
        what: `${option} of ${shownText(change.name, 120)}`,
        who: [change.name],
        consequence: protections[option],
      }));
  });
}
