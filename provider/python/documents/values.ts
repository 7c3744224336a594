/**
 * Values as Python knows them. JSON and JavaScript cannot tell 1 from 1.0, nor hold a date or an integer key, and
 * MLflow's files can; so what is read from a user's YAML or JSON file is kept in this form until it is written again.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | PyFloat
  | PyDate
  | PyBytes
  | Value[]
  | ValueMap
  | ValueObject;

/** A mapping with text keys only, as programs write it. */
export interface ValueObject {
  [key: string]: Value | undefined;
}

/** A mapping whose keys may be numbers, booleans, null or dates too, as YAML allows. */
export class ValueMap {
  /** Keys and values in the order they were written. */
  readonly entries: [Value, Value][];

  constructor(entries: [Value, Value][]) {
    this.entries = entries;
  }
}

/** A Python float, also when it has no fraction. */
export class PyFloat {
  /** The number. */
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A date or a time, in the form that PyYAML writes. */
export class PyDate {
  /** `2026-01-31`, or `2026-01-31 12:00:00.5+01:00`. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Bytes (`!!binary`), as base64. */
export class PyBytes {
  /** The bytes in base64, without line breaks. */
  readonly base64: string;

  constructor(base64: string) {
    this.base64 = base64;
  }
}

/** The entries of a mapping of either kind; entries whose value is `undefined` are left out. */
export function mapEntries(value: ValueMap | ValueObject): [Value, Value][] {
  if (value instanceof ValueMap) return value.entries;
  const entries: [Value, Value][] = [];
  for (const [key, item] of Object.entries(value)) if (item !== undefined) entries.push([key, item]);
  return entries;
}

/** Whether `value` is a mapping of either kind. */
export function isMapping(value: Value): value is ValueMap | ValueObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof PyFloat) &&
    !(value instanceof PyDate) &&
    !(value instanceof PyBytes)
  );
}

/** The value of the text key `key` in a mapping, or undefined. */
export function field(value: Value, key: string): Value | undefined {
  if (!isMapping(value)) return undefined;
  return mapEntries(value).find(([name]) => name === key)?.[1];
}

/** `repr` of a Python float: the shortest digits that read back, with Python's choice of exponents. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0) return "0.0";
  const [mantissa = "0", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  const negative = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace("-", "").replace(".", "");
  if (exponent < 0) return `${negative}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${negative}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** Whether Python reads the JSON text of a JavaScript number as an int: from 1e21 on, that text has an exponent. */
export function isInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1e21;
}

/** Text of an integer-valued JavaScript number, never with an exponent. */
export function integerText(value: number | bigint): string {
  return BigInt(value).toString();
}
