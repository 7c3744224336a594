/** Longest name of an endpoint or of a served entity. */
export const longestName = 63;

/** Name of an endpoint that the program does not name, as Databricks' deploy client makes it. */
export function defaultEndpointName(modelName: string): string {
  return `agents_${cleaned(modelName, longestName - "agents_".length)}`;
}

/**
 * Name of an endpoint whose program names neither it nor a model of a registry: the resource's own, in the characters that
 * an endpoint's name may have; empty where it has none of them.
 */
export function nameAfterResource(logicalName: string): string {
  return logicalName
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[_-]+/, "")
    .slice(0, longestName);
}

/** Name of a served entity that the program does not name, as Databricks' deploy client makes it. */
export function defaultEntityName(modelName: string, version: string): string {
  const suffix = `_${version}`;
  return `${cleaned(modelName, longestName - suffix.length)}${suffix}`;
}

/** Name of an external model that the program does not name. */
export function defaultExternalName(model: string): string {
  return model.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, longestName) || "external";
}

/** Last part of a model's name, from which its inference table has its prefix. */
export function shortName(modelName: string): string {
  return modelName.split(".").at(-1) ?? modelName;
}

function cleaned(modelName: string, length: number): string {
  let end = Math.min(modelName.length, length);
  while (end > 0 && "_-.".includes(modelName.charAt(end - 1))) end--;
  return modelName.slice(0, end).replaceAll(".", "-");
}
