import { nothingGiven, unknown } from "../values/make.js";
import type { Alternative, ClassRef, External, FunctionRef, Given, PythonFunction, Value } from "../values/types.js";
import { callUnknowing } from "./calls.js";
import { implementationsOf, isDispatcher } from "./dispatch.js";
import type { Engine } from "./engine.js";
import { boundTo, wrapped } from "./functions.js";
import { lineageOf, plainBases } from "./lineage.js";
import type { Site } from "./scope.js";

const deepest = 12;

/** Notes what a library may call of a value: functions, methods of objects that it knows the base of, and what they hold. */
export function handOver(engine: Engine, value: Value, depth = 0): void {
  if (depth > deepest) return;
  for (const one of value) escapeOne(engine, one, depth);
}

function escapeOne(engine: Engine, one: Alternative, depth: number): void {
  switch (one.kind) {
    case "function":
      addRoot(engine, one);
      return;
    case "external":
      if (one.external.path === partialPath) escapePartial(engine, one);
      else consume(engine, one.external, depth);
      return;
    case "list":
      if (first(engine, one.list)) {
        for (const item of one.list.items) handOver(engine, item, depth + 1);
        if (one.list.rest !== undefined) handOver(engine, one.list.rest, depth + 1);
      }
      return;
    case "dict":
      if (first(engine, one.dict)) {
        for (const item of one.dict.entries.values()) handOver(engine, item, depth + 1);
        if (one.dict.rest !== undefined) handOver(engine, one.dict.rest, depth + 1);
      }
      return;
    case "instance":
      if (first(engine, one.instance)) escapeInstance(engine, one, depth);
      return;
    case "method":
      escapeOne(engine, one.self, depth + 1);
      return;
    case "class":
      // A library makes objects of a class that it is given: of a tool or a module, not of a schema.
      if (one.class.traits.size === 0 && lineageOf(one.class).external !== undefined && first(engine, one.class)) {
        const site = { file: one.class.file, from: one.class.definition.from, to: one.class.definition.from };
        engine.roots.push({ kind: "function", function: constructorOf(engine, one, site) });
        // It may make them by a method of the class instead.
        for (const part of lineageOf(one.class).own)
          for (const name of part.frame.names())
            for (const member of part.frame.own(name) ?? [])
              if (member.kind === "function" && member.function.role === "class" && !name.startsWith("_"))
                addRoot(engine, { ...member, self: one });
      }
      return;
    default:
  }
}

/** Has a library make an object of a class of the agent's own, with these arguments and more, and call what it may of it. */
export function makeLater(engine: Engine, one: ClassRef, given: Given): void {
  if (!first(engine, one.class)) return;
  const site = { file: one.class.file, from: one.class.definition.from, to: one.class.definition.from };
  engine.roots.push({ kind: "function", function: constructorOf(engine, one, site, given), when: one.when });
}

function constructorOf(engine: Engine, one: ClassRef, site: Site, given: Given = nothingGiven): PythonFunction {
  const more = unknown("a library makes the object", "library");
  return laterCall(engine, one.class.definition.name, site, () => engine.construct(one, { ...given, more }, site));
}

/** Has something done that a library does later, once. */
export function callLater(engine: Engine, name: string, site: Site, run: () => Value): void {
  engine.roots.push({ kind: "function", function: laterCall(engine, name, site, run) });
}

const partialPath = "functools.partial()";

/** A partial that a library is given: it calls it, with what is there already and with what nobody knows. */
function escapePartial(engine: Engine, one: Alternative & { kind: "external" }): void {
  const { external } = one;
  const site = external.given === undefined ? undefined : engine.partialSites.get(external.given);
  if (external.consumed || site === undefined) return;
  external.consumed = true;
  const more = unknown("a library calls it", "library");
  const called = laterCall(engine, "partial", site, () => engine.call([one], { ...nothingGiven, more }, site));
  engine.roots.push({ kind: "function", function: called, when: one.when });
}

/** A function without a definition in the agent's files, for what a library does later: it hands on what comes of it. */
function laterCall(engine: Engine, name: string, { file, from, to }: Site, run: () => Value): PythonFunction {
  const body = () => {
    engine.escape(run());
    return [];
  };
  const definition = { type: "function" as const, name, parameters: [], decorators: [], from, to, body };
  const { frame } = file;
  return { definition, file, frame, owner: undefined, role: "plain", defaults: new Map(), yields: "nothing" };
}

