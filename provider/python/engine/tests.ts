import type { Expression } from "../syntax/ast.js";
import { agree, knownText } from "../values/make.js";
import type { Alternative, Choice, External, ListObject, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import type { Scope } from "./scope.js";

/** How a condition comes out, and what is chosen by it where that cannot be told. */
export interface Test {
  outcome: boolean | undefined;
  whenTrue: Choice | undefined;
  whenFalse: Choice | undefined;
}

/** Evaluates a condition. */
export function testOf(engine: Engine, expression: Expression, scope: Scope): Test {
  if (isTypeChecking(expression)) return decided(false);
  if (isMainGuard(expression)) return decided(expression.type === "binary" && expression.operator === "!=");
  if (expression.type === "unary" && expression.operator === "not") {
    const { outcome, whenTrue, whenFalse } = testOf(engine, expression.operand, scope);
    return { outcome: outcome === undefined ? undefined : !outcome, whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (expression.type === "binary" && (expression.operator === "and" || expression.operator === "or"))
    return connected(engine, expression, scope);
  if (expression.type === "binary" && comparisons.has(expression.operator)) return compared(engine, expression, scope);
  return truthTest(engine, engine.evaluate(expression, scope), `${engine.numberOf(scope.frame)}:${expression.from}`);
}

/** `typing.TYPE_CHECKING`, under whatever name it is imported. */
function isTypeChecking(expression: Expression): boolean {
  if (expression.type === "name") return expression.name === "TYPE_CHECKING";
  return expression.type === "attribute" && expression.name === "TYPE_CHECKING";
}

function isMainGuard(expression: Expression): boolean {
  if (expression.type !== "binary" || (expression.operator !== "==" && expression.operator !== "!=")) return false;
  const sides = [expression.left, expression.right];
  return (
    sides.some((side) => side.type === "name" && side.name === "__name__") &&
    sides.some((side) => side.type === "text" && side.text === "__main__")
  );
}

function decided(outcome: boolean): Test {
  return { outcome, whenTrue: undefined, whenFalse: undefined };
}

type Binary = Expression & { type: "binary" };
const comparisons = new Set(["==", "!=", "is", "is not", "in", "not in", "<", ">", "<=", ">="]);

function connected(engine: Engine, { operator, left, right }: Binary, scope: Scope): Test {
  const first = testOf(engine, left, scope);
  const settles = operator === "or";
  if (first.outcome === settles) return first;
  if (first.outcome !== undefined) return testOf(engine, right, scope);
  const choice = settles ? first.whenFalse : first.whenTrue;
  const second = engine.inBranch(choice, () => testOf(engine, right, scope));
  if (second.outcome === settles) return decided(settles);
  // What is known where both hold; where one of them does not, nobody knows which.
  if (second.outcome !== undefined) return { ...first, outcome: undefined };
  const joined = (a: Choice | undefined, b: Choice | undefined): Choice | undefined =>
    a === undefined || b === undefined ? (a ?? b) : { ...a, next: b };
  return settles
    ? { outcome: undefined, whenTrue: undefined, whenFalse: joined(first.whenFalse, second.whenFalse) }
    : { outcome: undefined, whenTrue: joined(first.whenTrue, second.whenTrue), whenFalse: undefined };
}

function compared(engine: Engine, { operator, left, right, from }: Binary, scope: Scope): Test {
  const a = engine.evaluate(left, scope);
  const b = engine.evaluate(right, scope);
  const outcomes = new Set<boolean | undefined>();
  for (const one of a)
    for (const other of b)
      if (agree(one.when, other.when))
        outcomes.add(isSoft(one) || isSoft(other) ? undefined : compare(operator, one, other));
  if (outcomes.size === 1 && !outcomes.has(undefined)) return decided(outcomes.has(true));
  const [source] = a;
  const [against] = b;
  const split =
    b.length === 1 && against !== undefined && !isSoft(against)
      ? correlated(a, (one) => compare(operator, one, against))
      : undefined;
  if (split !== undefined) return settled(engine, split);
  const value = against === undefined ? undefined : plainValue(against);
  const id = a.length === 1 && source !== undefined ? sourceKey(source) : undefined;
  if (b.length === 1 && value !== undefined && id !== undefined && (operator === "==" || operator === "!="))
    return chosen(engine, id, value, operator === "!=");
  if (id !== undefined && value !== undefined) return chosen(engine, `${id} ${operator}`, value, false);
  return chosen(
    engine,
    `${engine.numberOf(scope.frame)}:${from}:${choiceKey(a)}${operator}${choiceKey(b)}`,
    "yes",
    false,
  );
}

function choiceKey(value: Value): string {
  return value.map((one) => sourceKey(one) ?? plainValue(one) ?? one.kind).join(",");
}

/** A choice that may have been made already. */
function chosen(engine: Engine, id: string, value: string, negated: boolean): Test {
  const yes: Choice = { id, value, not: negated, next: undefined };
  const no: Choice = { id, value, not: !negated, next: undefined };
  if (!agree(engine.choice, no)) return decided(true);
  if (!agree(engine.choice, yes)) return decided(false);
  return { outcome: undefined, whenTrue: yes, whenFalse: no };
}

/** What is chosen where some alternatives of a value meet a condition, and where the others do. */
export interface Split {
  whenTrue: Choice | undefined;
  whenFalse: Choice | undefined;
}

/**
 * Splits a value by a condition where its alternatives are those of one choice, as the records of a table are that is
 * looked into by a key that cannot be told: what is read of such a record later is that of the same key.
 */
export function correlated(value: Value, meets: (one: Alternative) => boolean | undefined): Split | undefined {
  if (value.length < 2) return undefined;
  const verdicts = value.map((one) => (isSoft(one) ? undefined : meets(one)));
  if (verdicts.includes(undefined)) return undefined;
  for (let link = value[0]?.when; link !== undefined; link = link.next) {
    const { id } = link;
    const [yes, no] = [new Set<string>(), new Set<string>()];
    const isOfChoice = value.every((one, index) => {
      for (let own = one.when; own !== undefined; own = own.next) {
        if (own.id !== id || own.not) continue;
        (verdicts[index] === true ? yes : no).add(own.value);
        return true;
      }
      return false;
    });
    if (isOfChoice && [...yes].every((one) => !no.has(one)))
      return { whenTrue: among(id, yes, no), whenFalse: among(id, no, yes) };
  }
  return undefined;
}

/** One of some values of a choice: which, or else that it is none of the others. */
function among(id: string, values: ReadonlySet<string>, others: ReadonlySet<string>): Choice | undefined {
  const [only, second] = values;
  if (only !== undefined && second === undefined) return { id, value: only, not: false, next: undefined };
  let found: Choice | undefined;
  for (const value of others) found = { id, value, not: true, next: found };
  return found;
}

function settled(engine: Engine, { whenTrue, whenFalse }: Split): Test {
  if (!agree(engine.choice, whenFalse)) return decided(true);
  if (!agree(engine.choice, whenTrue)) return decided(false);
  return { outcome: undefined, whenTrue, whenFalse };
}

/** Whether a value is true. */
export function truthTest(engine: Engine, value: Value, place: string): Test {
  const outcomes = new Set(value.map((one) => (isSoft(one) ? undefined : truthOf(one))));
  if (outcomes.size === 1 && !outcomes.has(undefined)) return decided(outcomes.has(true));
  const split = correlated(value, truthOf);
  if (split !== undefined) return settled(engine, split);
  const [source] = value;
  const key = value.length === 1 && source !== undefined ? sourceKey(source) : undefined;
  return chosen(engine, `truth:${key ?? place}`, "yes", false);
}

/** Whether an alternative is true in a condition; undefined where it cannot be told. */
export function truthOf(one: Alternative): boolean | undefined {
  switch (one.kind) {
    case "text":
      if (one.parts.some((part) => typeof part === "string" && part !== "")) return true;
      return one.parts.every((part) => part === "") ? false : undefined;
    case "constant":
      return Boolean(one.value);
    case "list":
      if (one.list.maybe === true) return undefined;
      return one.list.items.length > 0 ? true : one.list.rest === undefined ? false : undefined;
    case "dict":
      return one.dict.entries.size > 0 ? true : one.dict.rest === undefined ? false : undefined;
    case "unknown":
      return undefined;
    case "external":
      return made.test(lastName(one.external.path)) ? true : undefined;
    case "method":
      return true;
    default:
      return true;
  }
}

// What makes an object: a class, or a function that is called after what it makes.
const made = /^(?:[A-Z].*|\w*client)\(\)$/;

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

export function isSoft(one: Alternative): boolean {
  return (one.kind === "text" || one.kind === "constant") && one.soft !== undefined;
}

/** What an alternative that cannot be told depends on, by a name that is the same wherever it is. */
export function sourceKey(one: Alternative): string | undefined {
  if (one.kind === "unknown") return one.key;
  if (one.kind === "text" || one.kind === "constant") {
    if (one.soft !== undefined) return one.soft;
    const hole = one.kind === "text" && one.parts.length === 1 ? one.parts[0] : undefined;
    return typeof hole === "object" ? hole.key : undefined;
  }
  return one.kind === "external" ? `x${one.external.path}${turnOf(one.external)}` : undefined;
}

const turns = new WeakMap<External, number>();
let lastTurn = 0;

/** Tells two calls of one path apart: what one gives the other need not. */
function turnOf(of: External): string {
  let made: External | undefined = of;
  while (made !== undefined && !made.path.endsWith("()")) made = made.base;
  if (made === undefined) return "";
  const known = turns.get(made) ?? ++lastTurn;
  turns.set(made, known);
  return `#${known}`;
}

function plainValue(one: Alternative): string | undefined {
  if (one.kind === "constant") return `#${String(one.value)}`;
  return knownText(one);
}

function compare(operator: string, a: Alternative, b: Alternative): boolean | undefined {
  const negated = operator === "!=" || operator === "is not" || operator === "not in";
  const outcome =
    operator === "in" || operator === "not in"
      ? contains(b, a)
      : operator.startsWith("<") || operator.startsWith(">")
        ? ordered(operator, a, b)
        : same(a, b);
  return outcome === undefined ? undefined : negated ? !outcome : outcome;
}

function same(a: Alternative, b: Alternative): boolean | undefined {
  const [one, other] = [plainValue(a), plainValue(b)];
  if (one !== undefined && other !== undefined) return one === other;
  if (a.kind === "unknown" || b.kind === "unknown") return undefined;
  // Members of an Enum are the same objects each time.
  if (a.kind === "instance" && b.kind === "instance" && a.instance.class.traits.has("enum"))
    return a.instance === b.instance ? true : a.instance.class === b.instance.class ? false : undefined;
  if (a.kind === "text" || b.kind === "text") {
    const [text, plain] = a.kind === "text" ? [a, other] : [b, one];
    return text.kind === "text" && plain?.startsWith("#") ? false : undefined;
  }
  if (a.kind === "external" || b.kind === "external") {
    const object = a.kind === "external" ? a : b;
    const made = object.kind === "external" && truthOf(object) === true;
    return made && (one === "#null" || other === "#null") ? false : undefined;
  }
  if (a.kind === "constant" || b.kind === "constant") return false;
  if (a.kind === "list" && b.kind === "list") return sameItems(a.list, b.list);
  if (a.kind === "class" && b.kind === "class") return a.class === b.class;
  if (a.kind === "instance" && b.kind === "instance") return a.instance === b.instance ? true : undefined;
  return undefined;
}

function sameItems(a: ListObject, b: ListObject): boolean | undefined {
  if (a === b) return true;
  if (a.rest !== undefined || b.rest !== undefined) return undefined;
  if (a.items.length !== b.items.length) return false;
  const verdicts = a.items.map((item, index) => {
    const [one, more] = item;
    const [other, further] = b.items[index] ?? [];
    if (one === undefined || other === undefined || more !== undefined || further !== undefined) return undefined;
    return isSoft(one) || isSoft(other) ? undefined : same(one, other);
  });
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function contains(holder: Alternative, item: Alternative): boolean | undefined {
  const wanted = plainValue(item);
  if (wanted === undefined) return undefined;
  if (holder.kind === "text") {
    const whole = knownText(holder);
    return whole === undefined ? undefined : whole.includes(wanted);
  }
  if (holder.kind === "dict")
    return holder.dict.entries.has(wanted) ? true : holder.dict.rest === undefined ? false : undefined;
  if (holder.kind !== "list") return undefined;
  const found = holder.list.items.map((one) => one.map(plainValue));
  if (found.some((one) => one.length === 1 && one[0] === wanted)) return true;
  const open = holder.list.rest !== undefined || found.some((one) => one.includes(undefined) || one.includes(wanted));
  return open ? undefined : false;
}

function ordered(operator: string, a: Alternative, b: Alternative): boolean | undefined {
  if (a.kind !== "constant" || b.kind !== "constant") return undefined;
  const [one, other] = [Number(a.value), Number(b.value)];
  if (operator === "<") return one < other;
  if (operator === ">") return one > other;
  return operator === "<=" ? one <= other : one >= other;
}
