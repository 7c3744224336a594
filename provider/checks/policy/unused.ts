import type { DeclaredPolicy } from "../../policy/declared.js";
import { comparableName, type KindName, resourceKinds } from "../../policy/kinds.js";
import { missingScopes } from "../../policy/scopes.js";
import { scopesOfKind } from "../../policy/settled.js";
import type { Uses } from "../../uses/index.js";
import type { Judged } from "../types.js";
import { isAbout } from "./words.js";

/**
 * What is declared and never seen in the code. Always a hint: a policy may be shared by several agents, and code may use
 * what reading it does not show.
 */
export function unusedOf(uses: Uses, policy: DeclaredPolicy): Judged[] {
  return [...unusedThings(uses, policy), ...unusedScopes(uses, policy)];
}

function unusedThings(uses: Uses, policy: DeclaredPolicy): Judged[] {
  const resources = policy.resources ?? [];
  const unresolved = new Set(uses.unresolved.flatMap(({ kinds }) => kinds));
  // What a Genie space or an index uses behind the agent's back has to be declared too.
  const brought = new Set<string>(
    [...uses.uses, ...uses.unresolved.flatMap(({ kinds }) => kinds.map((kind) => ({ kind }))), ...resources].flatMap(
      ({ kind }) => [...resourceKinds[kind].brings],
    ),
  );
  return resources.flatMap(({ kind, name, onBehalfOfUser }): Judged[] => {
    if (name === undefined || unresolved.has(kind) || brought.has(kind)) return [];
    const same = uses.uses.filter(
      (use) => use.kind === kind && comparableName(kind, use.name) === comparableName(kind, name),
    );
    if (same.some((use) => use.onBehalfOfUser === onBehalfOfUser)) return [];
    // That it is used in the other way only is a finding where it is used, unless the scopes allow it.
    if (same.length > 0 && onBehalfOfUser) return [];
    const { label } = resourceKinds[kind];
    const message =
      same.length > 0
        ? `the ${label} \`${name}\` is declared for the agent itself, and used as the calling user only: the agent needs no credentials for it.`
        : `the ${label} \`${name}\` is declared, and no use of it is seen in the code.`;
    const help = "Leave it out where nothing uses it: an agent should have access to what it uses, and no more.";
    return [{ code: "unused-declaration", severity: "hint", resource: name, message, help, argument: policy.argument }];
  });
}

function unusedScopes(uses: Uses, policy: DeclaredPolicy): Judged[] {
  const asUser: KindName[] = [
    ...uses.uses.filter(({ onBehalfOfUser }) => onBehalfOfUser).map(({ kind }) => kind),
    ...uses.unresolved.filter(({ onBehalfOfUser }) => onBehalfOfUser).flatMap(({ kinds }) => kinds),
    // What is declared for the user is told of by itself, where nothing uses it.
    ...(policy.resources ?? []).filter(({ onBehalfOfUser }) => onBehalfOfUser).map(({ kind }) => kind),
  ];
  const needed = asUser.flatMap((kind) => scopesOfKind(kind));
  // A scope that nothing is known of, or that is about no kind, may be for anything.
  const unused = (policy.scopes ?? []).filter((scope) => {
    const covered = needed.some((one) => missingScopes([one], [scope]).length === 0);
    const about = (Object.keys(resourceKinds) as KindName[]).filter((kind) => isAbout(scope, kind));
    return !covered && about.length > 0 && !asUser.some((kind) => about.includes(kind));
  });
  if (unused.length === 0) return [];
  // A client of the user whose uses were not understood may need them.
  if (uses.actsForUser && asUser.length === 0) return [];
  return unused.map((scope): Judged => {
    const message = `the API scope "${scope}" is declared, and no use on behalf of the caller is seen that needs it.`;
    const help = "Leave it out where nothing needs it.";
    return { code: "unused-declaration", severity: "hint", resource: scope, message, help, argument: policy.argument };
  });
}
