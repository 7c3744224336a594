import type { Parameter } from "../syntax/ast.js";
import { dict, either, external, list, none, nothingGiven, under, unknown } from "../values/make.js";
import { softened } from "../values/soft.js";
import type { Alternative, FunctionRef, Given, PythonFunction, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { Frame } from "./frame.js";
import { escapeGiven } from "./given.js";
import { callMethod } from "./methods.js";
import { asPromised } from "./promises.js";
import { type Scope, type Site, scopeAround } from "./scope.js";

/** What calling a value may give. */
export function callValue(engine: Engine, value: Value, given: Given, site: Site): Value {
  const found: Value[] = [];
  for (const one of value) {
    if (one.kind === "constant" && value.length > 1) continue;
    found.push(
      under(
        engine.underChoice(one.when, () => callOne(engine, one, given, site)),
        one.when,
      ),
    );
  }
  return either(...found);
}

function callOne(engine: Engine, one: Alternative, given: Given, site: Site): Value {
  switch (one.kind) {
    case "function":
      return engine.callFunction(one, given, site);
    case "class":
      return engine.construct(one, given, site);
    case "external":
      return engine.callExternal(one.external, given, site);
    case "method":
      return callMethod(engine, one.self, one.name, given, site);
    case "instance": {
      const method = engine.attribute(one, "__call__", site).filter(({ kind }) => kind === "function");
      if (method.length > 0) return engine.call(method, given, site);
      engine.escape([one]);
      escapeGiven(engine, given);
      return [external(`${one.instance.external?.path ?? "object"}()`)];
    }
    default:
      if (one.kind === "unknown") engine.calledUnknown(one);
      escapeGiven(engine, given);
      return [
        one.kind === "unknown"
          ? { ...one, key: `${one.key}()` }
          : unknown("it is the result of something that cannot be told"),
      ];
  }
}

/** Runs a function with arguments. */
export function callFunction(engine: Engine, of: FunctionRef, given: Given, site: Site): Value {
  const { function: called } = of;
  return engine.entering(called, () => {
    const frame = new Frame(called.frame, "function", engine.branch);
    const self = of.self;
    const whole: Given = self === undefined ? given : { ...given, positional: [[self], ...given.positional] };
    bind(engine, called, whole, frame);
    const scope: Scope = { frame, file: called.file, owner: called.owner, self, returns: [], yields: [] };
    if (scope.self === undefined && called.owner !== undefined)
      scope.self = frame.own(called.definition.parameters[0]?.name ?? "")?.[0];
    const ends = engine.execute(called.definition.body(), scope);
    if (called.yields === "context") return either(...scope.yields);
    if (scope.yields.length > 0) return [list(scope.yields, engine.branch)];
    void site;
    if (ends && scope.returns.length === 0) return none;
    return promisedBy(engine, called, either(...scope.returns));
  });
}

/** A result of which nothing is known is at least what the return type says. */
function promisedBy(engine: Engine, called: PythonFunction, result: Value): Value {
  const { returns } = called.definition;
  const known = asPromised(engine, result, returns, scopeAround(called));
  if (known !== result) return known;
  const isVague = ({ kind }: Alternative) => kind === "unknown" || kind === "external";
  if (returns === undefined || !result.every(isVague)) return result;
  const promised = () => engine.evaluate(returns, scopeAround(called));
  if (result.length === 0) return [{ ...unknown(`it is what ${called.definition.name} gives`), promised }];
  return result.map((one) => (one.promised === undefined ? { ...one, promised } : one));
}

function bind(engine: Engine, called: PythonFunction, given: Given, frame: Frame): void {
  const { parameters } = called.definition;
  const positional = parameters.filter(({ star, keywordOnly }) => star === undefined && !keywordOnly);
  const names = new Set(parameters.filter(({ star }) => star === undefined).map(({ name }) => name));
  positional.forEach(({ name }, index) => {
    const value = given.positional[index];
    if (value !== undefined) frame.set(name, value);
  });
  const extra = new Map<string, Value>();
  for (const [name, value] of given.keywords) {
    if (names.has(name)) frame.set(name, value);
    else extra.set(name, value);
  }
  for (const parameter of parameters) {
    const { name, star } = parameter;
    if (star === "*")
      frame.set(name, [
        list(
          given.positional.slice(positional.length),
          engine.branch,
          given.more === undefined ? undefined : [given.more],
        ),
      ]);
    else if (star === "**")
      frame.set(name, [dict(extra, engine.branch, given.more === undefined ? undefined : [given.more])]);
    else if (frame.own(name) === undefined) frame.set(name, missing(called, parameter, given));
    if (star === undefined) promise(engine, called, parameter, frame);
  }
}

/** An argument that cannot be told is what its annotation says; one with a default is nothing that a library gives. */
function promise(engine: Engine, called: PythonFunction, { name, annotation }: Parameter, frame: Frame): void {
  const value = frame.own(name) ?? [];
  const isLeftOut = ({ kind, ...one }: Alternative) =>
    kind === "unknown" && "key" in one && one.key === keyOf(called, name);
  if (annotation === undefined || (called.defaults.has(name) && value.some(isLeftOut))) return;
  const promised = asPromised(engine, value, annotation, scopeAround(called));
  if (promised !== value) frame.set(name, promised);
}

function keyOf({ file, definition }: PythonFunction, name: string): string {
  return `argument:${file.path}:${definition.from}:${name}`;
}

function missing(called: PythonFunction, { name }: Parameter, given: Given): Value {
  const value = called.defaults.get(name);
  if (given.more === undefined) return value ?? [unknown(`nothing is given to the parameter ${name}`)];
  if (value === undefined) return [given.more];
  return softened(value, given.more.key);
}

/** What a parameter is filled by, as `Depends(f)` says in its default or its annotation: whoever calls it calls that first. */
function askedFor(engine: Engine, called: PythonFunction, parameter: Parameter): void {
  const { name, annotation } = parameter;
  engine.escape((called.defaults.get(name) ?? []).filter(({ kind }) => kind === "external"));
  if (annotation?.type !== "subscript" || annotation.index.type !== "tuple") return;
  const scope = scopeAround(called);
  for (const { value } of annotation.index.items.slice(1))
    if (value.type === "call") engine.escape(engine.evaluate(value, scope).filter(({ kind }) => kind === "external"));
}

/** Runs a function as a library would: its arguments are not known, those with a default aside. */
export function callUnknowing(engine: Engine, of: FunctionRef): Value {
  const { function: called } = of;
  const { name, parameters, from } = called.definition;
  const keywords = new Map<string, Value>();
  const bound = of.self !== undefined;
  parameters.forEach((parameter, index) => {
    if (parameter.star !== undefined || (bound && index === 0)) return;
    askedFor(engine, called, parameter);
    const key = keyOf(called, parameter.name);
    const value = called.defaults.get(parameter.name);
    const nothing = value?.every((one) => one.kind === "constant" && one.value === null) ?? true;
    const given = engine.observer.argument(called, parameter.name);
    if (given !== undefined) keywords.set(parameter.name, given);
    else if (value !== undefined && !nothing) keywords.set(parameter.name, softened(value, key));
    else keywords.set(parameter.name, [unknown(`it is the argument ${parameter.name} of ${name}`, key)]);
  });
  const more = unknown(`it is an argument of ${name}`);
  const star = parameters.some((parameter) => parameter.star !== undefined);
  const given = star ? { ...nothingGiven, keywords, more } : { ...nothingGiven, keywords };
  return callFunction(engine, of, given, { file: called.file, from, to: from });
}
