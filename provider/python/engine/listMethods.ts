import { either, list, none, under, unknown } from "../values/make.js";
import type { Alternative, Given, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { itemsOf } from "./items.js";

const maximumItems = 1_000;
const removing = new Set(["clear", "remove", "pop", "popleft", "discard"]);

/** Methods of lists, tuples and sets. */
export function callListMethod(engine: Engine, of: Alternative & { kind: "list" }, name: string, given: Given): Value {
  const { list: own } = of;
  const [first, second] = given.positional;
  const add = (item: Value) => {
    if (!engine.isSure(own) && own.items.length === 0) own.maybe = true;
    const value = engine.isSure(own) ? item : under(item, engine.choice);
    if (own.items.length < maximumItems) own.items.push(value);
    else own.rest = either(own.rest ?? [], value);
  };
  if (removing.has(name)) own.maybe = true;
  switch (name) {
    case "append":
    case "add":
    case "appendleft":
      if (first !== undefined) add(first);
      return none;
    case "insert":
      if (second !== undefined) add(second);
      return none;
    case "extend":
    case "update": {
      const more = itemsOf(engine, first ?? []);
      for (const item of more) add(item);
      if (more.isOpen) own.rest = either(own.rest ?? [], more.rest);
      return none;
    }
    case "union":
    case "copy": {
      const more = given.positional.map((value) => itemsOf(engine, value));
      const rest = more.filter(({ isOpen }) => isOpen).map((items) => items.rest);
      if (own.rest !== undefined) rest.push(own.rest);
      return [
        list(
          [...own.items, ...more.flatMap((items) => [...items])],
          engine.branch,
          rest.length > 0 ? either(...rest) : undefined,
        ),
      ];
    }
    case "pop":
    case "popleft": {
      const index = first?.[0];
      const position =
        name === "popleft" ? 0 : index?.kind === "constant" && typeof index.value === "number" ? index.value : -1;
      return own.items.at(position) ?? own.rest ?? [unknown("the list is empty")];
    }
    case "index":
    case "count":
      return [unknown("it is counted")];
    default:
      return none;
  }
}
