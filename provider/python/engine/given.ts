import type { Given } from "../values/types.js";
import type { Engine } from "./engine.js";

/** What a library that is not known may call of what it was given. */
export function escapeGiven(engine: Engine, given: Given): void {
  for (const value of given.positional) engine.escape(value);
  for (const value of given.keywords.values()) engine.escape(value);
}
