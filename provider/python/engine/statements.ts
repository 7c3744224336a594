import type { Expression, FunctionDefinition, MatchCase, Statement, TryStatement } from "../syntax/ast.js";
import { agree, both, either, knownText, none, nothingGiven, under, unknown } from "../values/make.js";
import type { Alternative, Choice, Value } from "../values/types.js";
import { operate } from "./binary.js";
import type { Engine } from "./engine.js";
import type { Frame } from "./frame.js";
import { wrapped } from "./functions.js";
import { runImport } from "./imports.js";
import { itemsOf } from "./items.js";
import { type Bindings, comparedBy, matchPattern } from "./matching.js";
import { setName } from "./names.js";
import { narrow } from "./narrowing.js";
import { asAnnotated } from "./promises.js";
import type { Scope } from "./scope.js";
import { correlated, isSoft, sourceKey, testOf } from "./tests.js";

/**
 * Runs statements.
 *
 * @returns whether what follows them is reached
 */
export function execute(engine: Engine, statements: readonly Statement[], scope: Scope): boolean {
  for (const statement of statements) {
    if (!engine.step()) return false;
    if (!run(engine, statement, scope)) return false;
  }
  return true;
}

function run(engine: Engine, statement: Statement, scope: Scope): boolean {
  switch (statement.type) {
    case "assign":
      runAssign(engine, statement, scope);
      return true;
    case "update": {
      const left = engine.evaluate(statement.target, scope);
      const right = engine.evaluate(statement.value, scope);
      runUpdate(engine, statement, left, right, scope);
      return true;
    }
    case "expression": {
      const value = engine.evaluate(statement.value, scope);
      // A call whose result nobody keeps is made for what it does: `app.register(f)`.
      if (statement.value.type === "call") engine.escape(value.filter(({ kind }) => kind === "external"));
      return true;
    }
    case "return":
      scope.returns.push(
        under(statement.value === undefined ? none : engine.evaluate(statement.value, scope), engine.choice),
      );
      return false;
    case "raise":
      for (const value of statement.values) engine.evaluate(value, scope);
      return false;
    case "leave":
      scope.left = true;
      return false;
    case "assert":
      testOf(engine, statement.test, scope);
      if (statement.message !== undefined) engine.evaluate(statement.message, scope);
      narrow(engine, statement.test, true, scope);
      return true;
    case "values":
      for (const value of statement.values) engine.evaluate(value, scope);
      return true;
    case "scope":
      for (const name of statement.names) scope.frame.outerNames.add(name);
      return true;
    case "if":
      return runIf(engine, statement.branches, scope);
    case "for":
      runFor(engine, statement, scope);
      return true;
    case "while": {
      const test = testOf(engine, statement.test, scope);
      if (test.outcome !== false) runWhile(engine, statement, scope, test.outcome !== true);
      engine.execute(statement.otherwise, scope);
      return true;
    }
    case "try":
      return runTry(engine, statement, scope);
    case "with": {
      for (const { value, target } of statement.items) {
        const entered = enter(engine, engine.evaluate(value, scope), scope, statement.from);
        if (target !== undefined) engine.assign(target, entered, scope);
      }
      return engine.execute(statement.body, scope);
    }
    case "match":
      return runMatch(engine, statement, scope);
    case "function":
      if (statement.decorators.some(isAccessor)) {
        addAccessor(engine, statement, scope);
        return true;
      }
      setName(engine, statement.name, engine.defineFunction(statement, scope), scope);
      return true;
    case "class":
      setName(engine, statement.name, engine.defineClass(statement, scope), scope);
      return true;
    default:
      runImport(engine, statement, scope);
      return true;
  }
}

/** `@name.setter` adds to a property and is no function of its own. */
function isAccessor(decorator: Expression): boolean {
  return decorator.type === "attribute" && (decorator.name === "setter" || decorator.name === "deleter");
}

