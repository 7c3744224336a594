import type { Route } from "./entity.js";

/**
 * Routes on the way from one distribution to another: `share` percent of the way, in whole percent that add up to 100.
 *
 * @param share 0 to 100
 */
export function blend(from: readonly Route[], to: readonly Route[], share: number): Route[] {
  const exact = new Map<string, number>();
  const add = (routes: readonly Route[], part: number) => {
    for (const { servedEntity, percentage } of routes) {
      exact.set(servedEntity, (exact.get(servedEntity) ?? 0) + (percentage * part) / 100);
    }
  };
  add(to, share);
  add(from, 100 - share);
  const floors = [...exact].map(([servedEntity, value]) => ({
    servedEntity,
    percentage: Math.floor(value + 1e-9),
    rest: value - Math.floor(value + 1e-9),
  }));
  let left = 100 - floors.reduce((sum, { percentage }) => sum + percentage, 0);
  // What rounding leaves goes to those that it took most from.
  const byRest = [...floors].sort((a, b) => b.rest - a.rest || (a.servedEntity < b.servedEntity ? -1 : 1));
  for (const entry of byRest) {
    if (left <= 0) break;
    entry.percentage += 1;
    left -= 1;
  }
  return floors.map(({ servedEntity, percentage }) => ({ servedEntity, percentage }));
}

/** The share of an entity, 0 where it has none. */
export function shareOf(routes: readonly Route[], entity: string): number {
  return routes.find(({ servedEntity }) => servedEntity === entity)?.percentage ?? 0;
}
