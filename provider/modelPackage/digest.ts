import { createHash } from "node:crypto";
import {
  floatRepr,
  isInteger,
  isMapping,
  mapEntries,
  PyBytes,
  PyDate,
  PyFloat,
  type Value,
} from "../python/documents/values.js";
import { compareText } from "./text.js";

/** SHA-256 of a text or of bytes, hex. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * One text per value: keys sorted by code point, 1 and 1.0 told apart, and nothing left to the machine. Equal inputs
 * give equal digests everywhere.
 */
export function canonical(value: Value | undefined): string {
  if (value === undefined) return "unset";
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return `i${value}`;
  if (typeof value === "number") return isInteger(value) ? `i${BigInt(value)}` : `f${floatRepr(value)}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof PyFloat) return `f${floatRepr(value.value)}`;
  if (value instanceof PyDate) return `d${JSON.stringify(value.text)}`;
  if (value instanceof PyBytes) return `b${JSON.stringify(value.base64)}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = isMapping(value) ? mapEntries(value) : [];
  const parts = entries.map(([key, item]): [string, string] => [canonical(key), canonical(item)]);
  parts.sort(([a], [b]) => compareText(a, b));
  return `{${parts.map(([key, item]) => `${key}:${item}`).join(",")}}`;
}
