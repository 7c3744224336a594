import type { Config, Entity, ObservedConfig } from "./entity.js";
import { asFinished } from "./finished.js";
import { asItIs, mostEntities, resolveConfig } from "./resolveConfig.js";
import { sameEntity } from "./sameConfig.js";
import type { Scope } from "./scope.js";
import { blend, shareOf } from "./shares.js";

/**
 * What serves whatever becomes of the newcomers: what the last update left that came through, as far as it is still there,
 * with what it kept. Where nobody knows that, or nothing of it is there, what has traffic now.
 *
 * @param newcomers names of what is to be proved
 * @returns undefined where there is nothing to go back to
 */
export function goodOf(scope: Scope, active: ObservedConfig, newcomers: ReadonlySet<string>): Config | undefined {
  const others = active.entities.filter(({ name }) => !newcomers.has(name));
  const known = others.filter((entity) => asFinished(scope.finished, entity) !== undefined);
  const share = (entity: Entity) => asFinished(scope.finished, entity)?.percentage ?? 0;
  return (
    configOf(scope, active, known, share, newcomers.size) ??
    configOf(scope, active, others, ({ name }) => shareOf(active.routes, name), newcomers.size)
  );
}

/** Entities with their shares, made to add up to 100, as they can be sent again. */
function configOf(
  { former, finished }: Scope,
  active: ObservedConfig,
  entities: readonly ObservedConfig["entities"][number][],
  share: (entity: Entity) => number,
  newcomers: number,
): Config | undefined {
  const serving = entities.filter((entity) => share(entity) > 0);
  if (serving.length === 0) return undefined;
  const before = resolveConfig(former, active, former, finished);
  const total = serving.reduce((sum, entity) => sum + share(entity), 0);
  // Kept ones stay until the end: a rollout that fails must not have cost the way further back.
  const kept = entities
    .filter((entity) => share(entity) === 0 && asFinished(finished, entity) !== undefined && entity.state !== "FAILED")
    .sort((left, right) => Number(right.version) - Number(left.version))
    .slice(0, Math.max(0, mostEntities - newcomers - serving.length));
  const routes = serving.map((entity) => ({ servedEntity: entity.name, percentage: (share(entity) * 100) / total }));
  return { entities: [...serving, ...kept].map((entity) => asItIs(entity, before)), routes: blend([], routes, 100) };
}

/**
 * Whether the arguments ask for what the last update left that came through, and a later one did not come to its end: a
 * commit was reverted. That version has passed its questions and its gate, and what serves beside it has not.
 */
export function isWayBack({ certain, finished, former }: Scope, active: ObservedConfig, target: Config): boolean {
  if (certain || finished === undefined) return false;
  const before = resolveConfig(former, active, former, finished);
  const serving = target.entities.filter(({ name }) => shareOf(target.routes, name) > 0);
  return serving.every(
    (entity) =>
      asFinished(finished, entity)?.percentage === shareOf(target.routes, entity.name) &&
      before.entities.some((each) => each.name === entity.name && sameEntity(each, entity, undefined)),
  );
}
