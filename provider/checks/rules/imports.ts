import { isOptionalImport } from "../../python/source/lostImports.js";
import type { ImportedModule, PythonModule } from "../../python/source/scope.js";
import { type When, whenOf } from "../../python/source/when.js";
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

const known = new WeakMap<PythonModule, readonly Import[]>();

/** The imports of a file. Found once: several rules ask. */
export function importsOf({ module }: CheckedFile): readonly Import[] {
  const before = known.get(module);
  if (before !== undefined) return before;
  const found = module.imports.map((imported): Import => {
    const { node } = imported;
    const when = whenOf(module, node);
    const optional = isOptionalImport(module, imported);
    return { imported, from: node.from, to: node.to, when, optional };
  });
  known.set(module, found);
  return found;
}

/** The modules that an import statement names, from its packages on: `from a.b import c` names `a.b` and maybe `a.b.c`. */
export function modulesOf(imported: ImportedModule): string[] {
  const below = (imported.names ?? []).filter((name) => name !== "*").map((name) => `${imported.module}.${name}`);
  return [imported.module, ...below];
}
