import { either, under, unknown } from "../values/make.js";
import type { Value } from "../values/types.js";

/** Puts the entries of dictionaries into one; gives what further entries may hold. */
export function mergeInto(entries: Map<string, Value>, value: Value): Value | undefined {
  let rest: Value | undefined;
  for (const one of value) {
    if (one.kind === "dict") {
      const sure = value.length === 1 && one.when === undefined;
      for (const [key, item] of one.dict.entries)
        entries.set(key, sure ? item : either(under(entries.get(key) ?? [], undefined), under(item, one.when)));
      if (one.dict.rest !== undefined) rest = either(rest ?? [], one.dict.rest);
    } else if (one.kind === "instance") {
      for (const [key, item] of one.instance.held?.entries ?? []) entries.set(key, item);
      if (one.instance.held?.rest !== undefined) rest = either(rest ?? [], one.instance.held.rest);
      for (const [key, item] of one.instance.fields) entries.set(key, item);
    } else if (one.kind !== "constant")
      rest = either(rest ?? [], [one.kind === "unknown" ? one : unknown("it is in a mapping that cannot be told")]);
  }
  return rest;
}
