import { knownText, text, unknown } from "./make.js";
import { asText } from "./texts.js";
import type { Alternative } from "./types.js";

const specification = /^(?:(.)?([<>=^]))?[+ -]?(0?)(\d*)(?:\.(\d+))?([sdfxX]?)$/s;

/** An alternative as a format specification writes it: `{month:02d}`, `{name:>8}`. */
export function formattedBy(one: Alternative, spec: string): Alternative {
  const written = asText(one);
  const known = knownText(written);
  if (spec === "" || known === undefined) return written;
  const match = specification.exec(spec);
  if (match === null) return { ...unknown("it is formatted"), when: one.when };
  const [, fill, align, zero, width, precision, type] = match;
  const number = one.kind === "constant" && typeof one.value === "number" ? one.value : undefined;
  const plain = number === undefined ? cut(known, precision) : ofNumber(number, precision, type);
  const missing = Math.min(Number(width === "" ? 0 : width), widest) - plain.length;
  if (missing <= 0) return { ...text(plain, written.soft), when: one.when };
  const pad = (fill ?? (zero === "0" ? "0" : " ")).repeat(missing);
  const side = align ?? (number === undefined ? "<" : ">");
  const half = Math.floor(missing / 2);
  const padded = side === "<" ? plain + pad : side === "^" ? pad.slice(0, half) + plain + pad.slice(half) : pad + plain;
  return { ...text(padded, written.soft), when: one.when };
}

const widest = 200;

function cut(known: string, precision: string | undefined): string {
  return precision === undefined ? known : known.slice(0, Number(precision));
}

function ofNumber(value: number, precision: string | undefined, type: string | undefined): string {
  if (type === "x") return value.toString(16);
  if (type === "X") return value.toString(16).toUpperCase();
  if (type === "f" || precision !== undefined) return value.toFixed(Math.min(Number(precision ?? 6), 100));
  return String(value);
}