function addAccessor(engine: Engine, statement: FunctionDefinition, scope: Scope): void {
  const isSetter = statement.decorators.some((one) => one.type === "attribute" && one.name === "setter");
  if (!isSetter) return;
  const [made] = engine.defineFunction({ ...statement, decorators: [] }, scope);
  for (const one of scope.frame.own(statement.name) ?? []) {
    const property = wrapped(one)?.function;
    if (property !== undefined && made?.kind === "function") property.setter = made.function;
  }
}

function runAssign(engine: Engine, statement: Statement & { type: "assign" }, scope: Scope): void {
  if (statement.value === undefined) return;
  const value = asAnnotated(engine, engine.evaluate(statement.value, scope), statement.annotation, scope);
  for (const target of statement.targets) engine.assign(target, value, scope);
}

function runUpdate(
  engine: Engine,
  statement: Statement & { type: "update" },
  left: Value,
  right: Value,
  scope: Scope,
): void {
  // `items += more` changes the list itself.
  const lists = left.filter((one) => one.kind === "list");
  if (statement.operator === "+" && lists.length > 0) {
    const more = itemsOf(engine, right);
    for (const one of lists) {
      if (one.kind !== "list") continue;
      one.list.items.push(...more.map((item) => (engine.isSure(one.list) ? item : under(item, engine.choice))));
      if (more.isOpen) one.list.rest = either(one.list.rest ?? [], more.rest);
    }
    return;
  }
  engine.assign(statement.target, operate(engine, statement.operator, left, right), scope);
}

interface Branch {
  choice: Choice | undefined;
  run: () => boolean;
}

/** Runs alternatives that exclude each other and joins what they did; `orNone`: perhaps none of them is run. */
function branch(
  engine: Engine,
  scope: Scope,
  branches: readonly Branch[],
  orNone: boolean,
): { ended: Choice[]; reached: boolean } {
  const done: { layer: Map<string, Value>; choice: Choice | undefined; said: Frame["said"] }[] = [];
  const ended: Choice[] = [];
  const { said } = scope.frame;
  const left: typeof done = [];
  for (const { choice, run: body } of branches) {
    scope.frame.push();
    scope.left = false;
    const reached = engine.inBranch(choice, body);
    const layer = scope.frame.pop();
    if (reached) done.push({ layer, choice, said: scope.frame.said });
    else if (choice !== undefined) ended.push(choice);
    // What was set before a `break` is there behind the loop.
    if (!reached && scope.left) left.push({ layer, choice, said });
    scope.frame.said = said;
  }
  // After `if not self.x: return`, what was said holds for the rest.
  const [only] = done;
  if (only !== undefined && done.length === 1 && !orNone) scope.frame.said = only.said;
  if (orNone) done.push({ layer: new Map(), choice: undefined, said });
  if (done.length > 0 || left.length > 0) scope.frame.merge([...done, ...left]);
  return { ended, reached: done.length > 0 };
}

function runIf(engine: Engine, branches: readonly { test?: Expression; body: Statement[] }[], scope: Scope): boolean {
  const [first, ...rest] = branches;
  if (first === undefined) return true;
  if (first.test === undefined) return engine.execute(first.body, scope);
  const test = testOf(engine, first.test, scope);
  if (test.outcome === true) return engine.execute(first.body, scope);
  if (test.outcome === false) return runIf(engine, rest, scope);
  const condition = first.test;
  const narrowed = (holds: boolean, body: () => boolean) => () => {
    narrow(engine, condition, holds, scope);
    return body();
  };
  const { ended, reached } = branch(
    engine,
    scope,
    [
      { choice: test.whenTrue, run: narrowed(true, () => engine.execute(first.body, scope)) },
      { choice: test.whenFalse, run: narrowed(false, () => runIf(engine, rest, scope)) },
    ],
    false,
  );
  // After `if x: return`, the rest of the function is there for the other case only.
  const [only] = ended;
  if (reached && only !== undefined) {
    const other = only === test.whenTrue ? test.whenFalse : test.whenTrue;
    engine.choice = both(other, engine.choice);
  }
  return reached;
}

