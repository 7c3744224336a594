import { ApiError, invalidParameter } from "../errors.js";
import type { Fixtures } from "../fixtures/fixtures.js";

/** The parts of a Unity Catalog name. */
export interface ModelName {
  catalog: string;
  schema: string;
  model: string;
  /** `catalog.schema.model`. */
  full: string;
}

/**
 * @param full `catalog.schema.model`
 * @throws ApiError 400 for any other number of parts
 */
export function parseModelName(full: string): ModelName {
  const [catalog, schema, model, ...rest] = full.split(".");
  if (!catalog || !schema || !model || rest.length > 0 || /[\s/]/.test(full)) {
    throw invalidParameter(`"${full}" is not a valid name for a model: expected <catalog>.<schema>.<model>.`);
  }
  return { catalog, schema, model, full };
}

/**
 * Refuses a schema that does not exist.
 *
 * @throws ApiError 404 CATALOG_DOES_NOT_EXIST or SCHEMA_DOES_NOT_EXIST
 */
export function requireSchema(fixtures: Pick<Fixtures, "catalogs">, catalog: string, schema: string): void {
  const schemas = fixtures.catalogs[catalog];
  if (schemas === undefined) {
    throw new ApiError(404, "CATALOG_DOES_NOT_EXIST", `Catalog '${catalog}' does not exist.`);
  }
  if (!schemas.includes(schema)) {
    throw new ApiError(404, "SCHEMA_DOES_NOT_EXIST", `Schema '${catalog}.${schema}' does not exist.`);
  }
}
