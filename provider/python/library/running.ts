import { itemsOf } from "../engine/items.js";
import { objectOf } from "../engine/promises.js";
import { argument } from "../values/given.js";
import { either, external, knownText, list, none, nothingGiven, unknown } from "../values/make.js";
import { softened } from "../values/soft.js";
import type { Given } from "../values/types.js";
import type { LibraryCall } from "./types.js";

const first: LibraryCall = ({ given }) => given.positional[0];

/** Calls that run other functions. */
export const runningCalls: { readonly [path: string]: LibraryCall } = {
  "functools.partial": ({ engine, of, given, site }) => {
    engine.partialSites.set(given, site);
    const [called = []] = given.positional;
    // A partial of a library's class is that class with some arguments already there.
    return [{ ...external("functools.partial()", of, given), when: called[0]?.when }];
  },
  "functools.partial()": ({ engine, of, given, site }) => {
    const before = of.given ?? nothingGiven;
    const [called = [], ...positional] = before.positional;
    const whole: Given = {
      positional: [...positional, ...given.positional],
      keywords: new Map([...before.keywords, ...given.keywords]),
      more: before.more ?? given.more,
    };
    // Where a partial names the thing, that is the place to look at.
    const names = [...positional, ...before.keywords.values()].some((value) =>
      value.some(
        (one) =>
          one.kind === "text" ||
          one.kind === "unknown" ||
          (one.kind === "external" && !one.external.path.endsWith("()")),
      ),
    );
    return engine.call(called, whole, names ? (engine.partialSites.get(before) ?? site) : site);
  },
  "functools.reduce": ({ engine, given, site }) => {
    const [called = [], values = [], start] = given.positional;
    const items = itemsOf(engine, values);
    let result = start ?? items.shift() ?? [];
    for (const item of [...items, ...(items.isOpen ? [items.rest] : [])])
      result = engine.call(called, { ...nothingGiven, positional: [result, item] }, site);
    return result;
  },
  "operator.itemgetter": () => undefined,
  "asyncio.run": first,
  "asyncio.wait_for": first,
  "asyncio.shield": first,
  "asyncio.create_task": first,
  "asyncio.ensure_future": first,
  "asyncio.run_coroutine_threadsafe": first,
  "asyncio.gather": ({ engine, given }) => [
    list([...given.positional], engine.branch, given.more === undefined ? undefined : [given.more]),
  ],
  "asyncio.as_completed": first,
  "nest_asyncio.apply": () => none,
  "*.run_until_complete": first,
  "contextlib.ExitStack().enter_context": first,
  "contextlib.AsyncExitStack().enter_async_context": first,
  "contextlib.AsyncExitStack().enter_context": first,
  "contextlib.closing": first,
  "contextlib.aclosing": first,
  "contextlib.nullcontext": first,
  // `ContextVar[X]("x")`
  "contextvars.ContextVar[]": ({ of, given }) => [external("contextvars.ContextVar()", of, given)],
  "contextvars.ContextVar().set": ({ of, given }) => {
    if (of.base !== undefined) {
      of.base.fields ??= new Map();
      of.base.fields.set("=", either(of.base.fields.get("=") ?? [], given.positional[0] ?? []));
    }
    return [unknown("it is a token")];
  },
  "contextvars.ContextVar().get": ({ engine, of, given }) =>
    of.base?.fields?.get("=") ??
    given.positional[0] ??
    of.base?.given?.keywords.get("default") ??
    objectOf(engine, of.base?.fields?.get("[]") ?? of.base?.base?.given?.positional[0] ?? []),
  "*.get": ({ engine, given, of, site }) => {
    const key = argument(given, 0, "key");
    const known = key?.[0] === undefined ? undefined : knownText(key[0]);
    const fallback = argument(given, 1, "default");
    // A request's own value goes before the default, which is what there is without one.
    if (fallback?.some(({ kind }) => kind === "text") === true && !/^(?:requests|httpx|aiohttp)\b/.test(of.path))
      return [
        { ...unknown("it comes with the request", `get:${site.file.path}:${site.from}`), optional: true },
        ...softened(fallback, `get:${site.file.path}:${site.from}`),
      ];
    return known === undefined || of.path === "os.environ.get" ? undefined : engine.observer.keyed(known);
  },
};
