import { join } from "node:path";
import { z } from "zod";
import { ApiError, invalidParameter } from "../errors.js";
import type { Fixtures } from "../fixtures/fixtures.js";
import type { Seeded } from "../fixtures/seeded.js";
import type { WorkspacePaths } from "../paths.js";
import { KeptThings } from "../server/keptThings.js";

const details = z.object({
  comment: z.string().optional(),
  owner: z.string(),
  properties: z.record(z.string(), z.string()).default({}),
  storage_root: z.string().optional(),
  created_at: z.number(),
  created_by: z.string(),
  updated_at: z.number(),
  updated_by: z.string(),
});
const catalogSchema = details.extend({ schemas: z.record(z.string(), details) });

/** What is kept of a catalog or a schema, beside its name. */
export type Details = z.infer<typeof details>;
/** A catalog with its schemas, by their names in lower case. */
export type Catalog = z.infer<typeof catalogSchema>;

/** What a user gives of a catalog or schema. */
export interface Given {
  comment?: string | undefined;
  owner?: string | undefined;
  properties?: Record<string, string> | undefined;
  storage_root?: string | undefined;
}

/**
 * The catalogs and schemas of the workspace: those of the fixtures and those that its users make, in one file. Unity
 * Catalog keeps and answers names in lower case and looks them up without case.
 */
export class Catalogs {
  readonly #kept: KeptThings<Catalog>;

  private constructor(kept: KeptThings<Catalog>) {
    this.#kept = kept;
  }

  /**
   * Reads what an earlier process kept, and makes what is new in the fixtures.
   *
   * @throws WorkspaceError `dataFolder` for a file that cannot be read
   */
  static async open(
    paths: Pick<WorkspacePaths, "root">,
    fixtures: Pick<Fixtures, "catalogs" | "user">,
  ): Promise<Catalogs> {
    const kept = await KeptThings.open(join(paths.root, "catalogs.json"), "catalogs", catalogSchema);
    await kept.seed(seedOf(fixtures.catalogs), (all, changes) => seed(all, changes, fixtures.user));
    return new Catalogs(kept);
  }

  /** Names of the catalogs. */
  names(): string[] {
    return [...this.#kept.all.keys()];
  }

  /** Names of a catalog's schemas; undefined where there is no such catalog. */
  schemaNames(catalog: string): string[] | undefined {
    const found = this.#kept.all.get(catalog.toLowerCase());
    return found === undefined ? undefined : Object.keys(found.schemas);
  }

  /** @throws ApiError 404 CATALOG_DOES_NOT_EXIST */
  catalog(name: string): Catalog {
    const found = this.#kept.all.get(name.toLowerCase());
    if (found === undefined) {
      throw new ApiError(404, "CATALOG_DOES_NOT_EXIST", `Catalog '${name}' does not exist.`);
    }
    return found;
  }

  /** @throws ApiError 404 CATALOG_DOES_NOT_EXIST or SCHEMA_DOES_NOT_EXIST */
  schema(catalog: string, name: string): Details {
    const { schemas } = this.catalog(catalog);
    const key = name.toLowerCase();
    const found = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
    if (found === undefined) {
      throw new ApiError(404, "SCHEMA_DOES_NOT_EXIST", `Schema '${catalog}.${name}' does not exist.`);
    }
    return found;
  }

  /** A new catalog has the schema `default`. @throws ApiError 400 for an invalid or taken name */
  async createCatalog(name: string, given: Given, user: string): Promise<void> {
    const key = checkedName(name);
    if (this.#kept.all.has(key)) {
      throw new ApiError(400, "CATALOG_ALREADY_EXISTS", `Catalog '${key}' already exists`);
    }
    const schemas = { default: made({}, user) };
    await this.#kept.change((all) => all.set(key, { ...made(given, user), schemas }));
  }

  /** @throws ApiError 400 for an invalid or taken name, 404 */
  async createSchema(catalog: string, name: string, given: Given, user: string): Promise<void> {
    const { schemas } = this.catalog(catalog);
    const key = checkedName(name);
    if (Object.hasOwn(schemas, key)) {
      throw new ApiError(400, "SCHEMA_ALREADY_EXISTS", `Schema '${key}' already exists`);
    }
    await this.#kept.change(() => {
      schemas[key] = made(given, user);
    });
  }

  /** @throws ApiError 404 */
  async updateCatalog(name: string, given: Given, user: string): Promise<void> {
    const found = this.catalog(name);
    await this.#kept.change(() => update(found, given, user));
  }

  /** @throws ApiError 404 */
  async updateSchema(catalog: string, name: string, given: Given, user: string): Promise<void> {
    const found = this.schema(catalog, name);
    await this.#kept.change(() => update(found, given, user));
  }

  /** @throws ApiError 404 */
  async deleteCatalog(name: string): Promise<void> {
    this.catalog(name);
    await this.#kept.change((all) => all.delete(name.toLowerCase()));
  }

  /** @throws ApiError 404 */
  async deleteSchema(catalog: string, name: string): Promise<void> {
    this.schema(catalog, name);
    await this.#kept.change(() => {
      delete this.catalog(catalog).schemas[name.toLowerCase()];
    });
  }
}

function seed(
  all: Map<string, Catalog>,
  { made: news, gone }: { made: string[]; gone: string[] },
  owner: string,
): void {
  for (const full of gone) {
    const [catalog = "", schema] = full.split(".");
    const found = all.get(catalog);
    if (schema !== undefined) {
      delete found?.schemas[schema];
    } else if (found !== undefined && Object.keys(found.schemas).length === 0) {
      all.delete(catalog);
    }
  }
  for (const full of news) {
    const [catalog = "", schema] = full.split(".");
    const found = all.get(catalog) ?? { ...made({}, owner), schemas: {} };
    all.set(catalog, found);
    if (schema !== undefined) {
      found.schemas[schema] ??= made({}, owner);
    }
  }
}

/** The fixtures' schemas and catalogs. Schemas come before their catalogs: a catalog goes when its schemas are gone. */
function seedOf(catalogs: Fixtures["catalogs"]): Seeded {
  const names = Object.entries(catalogs).flatMap(([catalog, schemas]) => schemas.map((name) => `${catalog}.${name}`));
  return Object.fromEntries([...names, ...Object.keys(catalogs)].map((name) => [name.toLowerCase(), ""]));
}

function checkedName(name: string): string {
  if (name === "" || name.length > 255 || /[\s./\p{Cc}]/u.test(name)) {
    throw invalidParameter(
      `'${name}' is not a valid name: 1 to 255 characters, without spaces, periods, slashes and control characters.`,
    );
  }
  return name.toLowerCase();
}

function made(given: Given, user: string): Details {
  const now = Date.now();
  return {
    owner: given.owner ?? user,
    properties: given.properties ?? {},
    ...(given.comment === undefined ? {} : { comment: given.comment }),
    ...(given.storage_root === undefined ? {} : { storage_root: given.storage_root }),
    created_at: now,
    created_by: user,
    updated_at: now,
    updated_by: user,
  };
}

function update(found: Details, given: Given, user: string): void {
  const changed = Object.entries(given).filter(([, value]) => value !== undefined);
  Object.assign(found, Object.fromEntries(changed), { updated_at: Date.now(), updated_by: user });
}
