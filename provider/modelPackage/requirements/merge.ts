import { formatRequirement, parseRequirement, type Requirement } from "./pep508.js";

/**
 * The requirement lines as MLflow writes them: each package once, with the extras and versions of its lines put
 * together; whatever is not a plain requirement is kept as it is, and so is one with options of its own (`--hash`).
 *
 * @param lines requirement lines without comments
 */
export function mergeRequirements(lines: readonly string[]): string[] {
  const merged = new Map<string, Requirement | string>();
  for (const line of lines) {
    const requirement = parseRequirement(line);
    if (requirement === undefined || requirement.options !== undefined) {
      merged.set(`line ${line}`, line);
      continue;
    }
    const key = `name ${requirement.name} ${requirement.marker ?? ""}`;
    const before = merged.get(key);
    if (before !== undefined && typeof before !== "string") {
      requirement.extras = [...before.extras, ...requirement.extras];
      requirement.specifiers = [...before.specifiers, ...requirement.specifiers];
    }
    merged.set(key, requirement);
  }
  const lines2 = [...merged.values()].map((item) => (typeof item === "string" ? item : formatRequirement(item)));
  return withoutPyspark(lines2);
}

/** databricks-connect brings its own pyspark; MLflow drops the other one beside it. */
function withoutPyspark(lines: string[]): string[] {
  const names = lines.map((line) => {
    const requirement = parseRequirement(line);
    return requirement === undefined || requirement.options !== undefined ? line : requirement.name;
  });
  if (!names.includes("databricks-connect")) return lines;
  return lines.filter((_, index) => names[index] !== "pyspark" && names[index] !== "pyspark-connect");
}
