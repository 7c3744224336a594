import type { Engine } from "../engine/engine.js";
import { itemsOf } from "../engine/items.js";
import type { Site } from "../engine/scope.js";
import { argument } from "../values/given.js";
import { external, list, none, nothingGiven } from "../values/make.js";
import type { Given, Value } from "../values/types.js";
import type { Called, LibraryCall } from "./types.js";

// What libraries do with a callable that they are given, as two tables: they call it, or they hand it back for the agent's
// code to call. A new library is a row.

/** How a library calls what it is given. */
interface Caller {
  /** Where the callable stands, and its name. */
  at: number;
  name: string;
  /**
   * With what: with the arguments behind it, with a tuple and a dictionary among the named ones, with an item of each list
   * behind it, or with the items of each item of the list behind it.
   */
  with: "rest" | "packed" | "items" | "tuples";
  /** Positions of `args` and `kwargs`, where they are packed. */
  packed?: readonly [args: number, kwargs: number];
  /** What comes of it: the result, an object with the result, or an object that keeps it to itself. */
  gives: "result" | "future" | "nothing";
  /** Of which objects alone, where the method's name says nothing by itself. */
  of?: RegExp;
}

const rest = { at: 0, name: "func", with: "rest", gives: "result" } as const;
const executor = /(?:Executor|Pool)\(\)/;
const items = { ...rest, with: "items", of: executor } as const;
const packed = { ...rest, with: "packed", packed: [1, 2], of: executor } as const;
const thread = { at: 1, name: "target", with: "packed", packed: [3, 4], gives: "nothing" } as const;

const callers: Readonly<Record<string, Caller>> = {
  "asyncio.to_thread": rest,
  "anyio.run": rest,
  "anyio.to_thread.run_sync": rest,
  "anyio.from_thread.run": rest,
  "starlette.concurrency.run_in_threadpool": rest,
  "fastapi.concurrency.run_in_threadpool": rest,
  "contextvars.copy_context().run": rest,
  "contextvars.Context().run": rest,
  "tenacity.Retrying()": rest,
  "tenacity.AsyncRetrying()": rest,
  "tenacity.Retrying().call": rest,
  "tenacity.AsyncRetrying().call": rest,
  "retrying.Retrying().call": rest,
  "stamina.RetryingCaller()": { ...rest, at: 1 },
  "pybreaker.CircuitBreaker().call": rest,
  "*.run_in_executor": { ...rest, at: 1 },
  "*.call_soon": { ...rest, gives: "nothing" },
  "*.call_soon_threadsafe": { ...rest, gives: "nothing" },
  "*.call_later": { ...rest, at: 1, gives: "nothing" },
  "*.submit": { ...rest, gives: "future", of: executor },
  "*.map": items,
  "*.imap": items,
  "*.imap_unordered": items,
  "*.starmap": { ...items, with: "tuples" },
  "*.apply": packed,
  "*.apply_async": { ...packed, gives: "future" },
  "itertools.starmap": { ...rest, with: "tuples" },
  "threading.Thread": thread,
  "multiprocessing.Process": thread,
  "threading.Timer": { ...thread, name: "function", packed: [2, 3] },
};

/** Results that an object keeps until it is asked, by the path of the question. */
const futures = ["concurrent.futures.Future().result", "concurrent.futures.Future().get"];

/** What gives a callable back, called with it or with options first: `trace(f)`, `trace(name="x")(f)`. */
const wrappers = [
  "functools.lru_cache",
  "functools.cache",
  "functools.update_wrapper",
  "tenacity.retry",
  "tenacity.Retrying().wraps",
  "tenacity.AsyncRetrying().wraps",
  "retrying.retry",
  "retry.retry",
  "ratelimit.sleep_and_retry",
  "circuitbreaker.circuit",
  "async_lru.alru_cache",
  "asyncstdlib.lru_cache",
  "asgiref.sync.sync_to_async",
  "asgiref.sync.async_to_sync",
  "asyncer.asyncify",
  "asyncer.syncify",
  "joblib.delayed",
  "joblib.Memory().cache",
  "langsmith.traceable",
  "langfuse.observe",
  "langfuse.decorators.observe",
  "logfire.instrument",
  "weave.op",
  "inspect.unwrap",
  "pydantic.validate_call",
  "pybreaker.CircuitBreaker()",
];

/** The same, where the first call is for the options alone, a callable among them or not: `wraps(f)(g)` is `g`. */
const wrapperFactories = [
  "functools.wraps",
  "backoff.on_exception",
  "backoff.on_predicate",
  "stamina.retry",
  "ratelimit.limits",
  "cachetools.cached",
  "aiocache.cached",
  "timeout_decorator.timeout",
];

const factoryResults = new Set(wrapperFactories.map((name) => `${name}()`));
const callableNames = ["func", "fn", "f", "function", "wrapper", "call"];

