import { type KindName, resourceKinds } from "../../../provider/policy/kinds.js";
import { scopeNamed } from "../../../provider/policy/scopes.js";
import { type Change, listOf, mapOf, type Properties } from "./change.js";
import type { SecurityItem } from "./report.js";
import { shown, shownText } from "./shown.js";

/** What an agent may touch: things by a key that tells kind, name and identity apart, and scopes. */
interface Access {
  things: Map<string, { label: string; name: string; onBehalfOfUser: boolean }>;
  scopes: Set<string>;
}

function accessOf(properties: Properties | undefined, kind: Change["kind"]): Access {
  const given = properties ?? {};
  const policy = kind === "AuthPolicy" ? given : mapOf(given.authPolicy);
  const access: Access = { things: new Map(), scopes: new Set() };
  for (const entry of [...listOf(policy.systemResources), ...(kind === "AuthPolicy" ? [] : listOf(given.resources))]) {
    const thing = mapOf(entry);
    const [type, name] = [String(thing.kind ?? "resource"), String(thing.name ?? "?")];
    const onBehalfOfUser = thing.onBehalfOfUser === true;
    const label = type in resourceKinds ? resourceKinds[type as KindName].label : type;
    access.things.set(`${type}\n${name}\n${onBehalfOfUser}`, { label, name, onBehalfOfUser });
  }
  for (const scope of listOf(policy.userApiScopes)) access.scopes.add(String(scope));
  return access;
}

/** Resources and scopes that agents gain and lose, one item each, with everybody whom it concerns. */
export function accessItems(changes: readonly Change[]): SecurityItem[] {
  const items = new Map<string, SecurityItem>();
  const add = (kind: SecurityItem["kind"], what: string, change: Change, consequence: (who: string) => string) => {
    const key = `${kind}\n${what}`;
    const item = items.get(key) ?? { kind, what, who: [], consequence: consequence(subject(change)) };
    if (!item.who.includes(change.name)) item.who.push(change.name);
    items.set(key, item);
  };
  // An agent echoes its policy: it says more than the policy alone, which counts where no agent of the preview carries it.
  const carried = new Set(
    changes.flatMap((change) => (change.kind === "LoggedAgent" ? (change.uses.authPolicy ?? []) : [])),
  );
  for (const change of changes) {
    if (change.kind !== "LoggedAgent" && (change.kind !== "AuthPolicy" || carried.has(change.urn))) continue;
    // An agent that goes loses everything, which is no news.
    if (change.action === "same" || change.action === "delete") continue;
    const [before, after] = [accessOf(change.before, change.kind), accessOf(change.after, change.kind)];
    for (const [key, { label, name, onBehalfOfUser }] of after.things) {
      if (before.things.has(key)) continue;
      const what = `${label} ${shownText(name, 120)}`;
      if (onBehalfOfUser) {
        add(
          "resourceGained",
          `${what} as the calling user`,
          change,
          (who) => `${who} may use it with the rights of whoever asks.`,
        );
      } else {
        add("resourceGained", what, change, (who) => `${who} gets credentials of its own for it, whoever asks.`);
      }
    }
    for (const [key, { label, name, onBehalfOfUser }] of before.things) {
      if (after.things.has(key)) continue;
      const what = `${label} ${shownText(name, 120)}${onBehalfOfUser ? " as the calling user" : ""}`;
      add("resourceLost", what, change, (who) => `${who} is refused (403) where it still uses it.`);
    }
    for (const scope of after.scopes) {
      if (before.scopes.has(scope)) continue;
      const meaning = scopeNamed(scope)?.means ?? (scope.startsWith("mcp.") ? "call MCP servers" : "use this API");
      add("scopeGained", shownText(scope, 120), change, (who) => `${who} may ${meaning} in the name of whoever asks.`);
    }
    for (const scope of before.scopes) {
      if (after.scopes.has(scope)) continue;
      add("scopeLost", shownText(scope, 120), change, (who) => `${who} can no longer act for its caller there.`);
    }
  }
  return [...items.values()];
}

/** Findings that agents begin to allow: nothing stops them by these any more. */
export function allowedItems(changes: readonly Change[]): SecurityItem[] {
  return changes.flatMap((change): SecurityItem[] => {
    if (change.kind !== "LoggedAgent" || change.action === "delete") return [];
    const before = new Set(listOf(change.before?.allow).map((entry) => JSON.stringify(mapOf(entry))));
    return listOf(change.after?.allow).flatMap((entry): SecurityItem[] => {
      const { finding, resource, reason } = mapOf(entry);
      if (before.has(JSON.stringify(mapOf(entry)))) return [];
      const about = resource === undefined ? "" : ` of ${shown("resource", resource)}`;
      return [
        {
          kind: "findingAllowed",
          what: `${shown("finding", finding)}${about}`,
          who: [change.name],
          consequence: `This finding no longer stops it. The reason given: ${shown("reason", reason)}`,
        },
      ];
    });
  });
}

function subject(change: Change): string {
  return change.kind === "AuthPolicy" ? "An agent with this policy" : "The agent";
}
