import { compareText } from "../lifecycle/compareText.js";
import { type KindName, resourceKinds } from "./kinds.js";
import { derivedScopes } from "./scopes.js";
import { type TargetName, usualTarget } from "./targets.js";

/** What decides which scopes a thing needs. */
export interface UseOfKind {
  kind: KindName;
  onBehalfOfUser?: boolean | undefined;
}

/** The scopes that a use of such a thing on behalf of the user needs where the agent runs. */
export function scopesOfKind(kind: KindName, target: TargetName = usualTarget): readonly string[] {
  return resourceKinds[kind].scopes[target];
}

/** The scopes that the resources used on behalf of the user need where the agent runs, sorted. */
export function requiredScopes(resources: readonly UseOfKind[], target: TargetName = usualTarget): string[] {
  const scopes = resources.flatMap(({ kind, onBehalfOfUser }) =>
    onBehalfOfUser === true ? scopesOfKind(kind, target) : [],
  );
  return [...new Set(scopes)].sort(compareText);
}

/** Scopes with those in place of `"derived"` that `resources` need. */
export function settledScopes(
  scopes: readonly string[],
  resources: readonly UseOfKind[],
  target: TargetName = usualTarget,
): string[] {
  if (!scopes.includes(derivedScopes)) return [...scopes];
  const given = scopes.filter((scope) => scope !== derivedScopes);
  return [...new Set([...given, ...requiredScopes(resources, target)])].sort(compareText);
}
