import { invalidParameter } from "../errors.js";

/** The parts of a Unity Catalog name, in lower case: so it keeps and answers them, however they were written. */
export interface ModelName {
  catalog: string;
  schema: string;
  model: string;
  /** `catalog.schema.model`. */
  full: string;
}

/**
 * @param full `catalog.schema.model`, in any case
 * @throws ApiError 400 for any other number of parts
 */
export function parseModelName(full: string): ModelName {
  const [catalog, schema, model, ...rest] = full.toLowerCase().split(".");
  if (!catalog || !schema || !model || rest.length > 0 || /[\s/]/.test(full)) {
    throw invalidParameter(`"${full}" is not a valid name for a model: expected <catalog>.<schema>.<model>.`);
  }
  return { catalog, schema, model, full: full.toLowerCase() };
}

/** A name of Unity Catalog as it answers it: in lower case. Models of the old registry have one part and keep theirs. */
export function unityCatalogName(name: string): string {
  return name.split(".").length === 3 ? name.toLowerCase() : name;
}