function first(engine: Engine, object: object): boolean {
  if (engine.escaped.has(object)) return false;
  engine.escaped.add(object);
  return true;
}

/** A library's object is used: what it was made from may be called. */
export function consume(engine: Engine, of: External, depth = 0): void {
  if (of.consumed || depth > deepest) return;
  of.consumed = true;
  if (of.base !== undefined) consume(engine, of.base, depth + 1);
  if (of.given === undefined) return;
  const inner = isDispatcher(of.path) ? wrapped({ kind: "external", external: of }) : undefined;
  if (inner !== undefined) handOver(engine, implementationsOf(inner.function), depth + 1);
  for (const value of of.given.positional) handOver(engine, value, depth + 1);
  for (const value of of.given.keywords.values()) handOver(engine, value, depth + 1);
}

const protocol = [
  "__call__",
  "__iter__",
  "__next__",
  "__enter__",
  "__exit__",
  "__aenter__",
  "__aexit__",
  "__getitem__",
];

function escapeInstance(engine: Engine, one: Alternative & { kind: "instance" }, depth: number): void {
  const { instance } = one;
  for (const value of instance.fields.values()) handOver(engine, value, depth + 1);
  if (instance.external !== undefined) consume(engine, instance.external, depth + 1);
  const { own, external } = lineageOf(instance.class);
  const isData = instance.class.traits.size > 0;
  const known = external === undefined || isData || plainBases.test(external.path);
  const called = external === undefined ? undefined : engine.observer.methodsOf(external.path);
  const seen = new Set<string>();
  for (const part of own) {
    for (const name of part.frame.names()) {
      if (seen.has(name)) continue;
      const isProtocol = protocol.includes(name) || called?.includes(name) === true;
      const any = !known && called === undefined && !name.startsWith("__");
      seen.add(name);
      for (const member of part.frame.own(name) ?? []) {
        const inner = wrapped(member);
        if (inner === undefined || inner.self !== undefined) continue;
        if (!isProtocol && !any && !isOffered(engine, member)) continue;
        const { role } = inner.function;
        if (role === "static") addRoot(engine, inner);
        else if (role === "plain") {
          const bound = boundTo(inner, one);
          if (bound.kind === "function") addRoot(engine, bound);
        }
      }
    }
  }
}

/** Whether a decorator of a library offers the method to it: `@kernel_function`, `@task`. */
function isOffered(engine: Engine, member: Alternative): boolean {
  if (member.kind !== "external") return false;
  const { path } = member.external;
  return !wrapsOnly.test(path) && engine.observer.decorator(path.replace(/\(\)$/, "")) === undefined;
}

// Decorators that leave it to the agent's own code to call what they wrap.
const wrapsOnly =
  /^(?:tenacity|backoff|retry\w*|functools|contextlib|cachetools|ratelimit|deprecat\w+|typing\w*|abc|pydantic|opentelemetry|asyncio|warnings|langsmith|async_lru|aiocache|joblib|stamina|wrapt|numba|torch|beartype|typeguard|anyio|asyncstdlib|django|flask_caching|diskcache|limits|pybreaker|circuitbreaker|timeout_decorator|overrides|six|attrs?|dataclasses|builtins)\./;

/** Has a function run as a library would call it, once. */
export function addRoot(engine: Engine, of: FunctionRef): void {
  const self = of.self === undefined ? "" : selfKey(engine, of.self);
  const key = `${engine.numberOf(of.function)}:${self}`;
  if (engine.seenRoots.has(key)) return;
  engine.seenRoots.add(key);
  engine.roots.push(of);
}

function selfKey(engine: Engine, self: Alternative): string {
  if (self.kind === "instance") return String(engine.numberOf(self.instance));
  return self.kind === "class" ? String(engine.numberOf(self.class)) : self.kind;
}

/** Runs what a library may call, and what that leads to. */
export function runRoots(engine: Engine): void {
  for (let root = engine.roots.shift(); root !== undefined; root = engine.roots.shift()) {
    const called = root;
    engine.finished.push(called);
    engine.beginRoot();
    const before = engine.sureBranch;
    const result = engine.inBranch(called.when, () => {
      if (called.when === undefined) engine.sureBranch = engine.branch;
      return callUnknowing(engine, called);
    });
    engine.sureBranch = before;
    handOver(engine, result);
  }
}
