import type { Comprehension, Expression } from "../syntax/ast.js";
import { formattedBy } from "../values/formatSpec.js";
import { constant, dict, dictKey, either, list, none, text, under, unknown, withoutNone } from "../values/make.js";
import { concatenate } from "../values/texts.js";
import type { Value } from "../values/types.js";
import { evaluateBinary, evaluateUnary } from "./binary.js";
import { evaluateCall } from "./callExpression.js";
import type { Engine } from "./engine.js";
import { itemsOf } from "./items.js";
import { mergeInto } from "./merging.js";
import { lookUp } from "./names.js";
import { narrow, narrowedTo, underSaid } from "./narrowing.js";
import type { Scope } from "./scope.js";
import { subscript } from "./subscripts.js";
import { testOf } from "./tests.js";

/** What an expression may be. */
export function evaluate(engine: Engine, expression: Expression, scope: Scope): Value {
  // What is written out costs nothing: a table of numbers is no work.
  if (expression.type === "constant") return [constant(expression.value)];
  if (expression.type === "text") return [text(expression.text)];
  if (!engine.step()) return [unknown("the agent is too large to be read whole", "steps")];
  switch (expression.type) {
    case "name":
      return lookUp(engine, expression, scope);
    case "format":
      return concatenate(
        expression.parts.map((part) => (typeof part === "string" ? [text(part)] : writtenParts(engine, part, scope))),
      );
    case "list":
    case "tuple":
    case "set":
      return listOf(engine, expression, scope);
    case "dict":
      return dictOf(engine, expression, scope);
    case "comprehension":
      return comprehensionOf(engine, expression, scope);
    case "attribute": {
      const site = { file: scope.file, from: expression.from, to: expression.to };
      const found: Value[] = [];
      for (const one of withoutNone(engine.evaluate(expression.object, scope)))
        found.push(under(engine.attribute(one, expression.name, site), one.when));
      const { frame } = scope;
      return frame.said.length === 0 ? either(...found) : underSaid(frame, expression, either(...found));
    }
    case "subscript":
      return underSaid(scope.frame, expression, subscript(engine, expression, scope));
    case "call":
      return evaluateCall(engine, expression, scope);
    case "binary":
      return evaluateBinary(engine, expression, scope);
    case "unary":
      return evaluateUnary(engine, expression, scope);
    case "conditional": {
      const test = testOf(engine, expression.test, scope);
      if (test.outcome === true) return engine.evaluate(expression.then, scope);
      if (test.outcome === false) return engine.evaluate(expression.otherwise, scope);
      const run = (holds: boolean, chosen: Expression) =>
        engine.inBranch(holds ? test.whenTrue : test.whenFalse, () =>
          narrowedTo(engine, expression.test, holds, scope, () => engine.evaluate(chosen, scope)),
        );
      const then = run(true, expression.then);
      const otherwise = run(false, expression.otherwise);
      return either(under(then, test.whenTrue), under(otherwise, test.whenFalse));
    }
    case "walrus": {
      const value = engine.evaluate(expression.value, scope);
      scope.frame.set(expression.name, value);
      return value;
    }
    case "lambda":
      return engine.defineFunction(expression.definition, scope);
    case "yield": {
      const value = expression.value === undefined ? none : engine.evaluate(expression.value, scope);
      if (expression.from_) for (const item of itemsOf(engine, value)) scope.yields.push(item);
      else scope.yields.push(under(value, engine.choice));
      return [unknown("it is sent to a generator")];
    }
    default:
      return [unknown("it is computed")];
  }
}

/** A part of an f-string; objects are written as they say themselves. */
function writtenParts(engine: Engine, part: Expression, scope: Scope): Value {
  if (part.type === "formatted")
    return writtenParts(engine, part.value, scope).map((one) => formattedBy(one, part.spec));
  const site = { file: scope.file, from: part.from, to: part.to };
  return engine
    .evaluate(part, scope)
    .flatMap((one) => (one.kind === "instance" ? (engine.written(one, site) ?? [one]) : [one]));
}

function listOf(engine: Engine, expression: Expression & { type: "list" | "tuple" | "set" }, scope: Scope): Value {
  const items: Value[] = [];
  let rest: Value | undefined;
  for (const { star, value } of expression.items) {
    const item = engine.evaluate(value, scope);
    if (!star) items.push(item);
    else {
      const inner = itemsOf(engine, item);
      items.push(...inner);
      if (inner.isOpen) rest = either(rest ?? [], inner.rest);
    }
  }
  return [list(items, engine.branch, rest)];
}

function dictOf(engine: Engine, expression: Expression & { type: "dict" }, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let rest: Value | undefined;
  for (const { key, value } of expression.entries) {
    const item = engine.evaluate(value, scope);
    if (key === undefined) {
      const merged = mergeInto(entries, item);
      if (merged !== undefined) rest = either(rest ?? [], merged);
      continue;
    }
    const keys = engine.evaluate(key, scope);
    for (const one of keys) {
      const name = dictKey(one);
      if (name === undefined) rest = either(rest ?? [], item);
      else if (keys.length === 1 && one.when === undefined) entries.set(name, item);
      else entries.set(name, either(entries.get(name) ?? [], under(item, one.when)));
    }
  }
  return [dict(entries, engine.branch, rest)];
}

/** Runs a comprehension for each item of lists that are known, and once for those that are not. */
function comprehensionOf(engine: Engine, expression: Comprehension, scope: Scope): Value {
  const items: Value[] = [];
  const entries = new Map<string, Value>();
  let rest: Value | undefined;
  let restEntries: Value | undefined;
  const make = (open: boolean) => {
    const element = engine.evaluate(expression.element, scope);
    if (expression.value === undefined) {
      if (open) rest = either(rest ?? [], element);
      else items.push(under(element, engine.choice));
      return;
    }
    const value = engine.evaluate(expression.value, scope);
    for (const one of element) {
      const key = open ? undefined : dictKey(one);
      if (key === undefined) restEntries = either(restEntries ?? [], value);
      else entries.set(key, value);
    }
  };
  const go = (index: number, open: boolean): void => {
    const clause = expression.clauses[index];
    if (clause === undefined) {
      make(open);
      return;
    }
    const found = itemsOf(engine, engine.evaluate(clause.iterable, scope));
    const each = (item: Value, more: boolean) => {
      engine.assign(clause.target, item, scope);
      let maybe = more;
      for (const test of clause.tests) {
        const { outcome } = testOf(engine, test, scope);
        if (outcome === false) return;
        if (outcome === undefined) maybe = more;
        narrow(engine, test, true, scope);
      }
      go(index + 1, maybe);
    };
    for (const item of found) each(item, open);
    if (found.isOpen) each(found.rest, true);
  };
  const { said } = scope.frame;
  scope.frame.push();
  go(0, false);
  scope.frame.pop();
  scope.frame.said = said;
  if (expression.makes === "dict") return [dict(entries, engine.branch, restEntries)];
  return [list(items, engine.branch, rest)];
}
