import { agree, both, either, under, unknown } from "../values/make.js";
import type { Alternative, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { entryOf, heldEntry } from "./subscripts.js";

/** `value[key]` where both are at hand. */
export function getItem(engine: Engine, value: Value, key: Alternative): Value {
  const found = value.map((one): Value => {
    if (!agree(one.when, key.when)) return [];
    const choice = both(one.when, key.when);
    if (one.kind === "dict") return under(entryOf(one.dict, key), choice);
    if (one.kind === "instance" && one.instance.held !== undefined)
      return under(
        heldEntry(engine, one, one.instance.held, key, { file: one.instance.class.file, from: 0, to: 0 }),
        choice,
      );
    if (one.kind === "instance" && key.kind === "text") {
      const [name] = key.parts;
      return under(
        typeof name === "string" ? engine.attribute(one, name, { file: one.instance.class.file, from: 0, to: 0 }) : [],
        choice,
      );
    }
    return [one.kind === "unknown" ? one : unknown("it is looked up in something that cannot be told")];
  });
  return either(...found);
}
