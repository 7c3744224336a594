import type { Expression } from "../syntax/ast.js";
import { dictKey, either, list, nothingGiven, under, unknown } from "../values/make.js";
import type { Alternative, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { setEntry } from "./entries.js";
import { itemsOf } from "./items.js";
import { setName } from "./names.js";
import { forget } from "./narrowing.js";
import type { Scope } from "./scope.js";

/** Gives a target a value: a name, `a, *b`, `object.name`, `object[key]`. */
export function assign(engine: Engine, target: Expression, value: Value, scope: Scope): void {
  forget(scope.frame, target);
  if (target.type === "name") setName(engine, target.name, value, scope);
  else if (target.type === "tuple" || target.type === "list") unpack(engine, target, value, scope);
  else if (target.type === "attribute") {
    for (const one of engine.evaluate(target.object, scope))
      engine.setAttribute(one, target.name, under(value, one.when));
  } else if (target.type === "subscript") setItem(engine, target, value, scope);
}

function unpack(
  engine: Engine,
  target: Expression & { type: "list" | "tuple" | "set" },
  value: Value,
  scope: Scope,
): void {
  const { items } = target;
  const parts: Value[] = items.map(() => []);
  const star = items.findIndex((item) => item.star);
  for (const one of value) {
    const found = itemsOf(engine, [one]);
    const add = (index: number, item: Value | undefined) => {
      const before = parts[index] ?? [];
      parts[index] = either(
        before,
        under(item ?? (found.isOpen ? found.rest : [unknown("there is no such item")]), one.when),
      );
    };
    const behind = star < 0 ? 0 : items.length - star - 1;
    items.forEach((_, index) => {
      if (index === star)
        add(index, [
          list(found.slice(star, found.length - behind), engine.branch, found.isOpen ? found.rest : undefined),
        ]);
      else add(index, star < 0 || index < star ? found[index] : found[found.length - (items.length - index)]);
    });
  }
  items.forEach((item, index) => {
    engine.assign(item.value, parts[index] ?? [], scope);
  });
}

function setItem(engine: Engine, target: Expression & { type: "subscript" }, value: Value, scope: Scope): void {
  const objects = engine.evaluate(target.object, scope);
  const keys = target.index.type === "slice" ? [] : engine.evaluate(target.index, scope);
  for (const object of objects) {
    if (object.kind === "dict") {
      for (const key of keys) setEntry(engine, object.dict, key, under(value, key.when));
    } else if (object.kind === "list") {
      const [key] = keys;
      const index = key?.kind === "constant" && typeof key.value === "number" ? key.value : undefined;
      const before = index === undefined ? undefined : object.list.items[index];
      if (index !== undefined && before !== undefined)
        object.list.items[index] = engine.isSure(object.list) ? value : either(before, value);
      else object.list.rest = either(object.list.rest ?? [], value);
    } else if (object.kind === "external") {
      const name = keys[0] === undefined ? undefined : dictKey(keys[0]);
      if (object.external.path === "os.environ" && name !== undefined) {
        object.external.fields ??= new Map();
        engine.setVariable(name, value);
      } else {
        engine.escape(value);
        if (name !== undefined) {
          object.external.fields ??= new Map();
          object.external.fields.set(name, value);
          engine.observer.assigned(object.external, name, value);
          if (object.external.base !== undefined) engine.observer.assigned(object.external.base, name, value);
        }
      }
    } else if (object.kind === "instance") setOwnItem(engine, object, keys, value, scope);
    else engine.escape(value);
  }
}

/** `object[key] = value` of a class of the agent's own. */
function setOwnItem(
  engine: Engine,
  object: Alternative & { kind: "instance" },
  keys: Value,
  value: Value,
  scope: Scope,
): void {
  const site = { file: scope.file, from: 0, to: 0 };
  const method = engine.attribute(object, "__setitem__", site).filter(({ kind }) => kind === "function");
  const { held } = object.instance;
  if (method.length > 0) engine.call(method, { ...nothingGiven, positional: [keys, value] }, site);
  else if (held !== undefined) for (const key of keys) setEntry(engine, held, key, under(value, key.when));
  else engine.escape(value);
}
