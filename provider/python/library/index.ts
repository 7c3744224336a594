import type { Engine } from "../engine/engine.js";
import type { Site } from "../engine/scope.js";
import type { Alternative, External, Given, Value } from "../values/types.js";
import { builtinCalls } from "./builtins.js";
import { callableCalls } from "./callables.js";
import { collectionCalls } from "./collections.js";
import { dataCalls } from "./data.js";
import { runningCalls } from "./running.js";
import type { LibraryCall } from "./types.js";

const calls: ReadonlyMap<string, LibraryCall> = new Map([
  ...Object.entries(builtinCalls).map(([name, call]): [string, LibraryCall] => [`builtins.${name}`, call]),
  ...Object.entries(dataCalls),
  ...Object.entries(collectionCalls),
  ...Object.entries(runningCalls),
  ...Object.entries(callableCalls),
]);

/** Methods of any object that are known by their name alone. */
const methods = new Map(
  [...calls].flatMap(([path, call]) => (path.startsWith("*.") ? [[path.slice(2), call] as const] : [])),
);

/** What a call of Python's own library, or of one that only hands values on, gives; undefined for any other. */
export function libraryCall(engine: Engine, of: External, given: Given, site: Site): Value | undefined {
  const { path } = of;
  const { calls: observed } = engine.observer;
  const call = Object.hasOwn(observed, path) ? observed[path] : calls.get(path);
  if (call !== undefined) return call({ engine, of, given, site });
  // `map(str.strip, texts)`: a method of a class of Python's own, with its object as the first argument.
  const method = /^builtins\.(?:str|dict|list|set)\.(\w+)$/.exec(path)?.[1];
  const [self, ...positional] = given.positional;
  if (method !== undefined && self !== undefined) {
    const bound = self.map((one): Alternative => ({ kind: "method", self: one, name: method, when: one.when }));
    return engine.call(bound, { ...given, positional }, site);
  }
  const dot = path.lastIndexOf(".");
  if (dot < 1 || path[dot - 1] !== ")") return undefined;
  return methods.get(path.slice(dot + 1))?.({ engine, of, given, site });
}
