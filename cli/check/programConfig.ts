import { unknownValue } from "../../provider/lifecycle/unknown.js";
import type { Json } from "../../provider/modelPackage/index.js";
import { Expressions } from "./expressions.js";
import { Reader } from "./reader.js";

// Deeper than anybody writes a configuration.
const deepest = 20;

/**
 * A model configuration that a program writes out, with the placeholder of unknown.ts where a value is worked out;
 * undefined where it is no object, or may have entries that are not written out.
 *
 * @param text of the program
 * @param source of the argument
 */
export function configOfProgram(text: string, source: string): Record<string, Json> | undefined {
  const value = settledValue(new Expressions(text), source, 0);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

function settledValue(program: Expressions, source: string, depth: number): Json {
  if (depth > deepest) return unknownValue;
  const settled = program.settled(source);
  const entries = program.object(settled);
  if (entries !== undefined)
    return Object.fromEntries(
      Object.entries(entries).map(([name, one]) => [name, settledValue(program, one, depth + 1)] as const),
    );
  const items = program.list(settled);
  if (items !== undefined) return items.map((item) => settledValue(program, item, depth + 1));
  const value = new Reader(settled).value();
  return value === undefined || typeof value === "object" ? (value === null ? null : unknownValue) : value;
}
