import {
  floatRepr,
  integerText,
  isInteger,
  isMapping,
  mapEntries,
  PyDate,
  PyFloat,
  type Value,
} from "../python/documents/values.js";

/** How {@link pythonJson} lays out its text. */
export interface JsonLayout {
  /** Spaces per level; default: everything on one line. */
  indent?: number;
}

/**
 * JSON exactly as Python's `json.dumps` writes it: `", "` and `": "`, non-ASCII characters escaped, `1.0` kept a
 * float. MLflow's examples and signatures have this form, so equal agents give equal bytes.
 *
 * @param value what to write; keys that are not text are written as Python does
 * @param layout one line by default, or indented
 */
export function pythonJson(value: Value, layout: JsonLayout = {}): string {
  return write(value, layout.indent, 0);
}

function write(value: Value, indent: number | undefined, depth: number): string {
  if (Array.isArray(value)) {
    return join(
      "[",
      "]",
      value.map((item) => write(item, indent, depth + 1)),
      indent,
      depth,
    );
  }
  if (isMapping(value)) {
    const parts = mapEntries(value).map(([key, item]) => `${quote(keyText(key))}: ${write(item, indent, depth + 1)}`);
    return join("{", "}", parts, indent, depth);
  }
  return scalar(value);
}

function join(open: string, close: string, parts: string[], indent: number | undefined, depth: number): string {
  if (parts.length === 0) return open + close;
  if (indent === undefined) return `${open}${parts.join(", ")}${close}`;
  const inner = `\n${" ".repeat(indent * (depth + 1))}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${" ".repeat(indent * depth)}${close}`;
}

function scalar(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "bigint") return integerText(value);
  if (typeof value === "number") return isInteger(value) ? integerText(value) : float(value);
  if (value instanceof PyFloat) return float(value.value);
  if (value instanceof PyDate) return quote(value.text);
  return quote(typeof value === "string" ? value : "");
}

function float(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return floatRepr(value);
}

function keyText(key: Value): string {
  return typeof key === "string" ? key : scalar(key);
}

/** Text in quotes with everything outside printable ASCII escaped, as Python's `ensure_ascii`. */
function quote(text: string): string {
  let out = '"';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const short = shortEscapes[code];
    if (short !== undefined) out += short;
    else if (code < 0x20 || code > 0x7e) out += `\\u${code.toString(16).padStart(4, "0")}`;
    else out += text[index];
  }
  return `${out}"`;
}

const shortEscapes: Record<number, string> = {
  8: "\\b",
  9: "\\t",
  10: "\\n",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};
