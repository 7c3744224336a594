import { environmentItem } from "../library/environment.js";
import type { Expression } from "../syntax/ast.js";
import {
  agree,
  both,
  dictKey,
  either,
  list,
  nothingGiven,
  under,
  unknown,
  unknownItem,
  withoutNone,
} from "../values/make.js";
import { asText, mapText } from "../values/texts.js";
import type { Alternative, DictObject, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { setEntry } from "./entries.js";
import { genericOf } from "./generics.js";
import { itemsOf } from "./items.js";
import type { Scope, Site } from "./scope.js";
import { sourceKey } from "./tests.js";

/** `object[index]`. */
export function subscript(engine: Engine, expression: Expression & { type: "subscript" }, scope: Scope): Value {
  const objects = withoutNone(engine.evaluate(expression.object, scope));
  if (expression.index.type === "slice") return sliced(engine, objects, expression.index, scope);
  const indexes = engine.evaluate(expression.index, scope);
  const found: Value[] = [];
  for (const object of objects) {
    for (const index of indexes) {
      if (!agree(object.when, index.when)) continue;
      found.push(under(itemOf(engine, object, index, scope, expression), both(object.when, index.when)));
    }
  }
  return either(...found);
}

function itemOf(
  engine: Engine,
  object: Alternative,
  index: Alternative,
  scope: Scope,
  { from, to }: { from: number; to: number },
): Value {
  switch (object.kind) {
    case "dict": {
      const { factory, origin } = object.dict;
      const written = dictKey(index);
      if (origin !== undefined && written !== undefined)
        engine.observer.entryRead(engine, origin, written, "subscript", nothingGiven, { file: scope.file, from, to });
      if (factory === undefined) return entryOf(object.dict, index);
      const key = dictKey(index);
      if (key === undefined ? object.dict.rest === undefined : !object.dict.entries.has(key))
        setEntry(engine, object.dict, index, engine.call(factory, nothingGiven, { file: scope.file, from: 0, to: 0 }));
      return entryOf(object.dict, index);
    }
    case "list": {
      const { items, rest } = object.list;
      if (index.kind === "constant" && typeof index.value === "number") {
        const item = items.at(index.value);
        if (item !== undefined && (rest === undefined || index.value >= 0)) return item;
        return rest ?? [unknown("the list has no such item")];
      }
      return either(...items.map((item, position) => under(item, choiceOf(index, `#${position}`))), rest ?? []);
    }
    case "external": {
      const name = dictKey(index);
      if (object.external.path === "os.environ") {
        const asked = index.kind === "text" ? { file: scope.file, from, to } : undefined;
        return environmentItem(engine, asText(index), asked);
      }
      const own = name === undefined ? undefined : object.external.fields?.get(name);
      if (own !== undefined) return own;
      if (object.external.path === "sys.modules" && isOwnName(index)) return [{ kind: "file", file: scope.file }];
      if (object.external.path.endsWith(".__dict__") && object.external.base !== undefined && name !== undefined)
        return engine.attribute({ kind: "external", external: object.external.base }, name, {
          file: scope.file,
          from: 0,
          to: 0,
        });
      const generic = genericOf(object.external, index);
      if (generic !== undefined) return generic;
      // `Base[T]` is its base.
      if (/\.[A-Z]\w*$/.test(object.external.path)) return [object];
      const keyed = name === undefined ? undefined : engine.observer.keyed(name);
      if (keyed !== undefined) return keyed;
      return [
        {
          kind: "external",
          external: {
            path: `${object.external.path}[]`,
            base: object.external,
            given: undefined,
            told: false,
            consumed: false,
            user: undefined,
            fields: undefined,
          },
        },
      ];
    }
    case "class": {
      const name = dictKey(index);
      const site = { file: scope.file, from: 0, to: 0 };
      if (object.class.traits.has("enum") && name !== undefined) return engine.attribute(object, name, site);
      if (object.class.traits.has("enum")) return either(...itemsOf(engine, [object]));
      const made = engine.attribute(object, "__class_getitem__", site).filter(({ kind }) => kind === "function");
      return made.length === 0
        ? [object]
        : engine.call(made, { positional: [[index]], keywords: new Map(), more: undefined }, site);
    }
    case "instance": {
      const site = { file: scope.file, from: 0, to: 0 };
      const { class: of, fields } = object.instance;
      if (of.traits.has("namedTuple") && index.kind === "constant" && typeof index.value === "number")
        return [...fields.values()].at(index.value) ?? [unknown("there is no such item")];
      const method = engine.attribute(object, "__getitem__", site).filter(({ kind }) => kind === "function");
      if (method.length > 0)
        return engine.call(method, { positional: [[index]], keywords: new Map(), more: undefined }, site);
      const { held } = object.instance;
      if (held !== undefined) return heldEntry(engine, object, held, index, site);
      return [unknown(`it is an item of a ${of.definition.name}`)];
    }
    case "text":
      return [unknown("it is a part of a text")];
    case "unknown": {
      const name = dictKey(index);
      return (
        (name === undefined ? undefined : engine.observer.keyed(name)) ?? [
          name === undefined
            ? { ...object, key: `${object.key}[${sourceKey(index) ?? ""}]` }
            : unknownItem(object, name),
        ]
      );
    }
    default:
      return [unknown("it is an item of something that cannot be told")];
  }
}

/** What an object of a class of mappings holds under a key, or what the class makes of a missing one. */
export function heldEntry(engine: Engine, of: Alternative, held: DictObject, index: Alternative, site: Site): Value {
  const key = dictKey(index);
  if (key === undefined || held.entries.has(key)) return entryOf(held, index);
  const method = engine.attribute(of, "__missing__", site).filter(({ kind }) => kind === "function");
  return method.length === 0
    ? entryOf(held, index)
    : engine.call(method, { ...nothingGiven, positional: [[index]] }, site);
}

/** `__name__`. */
function isOwnName(index: Alternative): boolean {
  return index.kind === "external" && index.external.path === "__name__";
}

/** What further entries of a dictionary hold under a key. */
export function restOf(rest: Value, key: string): Value {
  return rest.map((one) => (one.kind === "unknown" && one.mapping !== undefined ? unknownItem(one, key) : one));
}

/** What a dictionary holds under a key; each of its entries under its choice where the key cannot be told. */
export function entryOf(of: DictObject, index: Alternative): Value {
  const key = dictKey(index);
  if (key !== undefined) {
    const found = of.entries.get(key);
    if (found !== undefined) return found;
    if (of.rest !== undefined) return restOf(of.rest, key);
    return [unknown(`the key ${JSON.stringify(key)} is not there`)];
  }
  // Any function of these names may be meant.
  if (of.names === true)
    return either(...[...of.entries.values()].map((value) => value.filter(({ kind }) => kind === "function")), [
      unknown("the name is computed"),
    ]);
  const form = formOf(index);
  const entries = [...of.entries].filter(([name]) => form?.test(name) !== false);
  const found = entries.map(([name, value]) => under(value, choiceOf(index, name)));
  if (of.rest !== undefined) found.push(of.rest);
  return found.length === 0 ? [unknown("the mapping is empty")] : either(...found);
}

/** What a key of which parts are known looks like. */
function formOf(index: Alternative): RegExp | undefined {
  if (index.kind !== "text") return undefined;
  const parts = index.parts.map((part) =>
    typeof part === "string" ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : ".*",
  );
  return new RegExp(`^${parts.join("")}$`, "s");
}

function choiceOf(index: Alternative, value: string) {
  const id = sourceKey(index);
  return id === undefined ? undefined : { id, value, not: false, next: undefined };
}

function sliced(engine: Engine, objects: Value, slice: Expression & { type: "slice" }, scope: Scope): Value {
  const bound = (expression: Expression | undefined): number | undefined | "unknown" => {
    if (expression === undefined) return undefined;
    const [only, more] = engine.evaluate(expression, scope);
    return more === undefined && only?.kind === "constant" && typeof only.value === "number" ? only.value : "unknown";
  };
  const start = bound(slice.start);
  const end = bound(slice.end);
  if (start === "unknown" || end === "unknown") {
    return objects.map((one) => (one.kind === "list" ? one : unknown("it is a part of something")));
  }
  return either(
    ...objects.map((one): Value => {
      if (one.kind === "list")
        return [{ ...list(one.list.items.slice(start, end), engine.branch, one.list.rest), when: one.when }];
      if (one.kind === "text") return mapText([one], (known) => known.slice(start, end));
      return [one];
    }),
  );
}
