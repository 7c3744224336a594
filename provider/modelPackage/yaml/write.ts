import {
  floatRepr,
  integerText,
  isInteger,
  isMapping,
  mapEntries,
  PyBytes,
  PyDate,
  PyFloat,
  type Value,
} from "../../python/documents/values.js";
import { compareText } from "../text.js";
import { plainKind } from "./plain.js";

/**
 * YAML that PyYAML reads back as the same value: block style with sorted keys, as MLflow's own files look.
 *
 * Text is plain only where it is made of harmless characters and stands for nothing else; otherwise it is quoted with
 * every character outside printable ASCII escaped. (The `yaml` package writes U+2028 raw, which PyYAML folds into a
 * line break, so its writer is not used.)
 *
 * @param value a mapping or a list at the top
 */
export function writeYaml(value: Value): string {
  return `${lines(value).join("\n")}\n`;
}

function lines(value: Value): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => listItem(item));
  if (isMapping(value)) {
    const entries = sorted(mapEntries(value));
    if (entries.length > 0) return entries.flatMap(([key, item]) => entry(key, item));
  }
  return [scalar(value)];
}

function listItem(item: Value): string[] {
  const [first = "", ...rest] = lines(item);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

function entry(key: Value, item: Value): string[] {
  const name = scalar(key);
  const body = lines(item);
  // PyYAML refuses a key longer than 1024 characters unless it is marked.
  if (name.length > 512) return [`? ${name}`, ...mark(": ", body)];
  if (Array.isArray(item) && item.length > 0) return [`${name}:`, ...body];
  if (isMapping(item) && mapEntries(item).length > 0) return [`${name}:`, ...body.map((line) => `  ${line}`)];
  return [`${name}: ${body[0] ?? ""}`];
}

function mark(prefix: string, body: string[]): string[] {
  const [first = "", ...rest] = body;
  return [`${prefix}${first}`, ...rest.map((line) => `  ${line}`)];
}

/** Keys in the order PyYAML gives them: sorted where they compare, else as they came. */
function sorted(entries: [Value, Value][]): [Value, Value][] {
  if (entries.every(([key]) => typeof key === "string")) {
    return [...entries].sort(([a], [b]) => compareText(String(a), String(b)));
  }
  return entries;
}

function scalar(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "bigint") return integerText(value);
  if (typeof value === "number") return isInteger(value) ? integerText(value) : float(value);
  if (value instanceof PyFloat) return float(value.value);
  if (value instanceof PyDate) return value.text;
  if (value instanceof PyBytes) return `!!binary ${quoted(value.base64)}`;
  if (typeof value === "string") return text(value);
  return Array.isArray(value) ? "[]" : "{}";
}

function float(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const repr = floatRepr(value);
  // Without a dot, PyYAML would read `1e+16` as text.
  return repr.includes(".") ? repr : repr.replace("e", ".0e");
}

const harmless = /^[A-Za-z0-9_/][A-Za-z0-9_./=+-]*(?: [A-Za-z0-9_./=+-]+)*$/;

function text(value: string): string {
  return harmless.test(value) && plainKind(value) === "str" && !isSpecialElsewhere(value) ? value : quoted(value);
}

/** Whether another reader than PyYAML would take the plain text for something else: `y`, `1e3`, `0o7`, `=`. */
function isSpecialElsewhere(value: string): boolean {
  return value === "=" || /^[yn]$/i.test(value) || !Number.isNaN(Number(value));
}

function quoted(value: string): string {
  let out = '"';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") out += `\\${character}`;
    else if (character === "\n") out += "\\n";
    else if (character === "\t") out += "\\t";
    else if (code >= 0x20 && code < 0x7f) out += character;
    else if (code <= 0xff) out += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code <= 0xffff) out += `\\u${code.toString(16).padStart(4, "0")}`;
    else out += `\\U${code.toString(16).padStart(8, "0")}`;
  }
  return `${out}"`;
}
