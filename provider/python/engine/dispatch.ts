import { either, under } from "../values/make.js";
import type { Alternative, FunctionRef, Given, PythonFunction, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import { boundTo, wrapped } from "./functions.js";
import { lineageOf } from "./lineage.js";
import { typesOf } from "./promises.js";
import { type Site, scopeAround } from "./scope.js";

/** One implementation of a function that is chosen by the type of its first argument. */
interface Implementation {
  types: Value;
  value: Value;
}

const implementations = new WeakMap<PythonFunction, Implementation[]>();
const dispatchers = /^functools\.singledispatch(?:method)?\(\)$/;
const registrars = /^functools\.singledispatch(?:method)?\(\)\.register(?:\(\))?$/;

/** Whether something of a library is a function of the agent's own that `singledispatch` has wrapped. */
export function isDispatcher(path: string): boolean {
  return dispatchers.test(path);
}

/** Whether something of a library is the `register` of such a function. */
export function isRegistrar(path: string): boolean {
  return registrars.test(path) && !path.endsWith("()");
}

/**
 * `@f.register` and `@f.register(Type)` as decorators, `f.register(Type, g)` as a call: notes an implementation.
 *
 * @returns whether that is what it was
 */
export function registers(engine: Engine, one: Alternative, value: Value, given?: Value): boolean {
  if (one.kind !== "external" || !registrars.test(one.external.path)) return false;
  const { base, path } = one.external;
  const of = path.endsWith("()") ? base?.base : base;
  const target = of === undefined ? undefined : wrapped({ kind: "external", external: of })?.function;
  if (target === undefined) return false;
  const types = given ?? one.external.given?.positional[0] ?? value.flatMap((each) => annotated(engine, each));
  implementations.set(target, [...(implementations.get(target) ?? []), { types: flat(types), value }]);
  return true;
}

/** The type that an implementation's own first parameter is annotated with. */
function annotated(engine: Engine, one: Alternative): Value {
  const made = wrapped(one)?.function;
  const first = made?.definition.parameters[made.owner === undefined || made.role === "static" ? 0 : 1];
  return made === undefined || first?.annotation === undefined
    ? []
    : typesOf(engine, first.annotation, scopeAround(made));
}

/** `int | str` as a value. */
function flat(types: Value): Value {
  return types.flatMap((one) => (one.kind === "list" ? one.list.items.flatMap(flat) : [one]));
}

/** All functions that a wrapped one may lead to, itself aside. */
export function implementationsOf(of: PythonFunction): Value {
  return (implementations.get(of) ?? []).flatMap(({ value }) => value);
}

/** Calls the implementations that may be meant, each with what it is meant for. */
export function dispatched(engine: Engine, of: FunctionRef, given: Given, site: Site): Value {
  const known = implementations.get(of.function) ?? [];
  const [first, ...rest] = given.positional;
  if (first === undefined || known.length === 0) return engine.callFunction(of, given, site);
  const bound = (value: Value): Value => {
    const { self } = of;
    return self === undefined ? value : value.map((one) => boundTo(one, self));
  };
  return either(
    ...first.map((one) => {
      const { found, isSure } = chosen(known, one);
      const call = (value: Value) => engine.call(value, { ...given, positional: [[one], ...rest] }, site);
      const results = found.map(({ value }) => call(bound(value)));
      if (!isSure) results.push(call([of]));
      return under(either(...results), one.when);
    }),
  );
}

/** The implementations for an argument: the nearest, or all where its type is not known. */
function chosen(known: readonly Implementation[], one: Alternative): { found: Implementation[]; isSure: boolean } {
  if (one.kind === "instance") {
    const { own } = lineageOf(one.instance.class);
    const line = own.flatMap((part) => [part, ...part.bases.filter((base) => "path" in base)]);
    for (const part of line) {
      const found = known.findLast(({ types }) => types.some((type) => typeKey(type) === part || samePath(type, part)));
      if (found !== undefined) return { found: [found], isSure: true };
    }
    return { found: [], isSure: false };
  }
  const names = namesOf(one);
  if (names === undefined) return { found: [...known], isSure: false };
  for (const name of names) {
    const found = known.findLast(({ types }) =>
      types.some((type) => type.kind === "external" && type.external.path.endsWith(`.${name}`)),
    );
    if (found !== undefined) return { found: [found], isSure: true };
  }
  return { found: [], isSure: false };
}

function typeKey(type: Alternative): object | undefined {
  return type.kind === "class" ? type.class : undefined;
}

function samePath(type: Alternative, part: object): boolean {
  return type.kind === "external" && "path" in part && type.external.path === part.path;
}

/** Names of the types of something, the nearest first; undefined where they are not known. */
function namesOf(one: Alternative): readonly string[] | undefined {
  switch (one.kind) {
    case "text":
      return ["str", "Sequence", "Iterable"];
    case "constant":
      if (one.value === null) return ["NoneType"];
      return typeof one.value === "boolean" ? ["bool", "int", "Number"] : ["int", "float", "Real", "Number"];
    case "list":
      return ["list", "tuple", "set", "frozenset", "MutableSequence", "Sequence", "Collection", "Iterable"];
    case "dict":
      return ["dict", "MutableMapping", "Mapping", "Collection", "Iterable"];
    case "function":
      return ["FunctionType", "Callable"];
    case "external":
      return one.external.path.endsWith("()") ? [one.external.path.slice(0, -2).split(".").at(-1) ?? ""] : undefined;
    default:
      return undefined;
  }
}
