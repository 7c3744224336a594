import { comparableName, type KindName, resourceKinds } from "./kinds.js";
import type { PolicyArguments, SystemResource } from "./schema.js";

/** What somebody who has a policy may touch more, and less, than with another one. */
export interface PolicyChange {
  resourcesGained: SystemResource[];
  resourcesLost: SystemResource[];
  scopesGained: string[];
  scopesLost: string[];
}

/** The difference between two policies. */
export function policyChange(before: PolicyArguments, after: PolicyArguments): PolicyChange {
  const resources = (from: PolicyArguments, without: PolicyArguments) => {
    const there = new Set(without.systemResources.map(keyOf));
    return from.systemResources.filter((one) => !there.has(keyOf(one)));
  };
  const scopes = (from: PolicyArguments, without: PolicyArguments) =>
    from.userApiScopes.filter((scope) => !without.userApiScopes.includes(scope));
  return {
    resourcesGained: resources(after, before),
    resourcesLost: resources(before, after),
    scopesGained: scopes(after, before),
    scopesLost: scopes(before, after),
  };
}

/** A difference in words, `gains table main.a.b, API scope sql; loses …`; empty where there is none. */
export function changeInWords(change: PolicyChange): string {
  const part = (verb: string, resources: SystemResource[], scopes: string[]) => {
    const all = [...resources.map(thingInWords), ...scopes.map((scope) => `API scope ${scope}`)];
    return all.length === 0 ? [] : [`${verb} ${all.join(", ")}`];
  };
  return [
    ...part("gains", change.resourcesGained, change.scopesGained),
    ...part("loses", change.resourcesLost, change.scopesLost),
  ].join("; ");
}

/** A thing in words: `Genie space 01ef as the calling user`. */
export function thingInWords({ kind, name, onBehalfOfUser }: SystemResource): string {
  return `${resourceKinds[kind].label} ${name}${onBehalfOfUser === true ? " as the calling user" : ""}`;
}

/** Equal for what is the same thing, used in the same way. */
function keyOf({ kind, name, onBehalfOfUser }: { kind: KindName; name: string; onBehalfOfUser?: boolean | undefined }) {
  return `${kind}\n${comparableName(kind, name)}\n${onBehalfOfUser === true}`;
}
