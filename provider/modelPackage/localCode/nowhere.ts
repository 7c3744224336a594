import type { LocalModules } from "../../python/source/localModules.js";
import { isOptionalImport, lostImport } from "../../python/source/lostImports.js";
import type { Unread } from "../../python/source/unread.js";
import { type Coverage, coverageOf } from "../imports/coverage.js";
import { providersOf } from "../imports/distributions.js";
import { isPublicLibrary } from "../imports/libraries.js";
import { packages } from "../imports/packages.generated.js";
import { inStandardLibrary } from "../imports/standardLibrary.js";

/** What a notebook of Databricks and its clusters have without a package of that name. */
const ofNotebooks = new Set(["dbruntime", "dbutils", "ipykernel", "IPython"]);

/**
 * Imports that lead nowhere: neither Python, a requirement or a known package brings them, nor were they found as local code.
 *
 * @param requirements final lines
 * @param nameOf the user's name of a packaged file
 */
export function importsNowhere(
  { modules, holds, outside }: LocalModules,
  requirements: readonly string[],
  nameOf: (path: string) => string,
): Unread[] {
  const coverage = coverageOf(requirements);
  const found = new Map<string, Unread>();
  for (const { module, path, outside: lies } of modules) {
    for (const imported of module.imports) {
      const top = imported.module.split(".")[0] ?? "";
      if (imported.level > 0 || top === "" || holds(top) || outside(top) !== undefined) continue;
      if (isLibrary(imported.module, top, coverage) || isOptionalImport(module, imported)) continue;
      const lost = lostImport(
        module,
        imported,
        "no file of that name was found here, and no known package is called so",
      );
      const file = lies?.name ?? nameOf(path);
      const key = JSON.stringify([imported.module, path]);
      if (!found.has(key)) found.set(key, { ...lost, path, file });
    }
  }
  return [...found.values()];
}

function isLibrary(module: string, top: string, coverage: Coverage): boolean {
  if (inStandardLibrary(top, "3.11.0") !== "no" || ofNotebooks.has(top) || isPublicLibrary(top)) return true;
  const provider = providersOf(module);
  if (provider.known || provider.packages.some((name) => packages[name] !== undefined)) return true;
  return coverage.judge(module).covered;
}
