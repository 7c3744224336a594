import type { LocalModules } from "../../python/source/localModules.js";
import { isOptionalImport, lostImport } from "../../python/source/lostImports.js";
import type { ImportedModule, PythonModule } from "../../python/source/scope.js";
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
  const isLost = ({ module: name, level }: ImportedModule) => {
    const top = name.split(".")[0] ?? "";
    if (level > 0 || top === "" || holds(top) || outside(top) !== undefined) return false;
    return !isLibrary(name, top, coverage);
  };
  for (const { module, path, outside: lies } of modules) {
    for (const imported of module.imports) {
      if (!isLost(imported)) continue;
      if (isOptionalImport(module, imported) && !isLastWay(module, imported, isLost)) continue;
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

/** Whether a handler imports it in place of what leads nowhere as well: one of the two has to be there. */
function isLastWay(
  { imports }: PythonModule,
  { node }: ImportedModule,
  isLost: (imported: ImportedModule) => boolean,
): boolean {
  let child = node;
  for (let parent = node.parent; parent !== null; child = parent, parent = parent.parent) {
    if (parent.name !== "TryStatement") continue;
    const tried = parent.getChild("Body");
    if (tried === null || child.from <= tried.from) return false;
    const others = imports.filter((one) => one.node.from >= tried.from && one.node.to <= tried.to);
    return others.length > 0 && others.every(isLost);
  }
  return false;
}

function isLibrary(module: string, top: string, coverage: Coverage): boolean {
  if (inStandardLibrary(top, "3.11.0") !== "no" || ofNotebooks.has(top) || isPublicLibrary(top)) return true;
  const provider = providersOf(module);
  if (provider.known || provider.packages.some((name) => packages[name] !== undefined)) return true;
  return coverage.judge(module).covered;
}
