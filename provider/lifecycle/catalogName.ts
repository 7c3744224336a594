// Unity Catalog does not tell upper from lower case: it answers names of catalogs, schemas, tables, functions, models and
// aliases in lower case, whatever it was given. Everything that compares such names compares them here; what is sent stays
// as the program wrote it. A plain MLflow server and the legacy workspace registry do tell them apart.

/** A name in the one form in which two spellings of the same thing in Unity Catalog are equal. */
export function catalogKey(name: string): string {
  return name.toLowerCase();
}

/** Whether two names mean the same thing in Unity Catalog. */
export function sameCatalogName(left: string, right: string): boolean {
  return left === right || catalogKey(left) === catalogKey(right);
}

/**
 * Whether two names of models that Databricks serves mean the same one: three parts are a name of Unity Catalog, anything
 * else one of the legacy workspace registry, which tells capitals apart.
 */
export function sameModelName(left: string, right: string): boolean {
  return left === right || (isCatalogName(left) && isCatalogName(right) && sameCatalogName(left, right));
}

/** Whether a name has the three parts of a name in Unity Catalog. */
export function isCatalogName(name: string): boolean {
  const parts = name.split(".");
  return parts.length === 3 && !parts.includes("");
}

/**
 * Entries under the names that `known` spells: one that the program wrote with capitals is found under its own spelling.
 * Of several spellings the exact one counts.
 */
export function spelledAs<T>(known: readonly string[], entries: Readonly<Record<string, T>>): Record<string, T> {
  const spelling = new Map(known.map((name) => [catalogKey(name), name]));
  const named = Object.entries(entries).map(([name, value]): [string, T] => {
    return [known.includes(name) ? name : (spelling.get(catalogKey(name)) ?? name), value];
  });
  return Object.fromEntries([...named, ...Object.entries(entries).filter(([name]) => known.includes(name))]);
}
