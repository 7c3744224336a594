import { comparableName, type KindName, resourceKinds } from "../../policy/kinds.js";
import type { PartialResource } from "../../policy/partial.js";
import { scopeNamed } from "../../policy/scopes.js";

/** What is declared under that name, however it is used. */
export function declaredOf(
  resources: readonly PartialResource[],
  kind: KindName,
  name: string,
): readonly PartialResource[] {
  const wanted = comparableName(kind, name);
  return resources.filter(
    (one) => one.kind === kind && one.name !== undefined && comparableName(kind, one.name) === wanted,
  );
}

/** Whether a scope is about things of that kind. */
export function isAbout(scope: string, kind: KindName): boolean {
  return scopeNamed(scope)?.about?.includes(kind) === true;
}

/** How a program declares a thing. */
export function helperCall(kind: KindName, name: string, onBehalfOfUser = false): string {
  const options = onBehalfOfUser ? ", { onBehalfOfUser: true }" : "";
  return `${resourceKinds[kind].helper}(${JSON.stringify(name)}${options})`;
}
