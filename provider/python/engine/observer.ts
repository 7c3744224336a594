import type { LibraryCall } from "../library/types.js";
import type { Alternative, External, Given, Origin, PythonFunction, Value } from "../values/types.js";
import type { Engine } from "./engine.js";
import type { Site } from "./scope.js";

/**
 * What stands around the code that the engine runs: it knows the libraries that the code is written for, and watches what
 * the code does with them. The engine itself knows Python alone.
 */
export interface Observer {
  /** What calls of libraries give, by their path; `*.name` is a method of that name of any object. */
  readonly calls: { readonly [path: string]: LibraryCall };
  /** Names that are there without an import. */
  readonly ambient: ReadonlySet<string>;
  /** One of the ambient names is read. */
  ambientRead(engine: Engine, name: string, site: Site): void;
  /** What `from module import *` brings in; empty for a module that is not known. */
  exports(module: string): readonly string[];
  /** The value of an attribute of a library's object, by its whole path; undefined where it is not known. */
  attribute(engine: Engine, path: string): Value | undefined;
  /** What is found under a key whatever it is read from, as a header is; undefined for any other key. */
  keyed(key: string): Value | undefined;
  /** What a library gives to a parameter of a function that it calls; undefined where it is not known. */
  argument(of: PythonFunction, parameter: string): Value | undefined;
  /** What an object of a library's class is called, where calls of it matter: `a.Client()`; undefined for any other class. */
  client(path: string): string | undefined;
  /** The attribute of a library's class that holds what the code gives it for later, and what that was. */
  context(path: string): { attribute: string; given: Value } | undefined;
  /** Whether a library makes an object of each class that inherits from one of its own, and calls it. */
  makes(base: string): boolean;
  /** The methods that a class of a library calls of the classes that inherit from it; undefined where it is not known. */
  methodsOf(base: string): readonly string[] | undefined;
  /**
   * What a decorator does with the function or class that it is given: `registers` hands it to a server there and then,
   * `handsBack` gives it back as it is, `waits` leaves it to the agent's own code to call it. Undefined where that is not known.
   */
  decorator(path: string): "registers" | "handsBack" | "waits" | undefined;
  /** A function of the agent's own begins to run; `engine.callers` are those that led to it. */
  entered(engine: Engine, of: PythonFunction): void;
  /** A file is opened, or read or written, by a method of its path. */
  opened(engine: Engine, path: Value, method: string, given: Given, site: Site): void;
  /** Something is read from a mapping that the observer has put an origin into. */
  entryRead(engine: Engine, origin: Origin, key: string, how: "get" | "subscript", given: Given, site: Site): void;
  /** Something of a library was called: gives whether that was a use that was told. */
  called(engine: Engine, of: External, given: Given, site: Site, made: Alternative): boolean;
  /** An attribute of something of a library was given a value. */
  assigned(of: External, name: string, value: Value): void;
  /** The code reads a variable of the environment. */
  variableRead(name: string, required: boolean, site: Site, instead: readonly string[]): void;
  /** The code loads variables of the environment from a file. */
  loadsVariables(): void;
}

/** Knows nothing and notes nothing. */
export const silent: Observer = {
  calls: {},
  ambient: new Set(),
  ambientRead: () => undefined,
  exports: () => [],
  attribute: () => undefined,
  keyed: () => undefined,
  argument: () => undefined,
  client: () => undefined,
  context: () => undefined,
  makes: () => false,
  methodsOf: () => undefined,
  decorator: () => undefined,
  entered: () => undefined,
  opened: () => undefined,
  entryRead: () => undefined,
  called: () => false,
  assigned: () => undefined,
  variableRead: () => undefined,
  loadsVariables: () => undefined,
};
