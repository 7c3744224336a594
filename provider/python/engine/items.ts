import { either, list, nothingGiven, text, under, unknown } from "../values/make.js";
import type { Alternative, Value } from "../values/types.js";
import type { Engine } from "./engine.js";

/** What is gone through, one after the other; `rest` is what further items may be. */
export class Items extends Array<Value> {
  isOpen = false;
  rest: Value = [];

  /** Notes that there may be more. */
  open(rest: Value): void {
    this.isOpen = true;
    this.rest = either(this.rest, rest);
  }
}

// A loop over more items than that is run once for the rest of them.
const maximumItems = 200;

/** The items of whatever a value may be. */
export function itemsOf(engine: Engine, value: Value): Items {
  const found = new Items();
  for (const one of value) {
    const own = itemsOfOne(engine, one);
    for (const item of own) {
      const visible = under(item, one.when);
      if (found.length < maximumItems) found.push(visible);
      else found.open(visible);
    }
    if (own.isOpen) found.open(under(own.rest, one.when));
  }
  return found;
}

function itemsOfOne(engine: Engine, one: Alternative): Items {
  const found = new Items();
  if (one.kind === "list") {
    for (const item of one.list.items) found.push(item);
    if (one.list.rest !== undefined) found.open(one.list.rest);
  } else if (one.kind === "dict") {
    for (const key of one.dict.entries.keys()) found.push([keyValue(key)]);
    if (one.dict.rest !== undefined) found.open([unknown("it is a key that cannot be told")]);
  } else if (one.kind === "class" && one.class.traits.has("enum")) {
    for (const name of one.class.fields.keys()) found.push(engine.attribute(one, name, noSite(one)));
  } else if (one.kind === "instance") {
    const { class: of, fields } = one.instance;
    if (one.instance.held !== undefined) return itemsOfOne(engine, { kind: "dict", dict: one.instance.held });
    if (of.traits.has("namedTuple")) for (const item of fields.values()) found.push(item);
    else {
      const site = { file: of.file, from: of.definition.from, to: of.definition.from };
      const method = (name: string) => engine.attribute(one, name, site).filter(({ kind }) => kind === "function");
      for (const name of ["__iter__", "__aiter__"]) {
        const begun = method(name);
        if (begun.length === 0) continue;
        const made = engine.call(begun, nothingGiven, site);
        // An iterator is its own beginning.
        const others = made.filter((each) => each.kind !== "instance" || each.instance !== one.instance);
        if (others.length > 0) return itemsOf(engine, others);
      }
      for (const name of ["__next__", "__anext__"]) {
        const next = method(name);
        if (next.length > 0) found.open(engine.call(next, nothingGiven, site));
      }
      if (found.isOpen) return found;
      found.open([unknown(`it is an item of a ${of.definition.name}`)]);
    }
  } else if (one.kind === "external") {
    engine.escape([one]);
    found.open([
      {
        kind: "external",
        external: {
          ...one.external,
          path: `${one.external.path}[]`,
          base: one.external,
          given: undefined,
          fields: undefined,
        },
      },
    ]);
  } else if (one.kind === "unknown") found.open([{ ...one, key: `${one.key}[]` }]);
  else if (one.kind !== "constant") found.open([unknown("it is an item of something that cannot be told")]);
  return found;
}

/** A key of a dictionary as a value. */
export function keyValue(key: string): Alternative {
  if (!key.startsWith("#")) return text(key);
  const written = key.slice(1);
  if (written === "None") return { kind: "constant", value: null };
  if (written === "true" || written === "false") return { kind: "constant", value: written === "true" };
  if (written === "null") return { kind: "constant", value: null };
  return { kind: "constant", value: Number(written) };
}

function noSite(one: Alternative & { kind: "class" }) {
  return { file: one.class.file, from: one.class.definition.from, to: one.class.definition.from };
}

/** A list of items that were found. */
export function listFrom(engine: Engine, items: Items): Alternative {
  return list([...items], engine.branch, items.isOpen ? items.rest : undefined);
}
