import type { FunctionFixture } from "../../fixtures/standIns.js";

/** What names in a statement are resolved by. */
export interface Names {
  /** Catalog and schema of names with fewer than three parts. */
  catalog: string;
  schema: string;
  /** Function by its three-part name in lower case. */
  function(name: string): FunctionFixture | undefined;
}

/** A statement in Databricks SQL, made into SQLite's. */
export interface Translated {
  /** What the statement does: `query`, `write` (rows) or `define` (tables). */
  kind: "query" | "write" | "define";
  /** To be run in order; the last one gives the rows. */
  statements: string[];
  /** Three-part names of tables that the statement itself reads. */
  reads: string[];
  /** Three-part names of tables that the statement itself changes. */
  writes: string[];
  /** Three-part names of functions that the statement itself calls. */
  calls: string[];
  /** Tables that are read inside those functions, with the rights of their owner. */
  readsInside: string[];
  /** Functions in Python that run, with the names they have in SQLite. */
  python: { alias: string; fixture: FunctionFixture }[];
  /** SQL type of the only column, where the statement does nothing but call a function. */
  returns?: string;
}
