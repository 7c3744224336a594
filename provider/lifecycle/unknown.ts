/**
 * What Pulumi puts in place of a value that is not known yet during a preview. It arrives as this string, also nested
 * in objects and lists (`rpc.unknownValue` in @pulumi/pulumi; repeated here so that this room needs no Pulumi).
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether `value` is the placeholder itself. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** Whether `value` is, or holds at any depth, the placeholder. */
export function containsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(containsUnknown);
  return false;
}

/** The value at `path` inside `value`, or undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current: unknown = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}

/** Whether the placeholder stands at `path` or somewhere on the way to it. */
export function unknownOnPath(value: unknown, path: readonly PropertyKey[]): boolean {
  for (let length = 0; length <= path.length; length++) {
    if (isUnknown(valueAt(value, path.slice(0, length)))) return true;
  }
  return false;
}