// A loop over more items than that is run once for the rest of them.
const maximumRuns = 64;

function runFor(engine: Engine, statement: Statement & { type: "for" }, scope: Scope): void {
  const items = itemsOf(engine, engine.evaluate(statement.iterable, scope));
  const { choice } = engine;
  const once = (item: Value) => {
    engine.assign(statement.target, item, scope);
    engine.uncertainly(() => engine.execute(statement.body, scope));
    engine.choice = choice;
  };
  for (const item of items.slice(0, maximumRuns)) once(item);
  const rest = either(items.isOpen ? items.rest : [], ...items.slice(maximumRuns));
  if (rest.length > 0) {
    const run = (item: Value) =>
      branch(
        engine,
        scope,
        [
          {
            choice: undefined,
            run: () => {
              once(item);
              return true;
            },
          },
        ],
        true,
      );
    // Once more with another item: what one leaves the next one finds, and a condition on it is another one.
    whatChanges(scope, () => run(rest));
    run(renewed(rest));
  }
  engine.execute(statement.otherwise, scope);
}

/** The same of another turn of a loop. */
function renewed(value: Value): Value {
  return value.map((one): Alternative => {
    if (one.kind === "unknown") return { ...one, key: `${one.key}'` };
    return one.kind === "external" ? { ...one, external: { ...one.external } } : one;
  });
}

/** Runs a turn of a loop. A number that it changes is another one in each turn; gives the names whose texts it changes. */
function whatChanges(scope: Scope, once: () => unknown): string[] {
  const names = [...scope.frame.names()];
  const texts = (name: string) => textsOf(scope, name);
  const numbers = (name: string) =>
    (scope.frame.own(name) ?? [])
      .map((one) => (one.kind === "constant" && one.value !== null ? String(one.value) : ""))
      .join("\n");
  const before = new Map(names.map((name) => [name, { texts: texts(name), numbers: numbers(name) }]));
  once();
  for (const name of names) {
    const value = scope.frame.own(name) ?? [];
    if (
      numbers(name) !== before.get(name)?.numbers &&
      value.some((one) => one.kind === "constant" && one.value !== null)
    )
      scope.frame.set(name, either(value, [unknown("it changes in a loop", `loop:${name}`)]));
  }
  return names.filter((name) => texts(name) !== before.get(name)?.texts);
}

function textsOf(scope: Scope, name: string): string {
  return (scope.frame.own(name) ?? []).map((one) => knownText(one)).join("\n");
}

/** A loop without a known end: what changes each time it is run cannot be told behind it. */
function runWhile(engine: Engine, statement: Statement & { type: "while" }, scope: Scope, orNone: boolean): void {
  const once = () =>
    branch(engine, scope, [{ choice: undefined, run: () => engine.execute(statement.body, scope) || true }], orNone);
  const changed = whatChanges(scope, once);
  const first = new Map(changed.map((name) => [name, textsOf(scope, name)]));
  once();
  for (const name of changed) {
    if (textsOf(scope, name) !== first.get(name)) scope.frame.set(name, [unknown("it changes in a loop")]);
  }
}

function runTry(engine: Engine, statement: TryStatement, scope: Scope): boolean {
  const { frame } = scope;
  const isCaught = statement.handlers.length > 0;
  frame.push();
  const tried = isCaught
    ? engine.uncertainly(() => engine.execute(statement.body, scope))
    : engine.execute(statement.body, scope);
  const goesOn = tried && engine.execute(statement.otherwise, scope);
  const done = frame.pop();
  const ends: { layer: Map<string, Value>; choice: undefined; said: Frame["said"] }[] = [];
  if (goesOn || !isCaught) ends.push({ layer: done, choice: undefined, said: frame.said });
  let reached = goesOn;
  for (const { name, body } of statement.handlers) {
    frame.push();
    // Nobody knows how far the body came.
    for (const [key, value] of done) frame.set(key, either(frame.own(key) ?? [], value));
    if (name !== undefined) frame.set(name, [unknown("it is an exception")]);
    scope.left = false;
    const isReached = engine.inBranch(undefined, () => engine.execute(body, scope));
    const layer = frame.pop();
    if (isReached || scope.left) ends.push({ layer, choice: undefined, said: frame.said });
    if (isReached) reached = true;
  }
  if (ends.length > 0) frame.merge(ends);
  const after = engine.execute(statement.final, scope);
  return after && reached;
}

