/** Where reads of what is not known yet are noted, while somebody asks. */
let noted: Set<string> | undefined;

/** The properties that `judge` wanted to read and that are not known yet. */
export function unknownIn(judge: () => void): string[] {
  const before = noted;
  const paths = new Set<string>();
  noted = paths;
  try {
    judge();
  } finally {
    noted = before;
  }
  return [...paths];
}

/**
 * A property, or undefined where it is missing or not known yet: a rule cannot judge what a preview does not know, and the
 * same rule runs again before the update.
 */
export function known(from: unknown, ...path: (string | number)[]): unknown {
  let value = from;
  for (const [index, key] of path.entries()) {
    if (typeof value !== "object" || value === null) return undefined;
    try {
      value = (value as Record<string | number, unknown>)[key];
    } catch (error) {
      if (error instanceof Error && error.constructor.name === "UnknownValueError") {
        noted?.add(path.slice(0, index + 1).join("."));
        return undefined;
      }
      throw error;
    }
  }
  return value;
}

/** Names of an object's entries, none where it is not one. */
export function keys(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Known entries of a list, none where it is not one. */
export function entries(value: unknown): unknown[] {
  return Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => known(value, index)) : [];
}

/** Known texts of a list. */
export function texts(value: unknown): string[] {
  return entries(value).filter((entry) => typeof entry === "string");
}

/** Stack of a URN. */
export function stackOf(urn: string): string {
  return urn.split("::")[0]?.replace(/^urn:pulumi:/, "") ?? "";
}

/** Whether `type` is the resource of this package with that name. */
export function isKind(type: string, kind: string): boolean {
  return type === `pulumi-nodejs:dynamic/mlflow-agents:${kind}` || type === `mlflow-agents:index:${kind}`;
}
