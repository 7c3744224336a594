import type { Engine } from "../engine/engine.js";
import type { Site } from "../engine/scope.js";
import type { External, Given, Value } from "../values/types.js";

/** A call of something whose result is known. */
export interface Called {
  engine: Engine;
  of: External;
  given: Given;
  site: Site;
}

/** What such a call gives; undefined where it is to be treated as any other. */
export type LibraryCall = (called: Called) => Value | undefined;
