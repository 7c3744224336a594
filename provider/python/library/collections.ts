import { Frame } from "../engine/frame.js";
import { itemsOf } from "../engine/items.js";
import { mergeInto } from "../engine/merging.js";
import { argument } from "../values/given.js";
import { dict, either, knownText, list } from "../values/make.js";
import type { PythonClass, Value } from "../values/types.js";
import type { Called, LibraryCall } from "./types.js";

/** Calls of Python's own library that make lists and mappings of others. */
export const collectionCalls: { readonly [path: string]: LibraryCall } = {
  // The first mapping that has a key goes before the others.
  "collections.ChainMap": ({ engine, given }) => {
    const entries = new Map<string, Value>();
    let rest: Value = [];
    for (const value of [...given.positional].reverse()) rest = either(rest, mergeInto(entries, value) ?? []);
    return [dict(entries, engine.branch, rest.length === 0 ? undefined : rest)];
  },
  "collections.defaultdict": ({ engine, given }) => {
    const [factory, from] = given.positional;
    const entries = new Map<string, Value>();
    const rest = from === undefined ? undefined : mergeInto(entries, from);
    for (const [name, value] of given.keywords) entries.set(name, value);
    return [{ kind: "dict", dict: { entries, rest, born: engine.branch, factory } }];
  },
  "collections.namedtuple": (called) => {
    const names = argument(called.given, 1, "field_names") ?? [];
    const defaults = itemsOf(called.engine, called.given.keywords.get("defaults") ?? []);
    const [one, more] = names;
    const known = one === undefined || more !== undefined ? undefined : knownText(one);
    const all =
      known === undefined ? itemsOf(called.engine, names).map(onlyText) : known.split(/[\s,]+/).filter(Boolean);
    return namedTuple(called, all, (index) => defaults[index - (all.length - defaults.length)]);
  },
  "typing.NamedTuple": (called) => {
    const fields = itemsOf(called.engine, argument(called.given, 1, "fields") ?? []);
    const names = fields.map((field) => onlyText(itemsOf(called.engine, field)[0] ?? []));
    return namedTuple(called, names, () => undefined);
  },
  "itertools.product": ({ engine, given }) => {
    const repeat = given.keywords.get("repeat")?.[0];
    const times = repeat?.kind === "constant" ? Math.min(Number(repeat.value), 4) : 1;
    const all = Array.from({ length: times }, () => given.positional)
      .flat()
      .map((value) => itemsOf(engine, value));
    const items = all.map((one) => (one.isOpen ? [...one, one.rest] : [...one]));
    const rows = items.reduce<Value[][]>(
      (before, one) => before.flatMap((row) => one.map((item) => [...row, item])).slice(0, mostRows),
      [[]],
    );
    const open = all.some(({ isOpen }) => isOpen);
    const made = rows.map((row): Value => [list(row, engine.branch)]);
    return [list(open ? [] : made, engine.branch, open ? either(...made) : undefined)];
  },
  "itertools.zip_longest": ({ engine, given, of, site }) =>
    engine.callExternal({ ...of, path: "builtins.zip" }, given, site),
  "itertools.islice": ({ given }) => given.positional[0],
  "itertools.cycle": ({ engine, given }) => {
    const items = itemsOf(engine, given.positional[0] ?? []);
    return [list([], engine.branch, either(...items, items.isOpen ? items.rest : []))];
  },
  "itertools.repeat": ({ engine, given }) => {
    const [item = [], times] = given.positional;
    const [count] = times ?? [];
    const known = count?.kind === "constant" && typeof count.value === "number" ? count.value : undefined;
    if (known !== undefined && known <= mostRows)
      return [
        list(
          Array.from({ length: known }, () => item),
          engine.branch,
        ),
      ];
    return [list([], engine.branch, item)];
  },
  "operator.or_": ({ engine, given }) => merged(engine, given.positional),
  "more_itertools.collapse": ({ given }) => given.positional[0],
};

function onlyText(value: Value): string | undefined {
  const [one, more] = value;
  return one === undefined || more !== undefined ? undefined : knownText(one);
}

/** A class of tuples as a class statement would make it. */
function namedTuple(
  { given, site }: Called,
  names: readonly (string | undefined)[],
  defaultOf: (index: number) => Value | undefined,
): Value | undefined {
  if (names.length === 0 || names.includes(undefined)) return undefined;
  const frame = new Frame(site.file.frame, "class", 0);
  const fields: PythonClass["fields"] = new Map();
  names.forEach((name = "", index) => {
    const value = defaultOf(index);
    if (value !== undefined) frame.set(name, value);
    fields.set(name, { annotation: undefined, hasDefault: value !== undefined, keywordOnly: false });
  });
  const name = onlyText(given.positional[0] ?? []) ?? "namedtuple";
  const made: PythonClass = {
    definition: { type: "class", name, arguments: [], decorators: [], body: [], from: site.from, to: site.to },
    file: site.file,
    frame,
    bases: [],
    traits: new Set(["namedTuple"]),
    fields,
    announced: false,
    environmentPrefix: "",
  };
  return [{ kind: "class", class: made }];
}

// More combinations than that are nobody's intention.
const mostRows = 200;

function merged(engine: Parameters<LibraryCall>[0]["engine"], values: readonly Value[]): Value {
  const entries = new Map<string, Value>();
  let rest: Value = [];
  for (const value of values) rest = either(rest, mergeInto(entries, value) ?? []);
  return [dict(entries, engine.branch, rest.length === 0 ? undefined : rest)];
}
