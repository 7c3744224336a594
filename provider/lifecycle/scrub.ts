/** A value as Pulumi's state can hold it. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/**
 * A copy of `value` that Pulumi's protocol accepts. `undefined` inside a result makes the call fail *after* the remote
 * object exists ("Unexpected struct type"), so every result passes through here, in one place: undefined entries of
 * objects are dropped, in lists they become null; dates become ISO strings; non-finite numbers, which JSON does not
 * have, become strings. A key `__proto__`, which would become the prototype on the other side, is dropped.
 *
 * @throws never: functions, symbols and cycles, which are defects of a resource, are dropped as well
 */
export function scrub(value: unknown): Plain {
  return plain(value, new Set()) ?? null;
}

function plain(value: unknown, above: Set<object>): Plain | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
      return String(value);
    case "object":
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (above.has(value)) return undefined;
  above.add(value);
  try {
    if (Array.isArray(value)) return value.map((item) => plain(item, above) ?? null);
    const result: { [key: string]: Plain } = {};
    for (const [key, item] of Object.entries(value)) {
      const scrubbed = plain(item, above);
      if (scrubbed !== undefined && key !== "__proto__") result[key] = scrubbed;
    }
    return result;
  } finally {
    above.delete(value);
  }
}