/** Whether a library's object was made of options and gives back what it is called with, whatever the options are. */
export function isWrapperOfOptions(path: string): boolean {
  return factoryResults.has(path);
}

/** What is wrapped; undefined where these are options, and the callable comes with the next call. */
export const handBack: LibraryCall = ({ given }) => {
  const value = argument(given, 0, ...callableNames);
  const isOption = value?.every(({ kind }) => ["text", "constant", "list", "dict"].includes(kind)) ?? true;
  return isOption ? undefined : value;
};

function caller(row: Caller): LibraryCall {
  return (called) => {
    const { given, of } = called;
    if (row.of?.test(of.path) === false) return undefined;
    const target = argument(given, row.at, row.name);
    if (target === undefined) return undefined;
    const result = resultOf(row, target, called);
    if (row.gives === "result") return result;
    if (row.gives === "nothing") return undefined;
    return [external("concurrent.futures.Future()", undefined, { ...nothingGiven, positional: [result] })];
  };
}

function resultOf(row: Caller, target: Value, { engine, given, site }: Called): Value {
  const call = (arguments_: Given): Value => engine.call(target, arguments_, site);
  switch (row.with) {
    case "rest": {
      const keywords = new Map([...given.keywords].filter(([name, value]) => name !== row.name || value !== target));
      return call({ ...given, positional: given.positional.slice(row.at + 1), keywords });
    }
    case "packed":
      return call(unpacked(engine, row, given));
    case "items":
      return mapped(engine, target, given.positional.slice(row.at + 1), site);
    case "tuples": {
      const found = itemsOf(engine, argument(given, row.at + 1, "iterable") ?? []);
      const apply = (item: Value): Value => call({ ...nothingGiven, positional: [...itemsOf(engine, item)] });
      return [list(found.map(apply), engine.branch, found.isOpen ? apply(found.rest) : undefined)];
    }
  }
}

function unpacked(engine: Engine, { packed: places }: Caller, given: Given): Given {
  const [args, kwargs] = places ?? [1, 2];
  const positional = itemsOf(engine, argument(given, args, "args") ?? []);
  const keywords = new Map<string, Value>();
  for (const one of argument(given, kwargs, "kwargs", "kwds") ?? [])
    if (one.kind === "dict") for (const [name, value] of one.dict.entries) keywords.set(name, value);
  return { ...nothingGiven, positional: [...positional], keywords };
}

/** `map(f, these, those)`: the first of each, the second of each, and one more call for those that are not known. */
function mapped(engine: Engine, target: Value, lists: readonly Value[], site: Site): Value {
  const all = lists.map((value) => itemsOf(engine, value));
  const length = Math.min(...all.map((one) => (one.isOpen ? Number.POSITIVE_INFINITY : one.length)));
  const known = Number.isFinite(length) ? length : Math.max(0, ...all.map((one) => one.length));
  const at = (index: number): Value =>
    engine.call(target, { ...nothingGiven, positional: all.map((one) => one[index] ?? one.rest) }, site);
  const results = Array.from({ length: known }, (_, index) => at(index));
  return [list(results, engine.branch, Number.isFinite(length) ? undefined : at(known))];
}

/** `RunnableLambda(f).invoke(x)` calls `f` with `x`. */
const invokeLambda: LibraryCall = ({ engine, of, given, site }) => {
  const target = of.base?.given === undefined ? undefined : argument(of.base.given, 0, "func", "afunc");
  const input = argument(given, 0, "input");
  if (target === undefined || input === undefined) return undefined;
  return engine.call(target, { ...nothingGiven, positional: [input] }, site);
};
const lambdas = ["langchain_core.runnables", "langchain_core.runnables.base", "langchain.schema.runnable"];

/** Calls that call what they are given, or hand it back. */
export const callableCalls: { readonly [path: string]: LibraryCall } = {
  ...Object.fromEntries(Object.entries(callers).map(([path, row]) => [path, caller(row)])),
  ...Object.fromEntries(
    futures.map((path): [string, LibraryCall] => [path, ({ of }) => of.base?.given?.positional[0]]),
  ),
  ...Object.fromEntries(wrappers.flatMap((name) => [name, `${name}()`].map((path) => [path, handBack]))),
  ...Object.fromEntries(
    lambdas.flatMap((name) =>
      ["invoke", "ainvoke"].map((method) => [`${name}.RunnableLambda().${method}`, invokeLambda]),
    ),
  ),
  ...Object.fromEntries(
    ["functools.singledispatch", "functools.singledispatchmethod"].map((path): [string, LibraryCall] => [
      path,
      ({ of, given }) => [external(`${path}()`, of, given)],
    ]),
  ),
  "concurrent.futures.as_completed": ({ given }) => given.positional[0],
  "joblib.Parallel()": ({ given }) => given.positional[0],
  "threading.Thread().start": () => none,
};
