import type { Given, Value } from "./types.js";

/** The argument of a call by one of its names, or by its position. */
export function argument(given: Given, position: number | undefined, ...names: readonly string[]): Value | undefined {
  for (const name of names) {
    const value = given.keywords.get(name);
    if (value !== undefined) return value;
  }
  return position === undefined ? undefined : given.positional[position];
}
