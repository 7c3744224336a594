import type { Expression } from "../syntax/ast.js";
import { isNone } from "../values/make.js";
import type { Alternative, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import type { Frame } from "./frame.js";
import { lookUp } from "./names.js";
import type { Scope } from "./scope.js";
import { isSoft, truthOf } from "./tests.js";

/** What a condition says of a name, an attribute or an item while what it decides about is run. */
export type Said = "true" | "false" | "none" | "some";

/** Notes what a condition says of the names, attributes and items in it: `if x is None`, `if not self.x`, `if d["k"]`. */
export function narrow(engine: Engine, test: Expression, holds: boolean, scope: Scope): void {
  if (test.type === "unary" && test.operator === "not") {
    narrow(engine, test.operand, !holds, scope);
    return;
  }
  if (test.type === "binary" && test.operator === (holds ? "and" : "or")) {
    narrow(engine, test.left, holds, scope);
    narrow(engine, test.right, holds, scope);
    return;
  }
  if (test.type !== "binary") say(engine, test, holds ? "true" : "false", scope);
  else if (["is", "is not", "==", "!="].includes(test.operator)) {
    const isSame = (test.operator === "is" || test.operator === "==") === holds;
    if (test.right.type === "constant" && test.right.value === null)
      say(engine, test.left, isSame ? "none" : "some", scope);
    else if (test.right.type === "text" && test.right.text === "" && !isSame) say(engine, test.left, "true", scope);
  }
}

function say(engine: Engine, subject: Expression, said: Said, scope: Scope): void {
  const { frame } = scope;
  if (subject.type === "walrus") say(engine, { ...subject, type: "name" }, said, scope);
  else if (subject.type === "name") {
    const before = lookUp(engine, subject, scope);
    const kept = keep(before, said);
    if (kept.length > 0 && (frame.own(subject.name) !== undefined || kept.length < before.length))
      frame.set(subject.name, kept);
  } else {
    const path = pathOf(subject);
    if (path !== undefined) frame.said = [...frame.said, { path, said }];
  }
}

/** What an attribute or an item is under what was said of it. */
export function underSaid(frame: Frame, expression: Expression, value: Value): Value {
  if (frame.said.length === 0) return value;
  const path = pathOf(expression);
  let found = value;
  for (const one of frame.said) if (one.path === path) found = keep(found, one.said);
  // Where nothing is left, something else gave it its value since.
  return found.length === 0 ? value : found;
}

/** Forgets what was said of an attribute or an item, and of what is in it: it has another value now. */
export function forget(frame: Frame, target: Expression): void {
  const path = frame.said.length === 0 ? undefined : pathOf(target);
  if (path !== undefined) frame.said = frame.said.filter((one) => !one.path.startsWith(path));
}

/** Runs something under what a condition says. */
export function narrowedTo<T>(engine: Engine, test: Expression, holds: boolean, scope: Scope, run: () => T): T {
  if (!isSaying(test)) return run();
  const { frame } = scope;
  const { said } = frame;
  const names = namesIn(test).map((name) => [name, frame.own(name)] as const);
  frame.push();
  narrow(engine, test, holds, scope);
  const narrowed = new Map(names.map(([name]) => [name, frame.own(name)]));
  try {
    return run();
  } finally {
    frame.said = said;
    // What is assigned on the way stays: `a and (b := c)`.
    for (const [name, value] of frame.pop()) if (narrowed.get(name) !== value) frame.set(name, value);
  }
}

/** Whether a condition says anything of a name, an attribute or an item. */
function isSaying(test: Expression): boolean {
  if (test.type === "unary") return isSaying(test.operand);
  if (test.type === "binary") return isSaying(test.left) || isSaying(test.right);
  return test.type === "name" || test.type === "walrus" || test.type === "attribute" || test.type === "subscript";
}

function namesIn(test: Expression): string[] {
  if (test.type === "name" || test.type === "walrus") return [test.name];
  if (test.type === "unary") return namesIn(test.operand);
  return test.type === "binary" ? [...namesIn(test.left), ...namesIn(test.right)] : [];
}

/** One spelling for the same attribute or item: `self.x`, `d["k"]`. */
function pathOf(expression: Expression): string | undefined {
  if (expression.type === "name") return expression.name;
  if (expression.type === "attribute") {
    const inner = pathOf(expression.object);
    return inner === undefined ? undefined : `${inner}.${expression.name}`;
  }
  if (expression.type !== "subscript" || expression.index.type !== "text") return undefined;
  const inner = pathOf(expression.object);
  return inner === undefined ? undefined : `${inner}[${JSON.stringify(expression.index.text)}]`;
}

function keep(value: Value, said: Said): Value {
  const asks = said === "none" || said === "some";
  const kept = value.filter((one) => {
    if (asks) return said === "some" ? !isNone(one) : isNone(one) || one.kind === "unknown" || isSoft(one);
    const truth = isSoft(one) ? undefined : truthOf(one);
    return truth === undefined || truth === (said === "true");
  });
  // A variable that is unset has no value there.
  return said === "some" || said === "true"
    ? kept
    : kept.map(
        (one): Alternative =>
          one.kind === "unknown" && one.optional === true
            ? { kind: "constant", value: null, when: one.when, why: one.why }
            : one,
      );
}
