import { isWrapperOfOptions } from "../library/callables.js";
import { libraryCall } from "../library/index.js";
import { external } from "../values/make.js";
import type { External, Given, Value } from "../values/types.js";
import { dispatched, isDispatcher, isRegistrar, registers } from "./dispatch.js";
import type { Engine } from "./engine.js";
import { consume } from "./escape.js";
import { wrapped } from "./functions.js";
import { escapeGiven } from "./given.js";
import type { Site } from "./scope.js";

/** What calling something of a library gives: a text, an object known by its path, or what a wrapped function gives. */
export function callExternal(engine: Engine, of: External, given: Given, site: Site): Value {
  if (!engine.step()) return [];
  // `wraps(f)(g)`: `f` is an option, `g` is what is given back.
  if (isWrapperOfOptions(of.path) && given.positional[0] !== undefined) return given.positional[0];
  const isPartial = of.path === "functools.partial()";
  const inner = of.given === undefined || isPartial ? undefined : wrapped({ kind: "external", external: of });
  if (inner !== undefined && isDispatcher(of.path)) return dispatched(engine, inner, given, site);
  if (inner !== undefined) return engine.callFunction(inner, given, site);
  if (isRegistrar(of.path)) return registered(engine, of, given);
  const known = libraryCall(engine, of, given, site);
  if (known !== undefined) return known;
  // A method gives its arguments to an object that lives; a constructor keeps them for when its object is used.
  if (of.base !== undefined) {
    consume(engine, of.base);
    escapeGiven(engine, given);
  } else if (keepsNothing.test(of.path)) escapeGiven(engine, given);
  const made = external(`${of.path}()`, of, given);
  const told = engine.observer.called(engine, of, given, site, made);
  // The tools of a toolkit have the names that it was given: they are told once.
  if (made.kind === "external") made.external.told = told && /Tool|M[cC][pP]/.test(of.path);
  return [made];
}

/** `f.register(Type, g)`, `f.register(g)`, and `f.register(Type)`, which waits for what it decorates. */
function registered(engine: Engine, of: External, given: Given): Value {
  const [first = [], second] = given.positional;
  const value = second ?? (first.every((one) => wrapped(one) !== undefined) ? first : undefined);
  if (value === undefined) return [external(`${of.path}()`, of, given)];
  registers(engine, { kind: "external", external: of }, value, second === undefined ? undefined : first);
  return value;
}

const keepsNothing = /(?:^|\.)(?:register|set_\w+|configure|run|create_task|start|apply|patch)$/;
