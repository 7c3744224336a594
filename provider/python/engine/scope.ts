import type { Alternative, PythonClass, Value } from "../values/types.js";
import type { PythonFile } from "./file.js";
import type { Frame } from "./frame.js";

/** Where code is run: its names, and the function around it. */
export interface Scope {
  frame: Frame;
  file: PythonFile;
  /** Class whose method is run, for `super()`. */
  owner: PythonClass | undefined;
  /** The method's object, for `super()`. */
  self: Alternative | undefined;
  /** What it returned so far. */
  returns: Value[];
  /** What it yielded so far. */
  yields: Value[];
  /** Whether the last branch that ended did so by `break` or `continue`: what it set is there behind the loop. */
  left?: boolean;
}

/** Where names are looked up, with no call around it: a file's top, a class's body, an annotation. */
export function scopeAround({ frame, file, owner }: Pick<Scope, "frame" | "file" | "owner">): Scope {
  return { frame, file, owner, self: undefined, returns: [], yields: [] };
}

/** Where a call is written. */
export interface Site {
  file: PythonFile;
  from: number;
  to: number;
}
