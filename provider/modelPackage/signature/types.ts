import type { Value } from "../../python/documents/values.js";
import { pythonJson } from "../pythonJson.js";

/** A type of an MLflow schema. */
export type SchemaType =
  | { type: "boolean" | "long" | "double" | "string" | "binary" | "datetime" | "any" }
  | { type: "array"; items: SchemaType }
  | { type: "map"; values: SchemaType }
  | { type: "object"; properties: { [name: string]: { of: SchemaType; required: boolean } } };

/** A column of an MLflow schema; a schema of one column without a name stands for the value itself. */
export interface Column {
  of: SchemaType;
  name?: string;
  required: boolean;
}

/** A signature as MLmodel holds it: each part JSON text, or null. */
export interface SignatureDocument {
  inputs: string | null;
  outputs: string | null;
  params: string | null;
}

/** The JSON text of a schema, as MLflow writes it. */
export function schemaText(columns: readonly Column[]): string {
  return pythonJson(columns.map(columnValue));
}

function columnValue({ of, name, required }: Column): Value {
  return { ...typeValue(of), name, required };
}

function typeValue(of: SchemaType): { [key: string]: Value } {
  if (of.type === "array") return { type: "array", items: typeValue(of.items) };
  if (of.type === "map") return { type: "map", values: typeValue(of.values) };
  if (of.type !== "object") return { type: of.type };
  // MLflow sorts an object's properties by name.
  const names = Object.keys(of.properties).sort();
  const properties: { [key: string]: Value } = {};
  for (const name of names) {
    const property = of.properties[name];
    if (property !== undefined) properties[name] = { ...typeValue(property.of), required: property.required };
  }
  return { type: "object", properties };
}
