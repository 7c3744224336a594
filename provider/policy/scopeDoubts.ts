import { nearest } from "../lifecycle/nearest.js";
import { scopeTargets, targetsOf } from "./scopeTargets.js";
import { type TargetName, targets, usualTarget } from "./targets.js";

/**
 * What there is to doubt about scopes where the agent runs, in words, one each: those that the place was not known to take,
 * with the nearest name that it does, and those that are known at another place only. Never an error: lists drift.
 */
export function scopeDoubts(scopes: readonly string[], target: TargetName = usualTarget): string[] {
  const { label, asOf } = targets[target];
  const takes: readonly string[] = scopeTargets[target].takes;
  return scopes
    .filter((scope) => !takes.includes(scope))
    .map((scope) => {
      const elsewhere = targetsOf(scope).map((other) => targets[other].label);
      if (elsewhere.length > 0) {
        const place = elsewhere.join(" and ");
        return `"${scope}" is a scope of ${place}. ${label} was not known to take it (${asOf}), and may refuse the agent's endpoint.`;
      }
      const meant = nearest(scope, takes);
      const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
      return `"${scope}" is not a scope that ${label} was known to take (${asOf}).${hint}`;
    });
}
