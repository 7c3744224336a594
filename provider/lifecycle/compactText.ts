import { compareText } from "./compareText.js";

/**
 * A nested value as one line of JSON, its keys in order, so that equal values have equal texts. What is derived and nested
 * stands in the state like this: Pulumi's file backend writes every entry on a line of its own, twice, and the whole state
 * anew after each resource (docs/decisions/0021-state-size.md).
 *
 * @param value plain data; a text is taken to be such a line already
 */
export function compactText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}
