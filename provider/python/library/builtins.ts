import { memberOf } from "../engine/attributes.js";
import { itemsOf, listFrom } from "../engine/items.js";
import { lineageOf } from "../engine/lineage.js";
import { mergeInto } from "../engine/merging.js";
import { isSoft, truthOf } from "../engine/tests.js";
import { constant, dict, either, external, knownText, list, none, text, under, unknown } from "../values/make.js";
import { asText } from "../values/texts.js";
import type { Alternative, Value } from "../values/types.js";
import type { Called, LibraryCall } from "./types.js";

/** Functions that Python has without an import. */
export const builtinCalls: { readonly [name: string]: LibraryCall } = {
  str: ({ engine, given: { positional }, site }) =>
    positional[0] === undefined ? [text("")] : positional[0].flatMap((one) => written(engine, one, site)),
  repr: ({ given: { positional } }) => positional[0]?.map(asText),
  format: ({ given: { positional } }) => positional[0]?.map(asText),
  dict: ({ engine, given }) => {
    const entries = new Map<string, Value>();
    let rest =
      given.positional[0] === undefined ? undefined : mergeInto(entries, pairsAsDict(engine, given.positional[0]));
    for (const [name, value] of given.keywords) entries.set(name, value);
    if (given.more !== undefined) rest = either(rest ?? [], [given.more]);
    return [dict(entries, engine.branch, rest)];
  },
  list: sequence,
  tuple: sequence,
  set: sequence,
  frozenset: sequence,
  sorted: sequence,
  reversed: sequence,
  iter: sequence,
  aiter: sequence,
  enumerate: ({ engine, given }) => {
    const items = itemsOf(engine, given.positional[0] ?? []);
    const numbered = items.map((item, index): Value => [list([[constant(index)], item], engine.branch)]);
    const rest: Value | undefined = items.isOpen
      ? [list([[unknown("it is a number")], items.rest], engine.branch)]
      : undefined;
    return [list(numbered, engine.branch, rest)];
  },
  zip: ({ engine, given }) => {
    const all = given.positional.map((value) => itemsOf(engine, value));
    const length = Math.max(0, ...all.map((items) => items.length));
    const open = all.every(({ isOpen }) => isOpen);
    const rows: Value[] = [];
    for (let index = 0; index < length; index++) {
      if (all.some((items) => items.length <= index && !items.isOpen)) break;
      rows.push([
        list(
          all.map((items) => items[index] ?? items.rest),
          engine.branch,
        ),
      ]);
    }
    return [
      list(
        rows,
        engine.branch,
        open
          ? [
              list(
                all.map(({ rest }) => rest),
                engine.branch,
              ),
            ]
          : undefined,
      ),
    ];
  },
  map: ({ engine, given, site }) => {
    const [called = [], ...lists] = given.positional;
    const [first] = lists;
    if (first === undefined) return undefined;
    const items = itemsOf(engine, first);
    const apply = (item: Value) =>
      engine.call(called, { positional: [item], keywords: new Map(), more: undefined }, site);
    return [list(items.map(apply), engine.branch, items.isOpen ? apply(items.rest) : undefined)];
  },
  filter: ({ engine, given, site }) => {
    const [test = [], from = []] = given.positional;
    const items = itemsOf(engine, from);
    const kept = items.filter((item) => {
      const verdict = test.every(({ kind }) => kind === "constant")
        ? item
        : engine.call(test, { positional: [item], keywords: new Map(), more: undefined }, site);
      return !verdict.every((one) => !isSoft(one) && truthOf(one) === false);
    });
    return [list([...kept], engine.branch, items.isOpen ? items.rest : undefined)];
  },
  range: ({ engine, given }) => {
    const numbers = given.positional.map(([one]) => (one?.kind === "constant" ? Number(one.value) : Number.NaN));
    const [start, end, step] =
      numbers.length === 1 ? [0, numbers[0] ?? 0, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
    if (numbers.some(Number.isNaN) || step === 0) return [list([], engine.branch, [unknown("it is a number")])];
    const items: Value[] = [];
    for (let at = start; step > 0 ? at < end : at > end; at += step) {
      if (items.length > 16) break;
      items.push([constant(at)]);
    }
    return [list(items, engine.branch, items.length > 16 ? [unknown("it is a number")] : undefined)];
  },
  len: ({ given }) => {
    const [one, more] = given.positional[0] ?? [];
    if (more !== undefined || one === undefined) return [unknown("it is counted")];
    if (one.kind === "list" && one.list.rest === undefined) return [constant(one.list.items.length)];
    const known = one.kind === "text" && one.soft === undefined ? knownText(one) : undefined;
    return [known === undefined ? unknown("it is counted") : constant(known.length)];
  },
  next: ({ engine, given }) => {
    const items = itemsOf(engine, given.positional[0] ?? []);
    return either(...items, items.isOpen ? items.rest : [], given.positional[1] ?? []);
  },
  anext: ({ engine, given }) => {
    const items = itemsOf(engine, given.positional[0] ?? []);
    return either(...items, items.isOpen ? items.rest : []);
  },
  getattr: ({ engine, given, site }) => {
    const [objects = [], names = [], fallback] = given.positional;
    const found: Value[] = [];
    for (const object of objects) {
      for (const name of names) {
        const known = knownText(name);
        if (known === undefined) found.push(namedByUnknown(engine, object, site));
        else if (fallback !== undefined && lacks(object, known)) found.push(fallback);
        else found.push(engine.observer.keyed(known) ?? under(engine.attribute(object, known, site), object.when));
      }
    }
    return either(...found);
  },
  setattr: ({ engine, given }) => {
    const [objects = [], names = [], value = []] = given.positional;
    for (const object of objects)
      for (const name of names) {
        const known = knownText(name);
        if (known !== undefined) engine.setAttribute(object, known, value);
      }
    return none;
  },
  hasattr: ({ given }) => {
    const [objects = [], names = []] = given.positional;
    const [object, more] = objects;
    const name = names[0] === undefined ? undefined : knownText(names[0]);
    if (object === undefined || more !== undefined || name === undefined) return [unknown("it is a condition")];
    return lacks(object, name) ? [constant(false)] : [unknown("it is a condition")];
  },
  isinstance: ({ engine, given }) => {
    const [objects = [], classes = []] = given.positional;
    const wanted = classes.flatMap((one) => (one.kind === "list" ? itemsOf(engine, [one]).flat() : [one]));
    const verdicts = new Set(objects.map((one) => isA(one, wanted)));
    const [verdict] = verdicts;
    return [verdicts.size === 1 && verdict !== undefined ? constant(verdict) : unknown("it is a condition")];
  },
  exec: runsText,
  eval: runsText,
  property: ({ given }) => {
    const [getter = [], setter = given.keywords.get("fset") ?? []] = given.positional;
    const [set] = setter;
    return getter.map((one): Alternative => {
      if (one.kind !== "function") return one;
      const made = { ...one.function, role: "property" as const };
      if (set?.kind === "function") made.setter = set.function;
      return { ...one, function: made };
    });
  },
  issubclass: () => [unknown("it is a condition")],
  callable: () => [unknown("it is a condition")],
  bool: ({ given: { positional } }) =>
    positional[0]?.map((one) => {
      const truth = one.kind === "text" && one.soft !== undefined ? undefined : truthOf(one);
      return truth === undefined ? unknown("it is a condition") : constant(truth);
    }),
  int: number,
  float: number,
  type: ({ given: { positional } }) =>
    positional[0]?.map(
      (one): Alternative =>
        one.kind === "instance" ? { kind: "class", class: one.instance.class } : unknown("it is a class"),
    ),
  max: chosenOf,
  min: chosenOf,
  any: () => [unknown("it is a condition")],
  all: () => [unknown("it is a condition")],
  sum: () => [unknown("it is computed")],
  abs: () => [unknown("it is computed")],
  round: () => [unknown("it is computed")],
  hash: () => [unknown("it is computed")],
  id: () => [unknown("it is computed")],
  input: () => [unknown("it is asked for")],
  print: () => none,
  object: () => [external("builtins.object()")],
  vars: ({ given: { positional } }) =>
    positional[0]?.map(
      (one): Alternative =>
        one.kind === "instance"
          ? { kind: "dict", dict: { entries: one.instance.fields, rest: undefined, born: one.instance.born } }
          : one.kind === "external"
            ? external(`${one.external.path}.__dict__`, one.external)
            : unknown("it is a mapping of attributes"),
    ),
  __import__: ({ given: { positional } }) => positional[0]?.map((one) => external(knownText(one) ?? "unknown")),
};

/** Whether an object is of one of these classes; undefined where that cannot be told. */
function isA(one: Alternative, classes: Value): boolean | undefined {
  const verdicts = classes.map((of): boolean | undefined => {
    if (one.kind === "instance" && of.kind === "class") return lineageOf(one.instance.class).own.includes(of.class);
    const name = of.kind === "external" ? /^builtins\.(\w+)$/.exec(of.external.path)?.[1] : undefined;
    if (of.kind === "class") return ["text", "constant", "list", "dict"].includes(one.kind) ? false : undefined;
    if (name === undefined) return undefined;
    if (one.kind === "dict") return name === "dict";
    if (one.kind === "text") return name === "str";
    if (one.kind === "list") return ["list", "tuple", "set", "frozenset"].includes(name) ? undefined : false;
    if (one.kind !== "constant")
      return one.kind === "instance" &&
        ["str", "dict", "list"].includes(name) &&
        one.instance.class.traits.size === 0 &&
        one.instance.class.bases.length === 0
        ? false
        : undefined;
    if (one.value === null) return false;
    return typeof one.value === "boolean"
      ? name === "bool" || name === "int"
      : ["int", "float"].includes(name)
        ? undefined
        : false;
  });
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) || verdicts.length === 0 ? undefined : false;
}

