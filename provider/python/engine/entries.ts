import { dictKey, either, under } from "../values/make.js";
import type { DictObject, Value } from "../values/types.js";
import type { Engine } from "./engine.js";

/** Puts an entry into a dictionary. */
export function setEntry(engine: Engine, of: DictObject, key: Value[number], value: Value): void {
  const name = dictKey(key);
  if (name === undefined) {
    of.rest = either(of.rest ?? [], value);
    return;
  }
  const before = of.entries.get(name);
  of.entries.set(
    name,
    before === undefined || (engine.isSure(of) && key.when === undefined)
      ? under(value, before === undefined && !engine.isSure(of) ? engine.choice : undefined)
      : either(before, under(value, engine.choice)),
  );
}
