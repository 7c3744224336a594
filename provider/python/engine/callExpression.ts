import type { Argument, Call } from "../syntax/ast.js";
import { either, under, unknown, withoutNone } from "../values/make.js";
import type { Given, Unknown, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { itemsOf } from "./items.js";
import { callMethod } from "./methods.js";
import type { Scope, Site } from "./scope.js";
import { superOf } from "./super.js";

/** What a call may give. */
export function evaluateCall(engine: Engine, call: Call, scope: Scope): Value {
  const site: Site = { file: scope.file, from: beginOf(call, scope.file.text), to: call.to };
  const { callee } = call;
  if (callee.type === "name" && callee.name === "super") {
    const made = superOf(scope);
    if (made !== undefined) return made;
  }
  if (callee.type === "name" && (callee.name === "locals" || callee.name === "globals" || callee.name === "vars")) {
    const names = callee.name === "locals" ? scope.frame : scope.file.frame;
    const entries = new Map([...names.names()].map((name) => [name, names.own(name) ?? []]));
    if (call.arguments.length === 0)
      return [{ kind: "dict", dict: { entries, rest: undefined, born: engine.branch, names: true } }];
  }
  if (callee.type === "attribute") {
    const objects = withoutNone(engine.evaluate(callee.object, scope));
    const given = givenOf(engine, call.arguments, scope);
    const found: Value[] = [];
    for (const object of objects) {
      const result = engine.underChoice(object.when, () => callMethod(engine, object, callee.name, given, site));
      found.push(under(result, object.when));
    }
    return either(...found);
  }
  const value = engine.evaluate(callee, scope);
  return engine.call(value, givenOf(engine, call.arguments, scope), site);
}

/** Where a call begins; of a chain of calls over several lines, where the line with its own name begins. */
function beginOf(call: Call, text: string): number {
  const { callee } = call;
  if (callee.type !== "attribute") return call.from;
  let inner = callee.object;
  while (inner.type === "attribute") inner = inner.object;
  if (inner.type !== "call" || !text.slice(call.from, inner.to).concat(text.slice(inner.to, callee.to)).includes("\n"))
    return call.from;
  const behind = text.slice(inner.to, callee.to);
  const line = behind.indexOf("\n");
  return line < 0 ? call.from : inner.to + behind.length - behind.slice(line).trimStart().length;
}

/** The arguments of a call, `*args` and `**kwargs` put in their places. */
export function givenOf(engine: Engine, written: readonly Argument[], scope: Scope): Given {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let more: Unknown | undefined;
  for (const { name, star, value } of written) {
    const evaluated = engine.evaluate(value, scope);
    if (star === "*") {
      const items = itemsOf(engine, evaluated);
      positional.push(...items);
      if (items.isOpen) more ??= firstUnknown(items.rest);
    } else if (star === "**") more ??= spread(keywords, evaluated);
    else if (name === undefined) positional.push(evaluated);
    else keywords.set(name, evaluated);
  }
  return { positional, keywords, more };
}

function firstUnknown(value: Value): Unknown {
  const found = value.find((one) => one.kind === "unknown");
  return found?.kind === "unknown" ? found : unknown("it is handed on with others");
}

function spread(keywords: Map<string, Value>, value: Value): Unknown | undefined {
  let more: Unknown | undefined;
  for (const one of value) {
    if (one.kind === "dict") {
      for (const [key, item] of one.dict.entries) {
        const before = value.length > 1 ? keywords.get(key) : undefined;
        keywords.set(key, either(before ?? [], under(item, one.when)));
      }
      if (one.dict.rest !== undefined) more ??= firstUnknown(one.dict.rest);
    } else if (one.kind === "instance") {
      for (const [key, item] of one.instance.held?.entries ?? one.instance.fields) keywords.set(key, item);
    } else if (one.kind === "unknown") more ??= one;
    else if (one.kind !== "constant") more ??= unknown("its arguments are in a mapping that cannot be told");
  }
  return more;
}
