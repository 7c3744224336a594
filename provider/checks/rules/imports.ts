import { nodeAt } from "../../modelPackage/python/nodeAt.js";
import type { ImportedModule } from "../../modelPackage/python/scope.js";
import { catches, type When, whenOf } from "../../modelPackage/python/when.js";
import type { CheckedFile } from "../types.js";

/** One import statement and when it runs. */
export interface Import {
  imported: ImportedModule;
  from: number;
  to: number;
  when: When;
  /** Whether the file goes on without the module: the failure is caught, or the import never runs. */
  optional: boolean;
}

/** The imports of a file. */
export function importsOf(file: CheckedFile): Import[] {
  return file.module.imports.flatMap((imported) => {
    const node = nodeAt(file.module, "ImportStatement", imported.offset);
    if (node === undefined) return [];
    const when = whenOf(file.module, node);
    const optional = when.runs === "never" || catches(when, ["ImportError", "ModuleNotFoundError"]);
    return [{ imported, from: node.from, to: node.to, when, optional }];
  });
}

/** The modules that an import statement names, from its packages on: `from a.b import c` names `a.b` and maybe `a.b.c`. */
export function modulesOf(imported: ImportedModule): string[] {
  const below = (imported.names ?? []).filter((name) => name !== "*").map((name) => `${imported.module}.${name}`);
  return [imported.module, ...below];
}
