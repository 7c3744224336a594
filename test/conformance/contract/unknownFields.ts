import { isRecord } from "../../../workspace/paths.js";
import type { Shape, Types } from "./knownTypes.js";

/** Fields of a value, by their paths: those that a type knows and those that none does. `[]` stands for any item of a list. */
export interface Compared {
  known: Set<string>;
  unknown: Set<string>;
}

/**
 * Compares a value with what is known of it.
 *
 * @param shapes of which it may be any mixture
 */
export function compareFields(value: unknown, shapes: readonly Shape[], types: Types): Compared {
  const compared: Compared = { known: new Set(), unknown: new Set() };
  walk(value, shapes, types, "", compared);
  return compared;
}

function walk(value: unknown, shapes: readonly Shape[], types: Types, path: string, found: Compared): void {
  if (value === null || shapes.includes("any")) return;
  if (Array.isArray(value)) {
    const items = shapes.flatMap((shape) => (typeof shape === "object" && "list" in shape ? [shape.list] : []));
    if (items.length === 0) found.unknown.add(`${path}[]`);
    else for (const item of value) walk(item, items, types, `${path}[]`, found);
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const fields = shapes.flatMap((shape) => fieldOf(shape, key, types));
    const mapped = shapes.some((shape) => typeof shape === "object" && "map" in shape);
    const at = `${path}${path === "" ? "" : "."}${mapped ? "*" : key}`;
    (fields.length === 0 ? found.unknown : found.known).add(at);
    if (fields.length > 0) walk(inner, fields, types, at, found);
  }
}

function fieldOf(shape: Shape, key: string, types: Types): Shape[] {
  if (typeof shape !== "object" || "list" in shape) return [];
  if ("map" in shape) return [shape.map];
  const fields = types[shape.ref];
  const known = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  return known === undefined ? [] : [known];
}
