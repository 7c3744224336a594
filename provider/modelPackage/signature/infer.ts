import {
  isInteger,
  isMapping,
  mapEntries,
  PyBytes,
  PyDate,
  PyFloat,
  type Value,
  type ValueMap,
  type ValueObject,
} from "../../python/documents/values.js";
import type { Column, SchemaType } from "./types.js";

/** Thrown when MLflow could not infer a schema from a value either. */
export class NotInferable extends Error {}

/**
 * The schema of a model's input, or undefined where MLflow finds none either: in a list with items of different types,
 * and in rows where a value is missing that pandas could not hold as missing.
 */
export function inferInputs(value: Value): Column[] | undefined {
  try {
    return isTabular(value) ? inferColumns(value) : undefined;
  } catch (error) {
    if (error instanceof NotInferable) return undefined;
    throw error;
  }
}

/** Whether pandas can hold the value so that MLflow's own check of it against its schema passes. */
function isTabular(value: Value): boolean {
  if (isMapping(value)) return hasColumns(value);
  if (!Array.isArray(value)) return true;
  if (value.length === 0) return false;
  if (value.some((item) => Array.isArray(item))) return false;
  if (!value.every(isMapping))
    return !(value.includes(null) && typeOf(value.find((item) => item !== null) ?? null).type === "long");
  const columns = rowColumns(value);
  return (
    columns.length > 0 &&
    columns.every(({ name }) => name !== "") &&
    columns.every(({ of, required }) => required || !["long", "array", "object"].includes(of.type))
  );
}

/** Whether pandas makes a row of a mapping: it has columns, each with a name, and no empty list beside an empty mapping. */
function hasColumns(value: ValueMap | ValueObject): boolean {
  const entries = mapEntries(value);
  const empty = entries.filter(([, item]) => (Array.isArray(item) ? item.length === 0 : isEmptyMapping(item)));
  const lists = empty.filter(([, item]) => Array.isArray(item)).length;
  const mixed = lists > 0 && lists < empty.length;
  return entries.length > 0 && entries.every(([key]) => key !== "") && !mixed;
}

function isEmptyMapping(value: Value): boolean {
  return isMapping(value) && mapEntries(value).length === 0;
}

/**
 * The schema of a value, as `mlflow.models.infer_signature` finds it.
 *
 * @param value an input example, or something an agent gives back
 * @throws NotInferable for a list whose items have different types
 */
export function inferColumns(value: Value): Column[] {
  if (Array.isArray(value) && value.length === 0) return [{ of: { type: "string" }, required: true }];
  if (Array.isArray(value) && value.every(isMapping)) return rowColumns(value);
  if (isMapping(value)) {
    return mapEntries(value).map(([key, item]) => ({ of: typeOf(item), name: String(key), required: isGiven(item) }));
  }
  if (Array.isArray(value)) {
    const of = typeOf(value);
    return [{ of: of.type === "array" ? of.items : of, required: true }];
  }
  return [{ of: typeOf(value), required: true }];
}

function rowColumns(rows: Value[]): Column[] {
  const columns = new Map<string, Value[]>();
  for (const row of rows) {
    if (!isMapping(row)) continue;
    for (const [key, item] of mapEntries(row)) {
      const name = String(key);
      columns.set(name, [...(columns.get(name) ?? []), item]);
    }
  }
  return [...columns].map(([name, items]) => {
    const of = typeOf(items);
    const required = items.length === rows.length && items.every((item) => item !== null);
    return { of: of.type === "array" ? of.items : of, name, required };
  });
}

function isGiven(value: Value): boolean {
  if (Array.isArray(value)) return value.every((item) => !isMissing(item));
  return !isMissing(value);
}

function isMissing(value: Value): boolean {
  return value === null || (value instanceof PyFloat && Number.isNaN(value.value));
}

/** The type of one value. */
export function typeOf(value: Value): SchemaType {
  if (isMissing(value)) return { type: "any" };
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "bigint") return { type: "long" };
  if (typeof value === "number") return { type: isInteger(value) ? "long" : "double" };
  if (value instanceof PyFloat) return { type: "double" };
  if (value instanceof PyDate || typeof value === "string") return { type: "string" };
  if (value instanceof PyBytes) return { type: "binary" };
  if (Array.isArray(value)) return arrayType(value);
  const entries = isMapping(value) ? mapEntries(value) : [];
  if (entries.length === 0) return { type: "any" };
  const properties: { [name: string]: { of: SchemaType; required: boolean } } = {};
  for (const [key, item] of entries) {
    const of = typeOf(item);
    properties[String(key)] = { of, required: of.type !== "any" };
  }
  return { type: "object", properties };
}

function arrayType(items: Value[]): SchemaType {
  if (items.length === 0) return { type: "any" };
  let found: SchemaType | undefined;
  for (const item of items) {
    const of = typeOf(item);
    found = found === undefined ? of : mergeTypes(found, of);
  }
  return { type: "array", items: found ?? { type: "any" } };
}

function mergeTypes(a: SchemaType, b: SchemaType): SchemaType {
  if (b.type === "any") return a;
  if (a.type === "any") return b;
  if (a.type === "array" && b.type === "array") return { type: "array", items: mergeTypes(a.items, b.items) };
  if (a.type === "object" && b.type === "object") return mergeObjects(a, b);
  if (a.type === b.type && a.type !== "map") return a;
  throw new NotInferable("a list in it has items of different types");
}

type ObjectType = Extract<SchemaType, { type: "object" }>;

function mergeObjects(a: ObjectType, b: ObjectType): ObjectType {
  const properties: ObjectType["properties"] = {};
  for (const name of new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])) {
    const left = a.properties[name];
    const right = b.properties[name];
    if (left !== undefined && right !== undefined) {
      properties[name] = { of: mergeTypes(left.of, right.of), required: left.required && right.required };
    } else {
      const only = left ?? right;
      if (only !== undefined) properties[name] = { of: only.of, required: false };
    }
  }
  return { type: "object", properties };
}
