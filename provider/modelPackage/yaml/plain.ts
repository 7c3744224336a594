import { PyDate, PyFloat, type Value } from "../../python/documents/values.js";

// PyYAML reads YAML 1.1 with its own idea of numbers (a float needs a dot, an exponent needs a sign, `0777` is octal,
// `1:30` is base 60). These are its documented patterns; each is linear, none has nested repetition over one alphabet.
const boolean = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const empty = /^(?:~|null|Null|NULL|)$/;
const integer = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;
const infinity = /^[-+]?\.(?:inf|Inf|INF)$/;
const notANumber = /^\.(?:nan|NaN|NAN)$/;
const date = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const time =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?$/;

/** The kinds of value that a plain scalar can stand for. */
export type PlainKind = "null" | "bool" | "int" | "float" | "timestamp" | "merge" | "str";

/** What PyYAML takes the plain scalar `text` for. */
export function plainKind(text: string): PlainKind {
  if (empty.test(text)) return "null";
  if (boolean.test(text)) return "bool";
  if (float.test(text) || infinity.test(text) || notANumber.test(text)) return "float";
  if (integer.test(text)) return "int";
  if (date.test(text) || time.test(text)) return "timestamp";
  if (text === "<<") return "merge";
  return "str";
}

/**
 * The value of the plain scalar `text` read as `kind`.
 *
 * @throws RangeError where PyYAML fails too: `!!int abc`, a date with month 13
 */
export function plainValue(text: string, kind: PlainKind): Value {
  switch (kind) {
    case "null":
      return null;
    case "bool":
      return readBoolean(text);
    case "int":
      return readInteger(text.replaceAll("_", ""));
    case "float":
      return new PyFloat(readFloat(text.replaceAll("_", "").toLowerCase()));
    case "timestamp":
      return new PyDate(readTime(text));
    default:
      return text;
  }
}

function readBoolean(text: string): boolean {
  if (!boolean.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a boolean`);
  return ["yes", "true", "on"].includes(text.toLowerCase());
}

function readInteger(text: string): bigint {
  const negative = text.startsWith("-");
  const digits = text.startsWith("-") || text.startsWith("+") ? text.slice(1) : text;
  const size = unsigned(digits);
  return negative ? -size : size;
}

function unsigned(digits: string): bigint {
  if (digits === "") throw new RangeError("an integer without digits");
  if (digits.includes(":")) return base60(digits.split(":"));
  try {
    if (digits.startsWith("0b") || digits.startsWith("0x") || digits === "0") return BigInt(digits);
    if (digits.startsWith("0")) return BigInt(`0o${digits.slice(1) || "0"}`);
    return BigInt(digits);
  } catch {
    throw new RangeError(`${JSON.stringify(digits)} is not an integer`);
  }
}

function base60(parts: string[]): bigint {
  return parts.reduce((total, part) => total * 60n + BigInt(part), 0n);
}

function readFloat(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.startsWith("-") || text.startsWith("+") ? text.slice(1) : text;
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  if (digits.includes(":")) return sign * digits.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  const value = Number(digits);
  if (digits === "" || Number.isNaN(value)) throw new RangeError(`${JSON.stringify(text)} is not a float`);
  return sign * value;
}

/** The text PyYAML writes for the time it read: date and clock without `T`, fraction of six digits, offset kept. */
function readTime(text: string): string {
  if (date.test(text)) return checkDate(text, text.slice(0, 4), text.slice(5, 7), text.slice(8, 10));
  const found = time.exec(text);
  if (found === null) throw new RangeError(`${JSON.stringify(text)} is not a date`);
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", fraction, zone] = found;
  checkDate(text, year, month, day);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw new RangeError(`${JSON.stringify(text)} is not a time`);
  }
  const micro = (fraction ?? "").slice(0, 6).padEnd(6, "0");
  const clock = `${hour.padStart(2, "0")}:${minute}:${second}${micro === "000000" ? "" : `.${micro}`}`;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")} ${clock}${offset(zone)}`;
}

function offset(zone: string | undefined): string {
  if (zone === undefined) return "";
  if (zone === "Z") return "+00:00";
  const [hours = "0", minutes = "00"] = zone.slice(1).split(":");
  const sign = Number(hours) === 0 && Number(minutes) === 0 ? "+" : zone[0];
  return `${sign}${hours.padStart(2, "0")}:${minutes}`;
}

function checkDate(text: string, year: string, month: string, day: string): string {
  const stamp = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  stamp.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const real = stamp.getUTCMonth() === Number(month) - 1 && stamp.getUTCDate() === Number(day) && Number(year) > 0;
  if (!real) throw new RangeError(`${JSON.stringify(text)} is not a date`);
  return text;
}
