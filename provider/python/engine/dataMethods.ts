import { dict, nothingGiven, text, unknown } from "../values/make.js";
import type { Alternative, Given, Instance, Value } from "../values/types.js";
import { memberOf } from "./attributes.js";
import type { Engine } from "./engine.js";
import { mergeInto } from "./merging.js";
import type { Site } from "./scope.js";

/** Methods that pydantic and named tuples give a class: making an object of a mapping. */
export function classMethod(
  engine: Engine,
  of: Alternative & { kind: "class" },
  name: string,
  given: Given,
  site: Site,
): Value | undefined {
  if (memberOf(of.class, name) !== undefined) return undefined;
  const takesMapping = ["model_validate", "parse_obj", "from_orm", "validate"].includes(name);
  if (takesMapping || name === "_make" || name === "model_construct") {
    if (!takesMapping) return engine.construct(of, given, site);
    const keywords = new Map<string, Value>();
    const rest = mergeInto(keywords, given.positional[0] ?? []);
    const more = rest?.find(({ kind }) => kind === "unknown");
    return engine.construct(of, { positional: [], keywords, more: more?.kind === "unknown" ? more : undefined }, site);
  }
  if (name === "__new__" || name === "get_instance_") return engine.construct(of, nothingGiven, site);
  return undefined;
}

/** Methods that pydantic, dataclasses and named tuples give an object. */
export function instanceMethod(
  engine: Engine,
  of: Alternative & { kind: "instance" },
  name: string,
  given: Given,
  site: Site,
): Value | undefined {
  const { instance } = of;
  if (instance.class.traits.size === 0 || memberOf(instance.class, name) !== undefined) return undefined;
  void site;
  if (["model_dump", "dict", "_asdict"].includes(name)) return [fieldsAsDict(engine, instance)];
  if (["model_copy", "copy", "_replace"].includes(name)) {
    const fields = new Map(instance.fields);
    const update = given.keywords.get("update");
    if (update !== undefined) mergeInto(fields, update);
    if (name === "_replace") for (const [key, value] of given.keywords) fields.set(key, value);
    return [{ kind: "instance", instance: { ...instance, fields, born: engine.branch } }];
  }
  // An Enum that is a text has a text's methods.
  if (instance.class.traits.has("enum") && ["lower", "upper", "strip", "replace", "format"].includes(name)) {
    const value = instance.fields.get("value") ?? [text("")];
    return engine.call(
      value.flatMap((one) => engine.attribute(one, name, site)),
      given,
      site,
    );
  }
  return name === "model_dump_json" || name === "json" ? [unknown("it is written as JSON")] : undefined;
}

/** The fields of an object as a dictionary, objects in them too. */
export function fieldsAsDict(engine: Engine, instance: Instance, depth = 0): Alternative {
  const entries = new Map<string, Value>();
  for (const [key, value] of instance.fields) {
    entries.set(
      key,
      value.map((one) =>
        one.kind === "instance" &&
        one.instance.class.traits.size > 0 &&
        !one.instance.class.traits.has("enum") &&
        depth < 10
          ? fieldsAsDict(engine, one.instance, depth + 1)
          : one,
      ),
    );
  }
  return dict(entries, engine.branch);
}