/** What `with x as y` gives: what a context manager yields or enters, else the object itself. */
function enter(engine: Engine, value: Value, scope: Scope, from: number): Value {
  const site = { file: scope.file, from, to: from };
  const found: Value[] = [];
  for (const one of value) {
    if (one.kind !== "instance") {
      found.push([one]);
      continue;
    }
    const methods = ["__enter__", "__aenter__"].flatMap((name) =>
      engine.attribute(one, name, site).filter(({ kind }) => kind === "function"),
    );
    const entered = methods.length === 0 ? [one] : engine.call(methods, nothingGiven, site);
    engine.escape(
      ["__exit__", "__aexit__"].flatMap((name) =>
        engine.attribute(one, name, site).filter(({ kind }) => kind === "function"),
      ),
    );
    found.push(entered);
  }
  return either(...found);
}

function runMatch(engine: Engine, statement: Statement & { type: "match" }, scope: Scope): boolean {
  const subject = engine.evaluate(statement.subject, scope);
  const [only, more] = subject;
  const known = only === undefined || more !== undefined || isSoft(only) ? undefined : comparedBy(only);
  const id = only === undefined || more !== undefined ? undefined : sourceKey(only);
  const branches: Branch[] = [];
  const taken: string[] = [];
  let before: Choice | undefined;
  let exhaustive = false;
  for (const one of statement.cases) {
    const literals = literalTexts(engine, one, scope);
    if (known !== undefined && literals !== undefined && !literals.includes(known)) continue;
    const meets = (text: string) => (literals === undefined ? !taken.includes(text) : literals.includes(text));
    const texts = subject.map((alternative) => (isSoft(alternative) ? undefined : comparedBy(alternative)));
    if (texts.length > 1 && texts.every((text) => text !== undefined && !meets(text))) continue;
    const split = correlated(subject, (alternative) => {
      const text = comparedBy(alternative);
      return text === undefined ? undefined : meets(text);
    });
    const choice = split === undefined ? caseChoice(id, literals, before) : split.whenTrue;
    if (one.guard === undefined) taken.push(...(literals ?? []));
    if (choice !== undefined && !agree(choice, engine.choice)) continue;
    const { taken: isTaken, bindings } = matchPattern(engine, one.pattern, subject, scope);
    if (literals === undefined && isTaken === false) continue;
    branches.push({ choice, run: () => runCase(engine, one, bindings, scope) });
    if (id !== undefined) for (const value of literals ?? []) before = { id, value, not: true, next: before };
    exhaustive = one.guard === undefined && (literals === undefined ? isTaken === true : known !== undefined);
    if (exhaustive) break;
  }
  return branch(engine, scope, branches, !exhaustive).reached;
}

function literalTexts(engine: Engine, one: MatchCase, scope: Scope): string[] | undefined {
  if (one.literals === undefined) return undefined;
  const texts = one.literals.map((literal) => comparedBy(engine.evaluate(literal, scope)[0] ?? unknown("")));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function caseChoice(id: string | undefined, literals: string[] | undefined, before: Choice | undefined) {
  if (id === undefined) return undefined;
  const [value, second] = literals ?? [];
  if (literals === undefined) return before;
  return value !== undefined && second === undefined ? { id, value, not: false, next: undefined } : undefined;
}

function runCase(engine: Engine, one: MatchCase, bindings: Bindings, scope: Scope): boolean {
  for (const [name, value] of bindings) scope.frame.set(name, value);
  if (one.guard !== undefined && testOf(engine, one.guard, scope).outcome === false) return true;
  return engine.execute(one.body, scope);
}
