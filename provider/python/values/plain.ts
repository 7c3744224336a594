import type { Value as Document } from "../documents/values.js";
import { rootedPath } from "../library/paths.js";
import { knownText } from "./make.js";
import type { Value } from "./types.js";

/**
 * A value as a document, where it is the same in every run: texts, numbers, truth values, None, and lists and mappings of
 * them. Undefined for any other, and where something outside of the code may put another value in its place.
 */
export function plainValue(value: Value): Document | undefined {
  const [one, more] = value;
  if (one === undefined || more !== undefined) return undefined;
  if (one.kind === "constant") return one.soft === undefined ? one.value : undefined;
  if (one.kind === "text") {
    const known = one.soft === undefined ? knownText(one) : undefined;
    // Where a file lies is another thing on each machine.
    return known === undefined || rootedPath(known) !== undefined ? undefined : known;
  }
  if (one.kind === "list") {
    const items = one.list.rest === undefined ? one.list.items.map(plainValue) : [undefined];
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (one.kind !== "dict" || one.dict.rest !== undefined) return undefined;
  const found: { [key: string]: Document } = {};
  for (const [key, item] of one.dict.entries) {
    const known = key.startsWith("#") ? undefined : plainValue(item);
    if (known === undefined) return undefined;
    Object.defineProperty(found, key, { value: known, enumerable: true, configurable: true, writable: true });
  }
  return found;
}
