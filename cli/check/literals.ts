import type { Declared } from "./program.js";
import { type Literal, unknownNames } from "./reader.js";

/** A value, and where it is from. */
export interface From<T> {
  value: T;
  /** The file; empty where the program holds it itself. */
  from: string;
}

/** Whether a program gives an argument, or may give it. */
export function gives(declared: Declared, argument: string): boolean {
  return declared.names.has(argument) || declared.names.has(unknownNames);
}

/** Whether it is a list of texts that are all written out. */
export function isTexts(value: Literal | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
