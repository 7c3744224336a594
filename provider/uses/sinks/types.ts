import type { KindName } from "../../policy/kinds.js";
import type { Engine } from "../../python/engine/engine.js";
import type { Site } from "../../python/engine/scope.js";
import type { External, Given, Value } from "../../python/values/types.js";
import type { UseSinks } from "./observer.js";

/** A call of a library while it is looked at for what it uses. */
export interface Sighting {
  sinks: UseSinks;
  engine: Engine;
  /** What is called, in canonical form: `openai.OpenAI().chat.completions.create`. */
  path: string;
  /** What is called. */
  of: External;
  given: Given;
  site: Site;
  /** The result of the call: what it was made from decides as whom it acts. */
  made: External;
  /** Names one thing, or each of its alternatives. */
  readonly tell: (kind: KindName, value: Value | undefined, through?: string) => void;
  /** Names what cannot be told. */
  readonly tellUnknown: (kinds: readonly KindName[], why: string, through?: string) => void;
}

/** A row of the tables: a call whose argument names something. */
export interface NameRule {
  /** Canonical paths. */
  calls: readonly string[];
  kind: KindName;
  /** Names of the argument; the first that is given counts. */
  names: readonly string[];
  /** Its position, where it may be given without a name. */
  position?: number;
  /** Whether it is a list of names, or every positional argument from there on. */
  many?: "list" | "rest";
}

/** What needs more than a row: looks at a call and names what it uses. */
export type Look = (sighting: Sighting) => void;

/** Rules of one client library. */
export interface Library {
  rules: readonly NameRule[];
  /** By canonical path. */
  looks: { readonly [path: string]: Look };
}
