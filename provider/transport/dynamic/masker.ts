import type { Fields } from "../../lifecycle/fields.js";
import { hidden } from "../hidden.js";

type Values = Readonly<Record<string, unknown>>;

/** Shorter texts are no secrets worth the name, and masking them would garble every message. */
const shortest = 6;

/**
 * What takes secret values out of a text. The last line of defence: a resource may quote an argument that only the
 * program knows to be secret, and a server may quote what it was sent.
 *
 * @param fields the resource's arguments; those marked `secret` count
 * @param bags arguments, old and new, with their hidden keys, which name the arguments that hold a Pulumi secret
 */
export function masker(fields: Fields, ...bags: readonly Values[]): (text: string) => string {
  const secrets = new Set<string>();
  for (const bag of bags) {
    const named = bag[hidden.secrets];
    for (const [name, value] of Object.entries(bag)) {
      const isSecret = fields[name]?.secret === true || (Array.isArray(named) && named.includes(name));
      const entry = fields[name]?.secretEntry;
      if (isSecret) collect(value, secrets);
      else if (entry !== undefined) collectEntry(value, entry, secrets);
    }
  }
  // The longest first: one secret may be part of another.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  return (text) => sorted.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

function collectEntry(value: unknown, entry: string, into: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === entry) collect(item, into);
    else collectEntry(item, entry, into);
  }
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) collect(item, into);
    return;
  }
  if (typeof value !== "string" && typeof value !== "number") return;
  const text = String(value);
  // As it is, and as it stands inside quotes.
  for (const form of [text, JSON.stringify(text).slice(1, -1)]) if (form.length >= shortest) into.add(form);
}
