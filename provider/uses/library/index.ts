import type { Engine } from "../engine/engine.js";
import type { Site } from "../engine/scope.js";
import type { External, Given, Value } from "../values/types.js";
import { builtinCalls } from "./builtins.js";
import { dataCalls } from "./data.js";
import { runningCalls } from "./running.js";
import type { LibraryCall } from "./types.js";

const calls: ReadonlyMap<string, LibraryCall> = new Map([
  ...Object.entries(builtinCalls).map(([name, call]): [string, LibraryCall] => [`builtins.${name}`, call]),
  ...Object.entries(dataCalls),
  ...Object.entries(runningCalls),
]);

/** What a call of Python's own library, or of one that only hands values on, gives; undefined for any other. */
export function libraryCall(engine: Engine, of: External, given: Given, site: Site): Value | undefined {
  const call = calls.get(of.path) ?? calls.get(of.path.replace(/\(\)$/, "()"));
  if (call !== undefined) return call({ engine, of, given, site });
  const method = /\(\)\.(\w+)$/.exec(of.path)?.[1];
  return method === undefined ? undefined : calls.get(`*.${method}`)?.({ engine, of, given, site });
}
