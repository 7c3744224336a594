import type { Engine } from "../engine/engine.js";
import { text, unknown } from "../values/make.js";
import type { External, Value } from "../values/types.js";

/** Attributes of a library's objects that have a value of their own; undefined for any other. */
export function externalAttribute(engine: Engine, of: External, name: string): Value | undefined {
  const path = `${of.path}.${name}`;
  if (of.path.startsWith("functools.partial()") && (name === "args" || name === "keywords"))
    return [unknown("it is a part of a partial")];
  if (path === "os.sep" || path === "os.path.sep") return [text("/")];
  return engine.observer.attribute(engine, path);
}
