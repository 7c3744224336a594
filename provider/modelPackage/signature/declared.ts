import { isInteger, PyFloat, type Value } from "../../python/documents/values.js";
import { compareText, quoteForMessage } from "../text.js";

/** Why a schema that the user wrote out is none of MLflow's. Its message goes on from "the schema". */
export class SchemaFault extends Error {}

const scalars = new Set(["boolean", "integer", "long", "float", "double", "string", "binary", "datetime"]);

interface Fields {
  [key: string]: unknown;
}

/**
 * Columns that the user wrote in MLflow's JSON form, as MLflow would write them: properties sorted, `required` true where
 * it is left out.
 *
 * @throws SchemaFault where MLflow could not load a model with them
 */
export function declaredColumns(list: unknown): Value[] {
  const items = fieldsList(list);
  if (items.length === 0) throw new SchemaFault("has no column");
  const tensors = items.filter(({ type }) => type === "tensor").length;
  if (tensors === items.length) return items.map(tensor);
  if (tensors > 0) throw new SchemaFault("mixes tensors with other columns");
  const named = items.filter(({ name }) => name != null).length;
  if (named > 0 && named < items.length) throw new SchemaFault("has columns with a name and others without");
  return items.map(column);
}

function column(item: Fields): Value {
  const { name } = item;
  const where = name == null ? "its column" : `the column ${quoteForMessage(String(name))}`;
  if (name != null && typeof name !== "string") throw new SchemaFault(`names ${where} with something that is no text`);
  onlyKeys(item, ["type", "name", "required", "properties", "items", "values"], where);
  const required = item.required ?? true;
  if (typeof required !== "boolean")
    throw new SchemaFault(`says for ${where} something else than true or false as \`required\``);
  if (!required && name == null) throw new SchemaFault("has an optional column without a name");
  return { ...typeValue(item, where), ...(name == null ? {} : { name }), required };
}

function typeValue(item: Fields, where: string): { [key: string]: Value } {
  const { type } = item;
  if (type === "any") return { type };
  if (type === "array")
    return { type, items: typeValue(inner(item.items, `items of ${where}`), `the items of ${where}`) };
  if (type === "map")
    return { type, values: typeValue(inner(item.values, `values of ${where}`), `the values of ${where}`) };
  if (type === "object") return { type, properties: properties(item, where) };
  if (typeof type !== "string" || !scalars.has(type)) {
    const given = typeof type === "string" ? ` ${quoteForMessage(type)}` : "";
    throw new SchemaFault(
      `gives ${where} the type${given}, and the types are ${[...scalars, "any", "array", "map", "object"].join(", ")}`,
    );
  }
  return { type };
}

function properties(item: Fields, where: string): { [key: string]: Value } {
  const given = inner(item.properties, `properties of ${where}`);
  const names = Object.keys(given).sort(compareText);
  if (names.length === 0) throw new SchemaFault(`has no properties for ${where}`);
  const result: { [key: string]: Value } = {};
  for (const name of names) {
    const place = `the property ${quoteForMessage(name)} of ${where}`;
    const property = inner(given[name], place);
    const required = property.required ?? true;
    if (typeof required !== "boolean")
      throw new SchemaFault(`says for ${place} something else than true or false as \`required\``);
    // An own property, also for the name `__proto__`.
    const value = { ...typeValue(property, place), required };
    Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

function tensor(item: Fields): Value {
  const { name } = item;
  const spec = inner(item["tensor-spec"], "tensor-spec");
  if (name != null && typeof name !== "string") throw new SchemaFault("names a tensor with something that is no text");
  const { dtype, shape } = spec;
  if (
    typeof dtype !== "string" ||
    !/^(?:bool|object|str|u?int(?:8|16|32|64)|float(?:16|32|64)|complex(?:64|128)|datetime64\[ns\])$/.test(dtype)
  ) {
    throw new SchemaFault("has a tensor whose `dtype` is none of numpy's, such as float64");
  }
  if (
    !Array.isArray(shape) ||
    !shape.every((size) => typeof size === "number" && Number.isInteger(size) && size >= -1)
  ) {
    throw new SchemaFault("has a tensor whose `shape` is no list of whole numbers");
  }
  return { ...(name == null ? {} : { name }), type: "tensor", "tensor-spec": { dtype, shape } };
}

/**
 * Parameters that the user wrote in MLflow's JSON form, as MLflow would write them.
 *
 * @throws SchemaFault where MLflow could not load a model with them
 */
export function declaredParams(list: unknown): Value[] {
  const seen = new Set<string>();
  return fieldsList(list).map((item) => {
    const { name, type } = item;
    if (typeof name !== "string") throw new SchemaFault("has a parameter without a name");
    const where = `the parameter ${quoteForMessage(name)}`;
    if (seen.has(name)) throw new SchemaFault(`has ${where} twice`);
    seen.add(name);
    onlyKeys(item, ["name", "type", "default", "shape"], where);
    if (typeof type !== "string" || !scalars.has(type)) throw new SchemaFault(`gives ${where} no type, such as long`);
    if (!("default" in item)) throw new SchemaFault(`gives ${where} no \`default\``);
    const isList = Array.isArray(item.shape);
    if (isList ? JSON.stringify(item.shape) !== "[-1]" : item.shape != null) {
      throw new SchemaFault(`gives ${where} a \`shape\` that is neither null nor [-1]`);
    }
    const given = item.default;
    if (isList !== Array.isArray(given)) throw new SchemaFault(`gives ${where} a default that is not of its \`shape\``);
    const value = Array.isArray(given) ? given.map((one) => scalar(one, type, where)) : scalar(given, type, where);
    return { name, default: value, shape: isList ? [-1] : null, type };
  });
}

function scalar(value: unknown, type: string, where: string): Value {
  if (value === null) return null;
  if (typeof value === "number" && (type === "double" || type === "float")) return new PyFloat(value);
  if (typeof value === "number" && isInteger(value) && (type === "long" || type === "integer")) return value;
  if (typeof value === "boolean" && type === "boolean") return value;
  if (typeof value === "string" && type === "string") return value;
  if (
    typeof value === "string" &&
    type === "datetime" &&
    /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$/.test(value)
  )
    return value;
  throw new SchemaFault(`gives ${where} a default that is no ${type}`);
}

function fieldsList(list: unknown): Fields[] {
  if (!Array.isArray(list)) throw new SchemaFault("is no list");
  return list.map((item) => inner(item, "columns"));
}

function inner(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new SchemaFault(`has no mapping for the ${what}`);
}

function onlyKeys(item: Fields, known: readonly string[], where: string): void {
  const other = Object.keys(item).find((key) => !known.includes(key));
  if (other !== undefined)
    throw new SchemaFault(`has ${quoteForMessage(other)} for ${where}, which MLflow does not know`);
}
