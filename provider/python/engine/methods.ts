import { either, external, isPlain, knownText, newObject, text, unknown, unknownItem } from "../values/make.js";
import { configSource, softened } from "../values/soft.js";
import type { Alternative, External, Given, Instance, Value } from "../values/types.js";
import { classMethod, instanceMethod } from "./dataMethods.js";
import { callDictMethod } from "./dictMethods.js";
import type { Engine } from "./engine.js";
import { escapeGiven } from "./given.js";
import { lineageOf } from "./lineage.js";
import { callListMethod } from "./listMethods.js";
import { dictMethods } from "./methodNames.js";
import type { Site } from "./scope.js";
import { callTextMethod } from "./textMethods.js";

/** What `object.name(…)` may give. */
export function callMethod(engine: Engine, of: Alternative, name: string, given: Given, site: Site): Value {
  switch (of.kind) {
    case "text":
      return callTextMethod(engine, of, name, given, site);
    case "list":
      return callListMethod(engine, of, name, given);
    case "dict":
      if (dictMethods.has(name) && !(of.dict.entries.has(name) && name !== "get"))
        return callDictMethod(engine, of, name, given, site);
      return engine.call(engine.attribute(of, name, site), given, site);
    case "super":
      return callSuper(engine, of, name, given, site);
    case "function":
      return callFunctionMethod(engine, of, name, given);
    case "class":
      return (
        classMethod(engine, of, name, given, site) ??
        engine.call(withoutSelf(engine.attribute(of, name, site), of, name), given, site)
      );
    case "instance":
      return callInstanceMethod(engine, of, name, given, site);
    case "external": {
      const own = of.external.fields?.get(name);
      if (own !== undefined) return engine.call(own, given, site);
      const [attribute] = engine.attribute(of, name, site);
      if (attribute?.kind === "external") return engine.callExternal(attribute.external, given, site);
      return attribute === undefined ? [] : engine.call([attribute], given, site);
    }
    case "unknown": {
      engine.calledUnknown(of);
      escapeGiven(engine, given);
      const fallback = name === "get" ? given.positional[1] : undefined;
      const asked = firstText(given);
      const keyed = asked === undefined ? undefined : engine.observer.keyed(asked);
      if (keyed !== undefined) return keyed;
      if (of.mapping !== undefined && name === "get" && asked !== undefined) {
        const item = unknownItem(of, asked);
        const { keys } = item.mapping ?? of.mapping;
        if (fallback === undefined || !fallback.every(isPlain)) return [item, ...(fallback ?? [])];
        return softened(fallback, configSource(keys.join(".")));
      }
      if (fallback?.some(({ kind }) => kind === "text") === true) {
        const key = `${of.key}.get`;
        return [{ ...of, key, optional: true }, ...softened(fallback, key)];
      }
      return [{ ...of, key: `${of.key}.${name}()` }];
    }
    default:
      return engine.call(engine.attribute(of, name, site), given, site);
  }
}

function firstText(given: Given): string | undefined {
  const [one] = given.positional[0] ?? [];
  return one === undefined ? undefined : knownText(one);
}

/** A class whose own class has no such method leads nowhere: `method` of a class would ask for ever. */
function withoutSelf(value: Value, of: Alternative & { kind: "class" }, name: string): Value {
  return value.map((one) => (one.kind === "method" ? unknown(`${of.class.definition.name} has no ${name}`) : one));
}

function callInstanceMethod(
  engine: Engine,
  of: Alternative & { kind: "instance" },
  name: string,
  given: Given,
  site: Site,
): Value {
  const known = instanceMethod(engine, of, name, given, site);
  if (known !== undefined) return known;
  const value = engine.attribute(of, name, site);
  const own = value.every(
    (one) =>
      one.kind !== "external" || one.external.given !== undefined || !isBaseMethod(of.instance, one.external, name),
  );
  // A method of a library's class calls those that the agent's own class defines.
  if (!own) engine.escape([of]);
  return engine.call(value, given, site);
}

function isBaseMethod(instance: Instance, value: External, name: string): boolean {
  return (
    value.path.endsWith(`.${name}`) && !instance.fields.has(name) && lineageOf(instance.class).external !== undefined
  );
}

function callFunctionMethod(engine: Engine, of: Alternative, name: string, given: Given): Value {
  escapeGiven(engine, given);
  engine.escape([of]);
  return [unknown(`it is what ${name} of a function gives`)];
}

function callSuper(engine: Engine, of: Alternative & { kind: "super" }, name: string, given: Given, site: Site): Value {
  const found = engine.attribute(of, name, site).filter((one) => one.kind !== "method");
  if (found.length > 0) return engine.call(found, given, site);
  const { self } = of;
  const owner = self.kind === "instance" ? self.instance : undefined;
  const outside = owner === undefined ? undefined : lineageOf(owner.class).external;
  if (name === "__init__" && owner !== undefined) {
    for (const [key, value] of given.keywords) if (!owner.fields.has(key)) owner.fields.set(key, value);
    if (outside === undefined) return [];
    const [made] = engine.callExternal(outside, given, site);
    if (made?.kind === "external") owner.external = made.external;
    if (made?.kind === "dict") owner.held = made.dict;
    return [{ kind: "constant", value: null }];
  }
  if (self.kind === "class" && name === "__new__") return [newObject(self.class, engine.branch)];
  if (outside === undefined) return either([unknown(`it is what a base's ${name} gives`)]);
  const base = owner?.external;
  const path = base === undefined ? `${outside.path}().${name}` : `${base.path}.${name}`;
  const [attribute] = [external(path, base ?? outside)];
  return attribute.kind === "external" ? engine.callExternal(attribute.external, given, site) : [text("")];
}
