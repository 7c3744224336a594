import { agree, both, dictKey, either, isPlain, list, none, noneAs, under, unknown } from "../values/make.js";
import { configSource, softened, whyOf } from "../values/soft.js";
import type { Alternative, DictObject, Given, Value } from "../values/types.js";

import type { Engine } from "./engine.js";
import { setEntry } from "./entries.js";
import { keyValue } from "./items.js";
import { mergeInto } from "./merging.js";
import type { Site } from "./scope.js";
import { entryOf, restOf } from "./subscripts.js";

/** Methods of dictionaries, and of MLflow's ModelConfig, which has some of them. */
export function callDictMethod(
  engine: Engine,
  of: Alternative & { kind: "dict" },
  name: string,
  given: Given,
  site: Site,
): Value {
  const { entries, rest, origin } = of.dict;
  const [key, fallback = given.keywords.get("default")] = given.positional;
  switch (name) {
    case "get":
    case "pop":
    case "setdefault":
      for (const one of origin === undefined ? [] : (key ?? given.keywords.get("key") ?? [])) {
        const written = dictKey(one);
        if (origin !== undefined && written !== undefined && name === "get")
          engine.observer.entryRead(engine, origin, written, "get", given, site);
      }
      return get(engine, of, name, key ?? given.keywords.get("key") ?? [], fallback);
    case "items": {
      const items = [...entries].map(([one, value]): Value => [list([[keyValue(one)], value], engine.branch)]);
      const more: Value | undefined =
        rest === undefined ? undefined : [list([[unknown("it is a key that cannot be told")], rest], engine.branch)];
      return [list(items, engine.branch, more)];
    }
    case "keys":
      return [
        list(
          [...entries.keys()].map((one) => [keyValue(one)]),
          engine.branch,
          rest === undefined ? undefined : [unknown("it is a key that cannot be told")],
        ),
      ];
    case "values":
      return [list([...entries.values()], engine.branch, rest)];
    case "update": {
      const added = new Map<string, Value>();
      let more = key === undefined ? undefined : mergeInto(added, key);
      for (const [one, value] of given.keywords) added.set(one, value);
      for (const [one, value] of added) setEntry(engine, of.dict, keyValue(one), value);
      more = given.more === undefined ? more : either(more ?? [], [given.more]);
      if (more !== undefined) {
        of.dict.rest = either(of.dict.rest ?? [], more);
        // What is not known may put another value in the place of each.
        const other = more.map((one): Alternative => (one.kind === "unknown" ? { ...one, optional: true } : one));
        for (const [one, value] of of.dict.entries) if (!added.has(one)) of.dict.entries.set(one, either(value, other));
      }
      return none;
    }
    case "copy":
    case "to_dict":
      return [copyOf(engine, of.dict)];
    default:
      return [unknown(`it is what ${name} of a mapping gives`)];
  }
}

/** The same entries in another mapping, which is a mapping and nothing else. */
function copyOf(engine: Engine, { entries, rest, origin }: DictObject): Alternative {
  const copy: DictObject = { entries: new Map(entries), rest, born: engine.branch };
  if (origin !== undefined) copy.origin = { ...origin, isObject: false };
  return { kind: "dict", dict: copy };
}

/** What may be under a key that a mapping may have: where a configuration is not given, its default and nothing else. */
function openEntry(of: DictObject, rest: Value, key: string, fallback: Value | undefined): Value {
  const isOnlyDefault = fallback?.every(isPlain) === true && rest.every((one) => one.kind === "unknown" && one.mapping);
  if (isOnlyDefault && of.origin !== undefined) return softened(fallback, settingSource(of.origin, key));
  return either(restOf(rest, key), fallback ?? []);
}

function settingSource(origin: NonNullable<DictObject["origin"]>, key: string): string {
  return configSource([...origin.keys, key].join("."));
}

function get(
  engine: Engine,
  of: Alternative & { kind: "dict" },
  name: string,
  keys: Value,
  fallback: Value | undefined,
): Value {
  const { entries, rest, origin } = of.dict;
  const found: Value[] = [];
  for (const key of keys) {
    if (!agree(key.when, of.when)) continue;
    const written = dictKey(key);
    const choice = both(key.when, of.when);
    if (written === undefined) {
      found.push(under(entryOf(of.dict, key), choice));
      if (fallback !== undefined) found.push(under(fallback, choice));
      // What is asked for may not be there: `if handler := handlers.get(name)` has another branch.
      else if (name === "get" && origin?.isObject !== true)
        found.push(under([noneAs("the mapping may not have that key")], choice));
      continue;
    }
    const value = entries.get(written);
    if (value !== undefined) found.push(under(value, choice));
    else if (rest !== undefined) found.push(under(openEntry(of.dict, rest, written, fallback), choice));
    else if (fallback !== undefined) found.push(under(fallback, choice));
    else if (origin?.isObject === true)
      found.push([{ ...unknown(whyOf(settingSource(origin, written))), optional: true }]);
    else if (origin !== undefined) found.push([noneAs(whyOf(settingSource(origin, written)))]);
    else found.push([noneAs(`the mapping has no key ${JSON.stringify(written)}`)]);
    if (name === "setdefault" && value === undefined && fallback !== undefined)
      setEntry(engine, of.dict, key, fallback);
  }
  return either(...found);
}