/** What an object says of itself as a text. */
function written(engine: Called["engine"], one: Alternative, site: Called["site"]): Value {
  return one.kind === "instance" ? (engine.written(one, site) ?? [asText(one)]) : [asText(one)];
}

function sequence({ engine, given }: Called): Value {
  const [value] = given.positional;
  return value === undefined ? [list([], engine.branch)] : [listFrom(engine, itemsOf(engine, value))];
}

function number({ given: { positional } }: Called): Value | undefined {
  return positional[0]?.map((one) => {
    if (one.kind === "constant") return one;
    const known = knownText(one);
    return known !== undefined && /^-?\d+(?:\.\d+)?$/.test(known) && one.kind === "text" && one.soft === undefined
      ? constant(Number(known))
      : unknown("it is a number");
  });
}

function chosenOf({ engine, given: { positional } }: Called): Value {
  const [first = []] = positional;
  if (positional.length > 1) return either(...positional);
  const items = itemsOf(engine, first);
  return either(...items, items.isOpen ? items.rest : []);
}

/** Code in a text is not read. */
function runsText({ engine, site }: Called): Value {
  engine.stop(`${site.file.name} runs code that is in a text`);
  return [unknown("it is what code in a text gives")];
}

function pairsAsDict(engine: Called["engine"], value: Value): Value {
  return value.map((one): Alternative => {
    if (one.kind !== "list") return one;
    const entries = new Map<string, Value>();
    let rest: Value | undefined = one.list.rest;
    for (const item of one.list.items) {
      const [key, held] = itemsOf(engine, item);
      const name = key?.[0] === undefined ? undefined : knownText(key[0]);
      if (name !== undefined && held !== undefined) entries.set(name, held);
      else if (held !== undefined) rest = either(rest ?? [], held);
    }
    return dict(entries, engine.branch, rest);
  });
}

/** Whether an object certainly has no such attribute. */
function lacks(object: Alternative, name: string): boolean {
  if (object.kind === "instance") {
    const { instance } = object;
    return (
      !instance.fields.has(name) &&
      memberOf(instance.class, name) === undefined &&
      instance.external === undefined &&
      instance.class.bases.length === 0
    );
  }
  return object.kind === "file"
    ? object.file.frame.own(name) === undefined
    : object.kind === "constant" || object.kind === "text";
}

/** `getattr(module, name)` with a name that cannot be told: any function of it may be meant. */
function namedByUnknown(engine: Called["engine"], object: Alternative, site: Called["site"]): Value {
  if (object.kind === "instance" || object.kind === "file") {
    const names = object.kind === "file" ? object.file.frame.names() : new Set(object.instance.class.frame.names());
    const found = [...names]
      .filter((name) => !name.startsWith("__"))
      .map((name) => engine.attribute(object, name, site));
    return either(...found.map((value) => value.filter(({ kind }) => kind === "function")), [
      unknown("the attribute's name cannot be told"),
    ]);
  }
  return [unknown("the attribute's name cannot be told")];
}
