import { equal } from "./equal.js";
import type { Fields } from "./fields.js";

/** What a change of arguments does. */
export interface Difference {
  /** Fields that differ and are applied in place. */
  updates: string[];
  /** Fields that differ and demand a new object. */
  replaces: string[];
  /** Fields that differ and are written to the state alone. */
  records: string[];
}

const lists = { update: "updates", replace: "replaces", record: "records" } as const;

/**
 * The difference between a resource as it is recorded and its arguments, by the rule of each field and nothing else.
 * A value that is not known yet differs from every other.
 *
 * @param old inputs as the state echoes them
 * @param next inputs as `check` left them
 */
export function difference(fields: Fields, old: Record<string, unknown>, next: Record<string, unknown>): Difference {
  const result: Difference = { updates: [], replaces: [], records: [] };
  for (const [name, field] of Object.entries(fields)) {
    const [before, after] = [old[name] ?? undefined, next[name] ?? undefined];
    if (field.rule === "ignore" || equal(before, after) || field.same?.(before, after) === true) continue;
    result[lists[field.rule]].push(name);
  }
  return result;
}
