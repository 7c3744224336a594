import { joinPaths } from "../library/paths.js";
import type { Expression } from "../syntax/ast.js";
import {
  agree,
  both,
  constant,
  dict,
  either,
  external,
  isNone,
  list,
  under,
  unknown,
  withoutNone,
} from "../values/make.js";
import { softened, variableSource } from "../values/soft.js";
import { concatenate } from "../values/texts.js";
import type { Alternative, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { mergeInto } from "./merging.js";
import { narrowedTo } from "./narrowing.js";
import type { Scope } from "./scope.js";
import { isSoft, sourceKey, testOf, truthOf } from "./tests.js";
import { percentFormat } from "./textMethods.js";

type Binary = Expression & { type: "binary" };

/** `a or b`, `a + b`, `a % b`, `a | b`, `a == b` … */
export function evaluateBinary(engine: Engine, expression: Binary, scope: Scope): Value {
  const { operator } = expression;
  if (operator === "or" || operator === "and") return connect(engine, expression, scope);
  if (/^(?:[=!<>]=?|is|is not|in|not in)$/.test(operator) || operator === "==") {
    const { outcome, whenTrue } = testOf(engine, expression, scope);
    if (outcome !== undefined) return [constant(outcome)];
    return [unknown("it is a comparison", whenTrue === undefined ? undefined : `${whenTrue.id}=${whenTrue.value}`)];
  }
  return operate(engine, operator, engine.evaluate(expression.left, scope), engine.evaluate(expression.right, scope));
}

/** `not x`, `-x`. */
export function evaluateUnary(engine: Engine, expression: Expression & { type: "unary" }, scope: Scope): Value {
  if (expression.operator === "not") {
    const { outcome, whenTrue } = testOf(engine, expression, scope);
    if (outcome !== undefined) return [constant(outcome)];
    return [unknown("it is a condition", whenTrue === undefined ? undefined : `not ${whenTrue.id}`)];
  }
  return engine.evaluate(expression.operand, scope).map((one) => {
    const negative = expression.operator === "-" && one.kind === "constant" && typeof one.value === "number";
    return negative ? constant(-Number(one.value)) : one.kind === "constant" ? one : unknown("it is computed");
  });
}

/** What `or` gives is its left side where that is true; a variable that may be unset has the right side for that. */
function connect(engine: Engine, { operator, left, right }: Binary, scope: Scope): Value {
  const first = engine.evaluate(left, scope);
  const stops = operator === "or";
  const kept: Alternative[] = [];
  let goes = false;
  // What stands in for a variable that is not set is its default.
  let source: string | undefined;
  for (const one of first) {
    const truth = isSoft(one) ? undefined : truthOf(one);
    if (truth === stops || (stops && isSoft(one) && truthOf(one) === true)) kept.push(one);
    else {
      goes = true;
      if (one.kind === "unknown" && one.optional === true) source ??= one.key;
      else if (isSoft(one)) source ??= sourceKey(one);
      else if (truth === undefined && stops) kept.push(one);
      // `x and y` is x where that is nothing, and no name then.
      else if (truth === undefined) kept.push({ kind: "constant", value: null, when: one.when });
    }
  }
  if (!goes) return kept;
  const second = engine.inBranch(undefined, () =>
    narrowedTo(engine, left, !stops, scope, () => engine.evaluate(right, scope)),
  );
  // Whoever has no value of its own beside it keeps the variable.
  const isDefault = stops && source !== undefined && !second.every(isNone);
  const unset = stops && !isDefault ? first.filter((one) => isUnset(one)) : [];
  return either(kept, unset, isDefault && source !== undefined ? softened(second, source) : second);
}

/** Whether an alternative is a variable that may be unset, or empty. */
function isUnset(one: Alternative): boolean {
  return (one.kind === "unknown" && one.optional === true) || (isSoft(one) && truthOf(one) !== true);
}

/** What an operator makes of two values. */
export function operate(engine: Engine, operator: string, left: Value, right: Value): Value {
  const found: Value[] = [];
  for (const a of withoutNone(left)) {
    for (const b of withoutNone(right)) {
      if (!agree(a.when, b.when)) continue;
      found.push(under(operateOn(engine, operator, a, b), both(a.when, b.when)));
    }
  }
  return either(...found);
}

function operateOn(engine: Engine, operator: string, a: Alternative, b: Alternative): Value {
  if (a.kind === "instance" || b.kind === "instance") {
    const own = overloaded(engine, operator, a, b) ?? overloaded(engine, `r${operator}`, b, a);
    if (own !== undefined) return own;
  }
  if (operator === "+") {
    if (a.kind === "list" && b.kind === "list") {
      const rest = [a.list.rest, b.list.rest].filter((one) => one !== undefined);
      const items = [...a.list.items, ...b.list.items];
      return [list(items, engine.branch, rest.length > 0 ? either(...rest) : undefined)];
    }
    if (a.kind === "list" || b.kind === "list") {
      const [known, other] = a.kind === "list" ? [a, b] : [b, a];
      if (known.kind === "list") return [list(known.list.items, engine.branch, either(known.list.rest ?? [], [other]))];
    }
    if (a.kind === "constant" && b.kind === "constant") return [constant(Number(a.value) + Number(b.value))];
    if ([a, b].some((one) => one.kind === "text" || one.kind === "instance" || isVariable(one)))
      return concatenate([[a], [b]]);
  }
  if (operator === "%" && a.kind === "text") return percentFormat(a, b);
  if (operator === "/" && (isPath(a) || isPath(b))) return joinPaths([[a], [b]]);
  if (operator === "|" && a.kind === "dict" && b.kind === "dict") {
    const entries = new Map(a.dict.entries);
    const more = mergeInto(entries, [b]);
    return [
      dict(
        entries,
        engine.branch,
        either(a.dict.rest ?? [], more ?? []).length > 0 ? either(a.dict.rest ?? [], more ?? []) : undefined,
      ),
    ];
  }
  if (a.kind === "constant" && b.kind === "constant") {
    const result = arithmetic(operator, Number(a.value), Number(b.value));
    if (result !== undefined) return [constant(result)];
  }
  if (operator === "|" || operator === ">>" || operator === "@") return piped(a, b);
  const key = [sourceKey(a), sourceKey(b)].every((one) => one !== undefined)
    ? `${sourceKey(a)}${operator}${sourceKey(b)}`
    : undefined;
  return [unknown("it is computed", key)];
}

/** Whether an alternative is a variable of the environment: a text, whatever is in it. */
function isVariable(one: Alternative): boolean {
  return one.kind === "unknown" && one.key.startsWith(variableSource(""));
}

const overloads: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "|": "or",
    "&": "and",
    "^": "xor",
    ">>": "rshift",
    "<<": "lshift",
    "@": "matmul",
    "%": "mod",
  }).flatMap(([operator, name]): [string, string][] => [
    [operator, `__${name}__`],
    // What the right side makes of it where the left one makes nothing.
    [`r${operator}`, `__r${name}__`],
  ]),
);

