import { compareText } from "../lifecycle/compareText.js";
import { type KindName, resourceKinds } from "./kinds.js";
import { derivedScopes } from "./scopes.js";

/** What decides which scopes a thing needs. */
export interface UseOfKind {
  kind: KindName;
  onBehalfOfUser?: boolean | undefined;
}

/** The scopes that the resources used on behalf of the user need, sorted. */
export function requiredScopes(resources: readonly UseOfKind[]): string[] {
  const scopes = resources.flatMap(({ kind, onBehalfOfUser }) =>
    onBehalfOfUser === true ? [...resourceKinds[kind].scopes] : [],
  );
  return [...new Set(scopes)].sort(compareText);
}

/** Scopes with those in place of `"derived"` that `resources` need. */
export function settledScopes(scopes: readonly string[], resources: readonly UseOfKind[]): string[] {
  if (!scopes.includes(derivedScopes)) return [...scopes];
  const given = scopes.filter((scope) => scope !== derivedScopes);
  return [...new Set([...given, ...requiredScopes(resources)])].sort(compareText);
}
