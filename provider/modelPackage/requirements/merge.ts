import { formatRequirement, normalisedName, parseRequirement, type Requirement } from "./pep508.js";

/**
 * The requirement lines as MLflow writes them: each package once, with the extras and versions of its lines put
 * together; whatever is not a plain requirement is kept as it is.
 *
 * @param lines requirement lines without comments
 */
export function mergeRequirements(lines: readonly string[]): string[] {
  const merged = new Map<string, Requirement | string>();
  for (const line of lines) {
    const requirement = parseRequirement(line);
    if (requirement === undefined) {
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
  const names = lines.map((line) => parseRequirement(line)?.name ?? line);
  if (!names.includes("databricks-connect")) return lines;
  return lines.filter((_, index) => names[index] !== "pyspark" && names[index] !== "pyspark-connect");
}

/** Whether one of the lines asks for MLflow itself. */
export function namesMlflow(lines: readonly string[]): boolean {
  return lines.some((line) => ["mlflow", "mlflow-skinny"].includes(normalisedName(parseRequirement(line)?.name ?? "")));
}