/** What an own class makes of an operator. */
function overloaded(engine: Engine, operator: string, a: Alternative, b: Alternative): Value | undefined {
  const name = overloads.get(operator);
  if (name === undefined || a.kind !== "instance") return undefined;
  const site = {
    file: a.instance.class.file,
    from: a.instance.class.definition.from,
    to: a.instance.class.definition.from,
  };
  const method = engine.attribute(a, name, site).filter(({ kind }) => kind === "function");
  return method.length === 0
    ? undefined
    : engine.call(method, { positional: [[b]], keywords: new Map(), more: undefined }, site);
}

function arithmetic(operator: string, a: number, b: number): number | undefined {
  if (operator === "*") return a * b;
  if (operator === "-") return a - b;
  if (operator === "**") return a ** b;
  if (operator === "//" && b !== 0) return Math.floor(a / b);
  return operator === "%" && b !== 0 ? ((a % b) + b) % b : undefined;
}

function isPath(one: Alternative): boolean {
  return (
    (one.kind === "external" && one.external.path === "pathlib.Path()") || (one.kind === "text" && one.parts.length > 0)
  );
}

/** `prompt | llm | parse` makes one object of its parts, functions among them. */
function piped(a: Alternative, b: Alternative): Value {
  return [external("pipe()", undefined, { positional: [[a], [b]], keywords: new Map(), more: undefined })];
}
