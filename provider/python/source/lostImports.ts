import { callsOf } from "./calls.js";
import type { ModuleFinder } from "./located.js";
import { absoluteName, type ModulePlace } from "./moduleNames.js";
import { placeIn } from "./origin.js";
import { childrenOf, type ImportedModule, type PythonModule, qualifiedName, sourceOf } from "./scope.js";
import type { Unread } from "./unread.js";
import { catches, whenOf } from "./when.js";

/** An import of something that was not read, without the file that it stands in. */
export type LostImport = Omit<Unread, "file" | "path">;

/** Whether the file goes on without what an import names: the failure is caught, or it never runs. */
export function isOptionalImport(module: PythonModule, { node }: ImportedModule): boolean {
  const when = whenOf(module, node);
  return when.runs === "never" || catches(when, ["ImportError", "ModuleNotFoundError"]);
}

/** Where an import stands, and what it names. */
export function lostImport(module: PythonModule, imported: ImportedModule, why: string): LostImport {
  const { node, level, module: name, names = [] } = imported;
  const written = name === "" ? names.join(", ") : name;
  return {
    module: ".".repeat(level) + written,
    ...lineIn(module, node.from),
    from: node.from,
    to: node.to,
    why,
    kind: "nowhere",
  };
}

function lineIn(module: PythonModule, offset: number): Pick<Unread, "line" | "cell"> {
  const { line, cell } = placeIn(module.parsed.text, module.origin, offset);
  return cell === undefined ? { line } : { line, cell };
}

/** What is known of the local modules while one of them is looked at. */
export interface LocalNames {
  at: ModulePlace | undefined;
  modules: ReadonlyMap<string, PythonModule>;
  /** Whether a top-level module is local, in the package or outside of it. */
  isLocal(top: string): boolean;
  find: ModuleFinder;
  /** Modules that are there, and beyond what is read. */
  leftOut: ReadonlySet<string>;
}

/** Imports that are plainly of local code, and lead to no file of it. */
export function lostImports(module: PythonModule, local: LocalNames): LostImport[] {
  return module.imports.flatMap((imported) => {
    const { level, module: name } = imported;
    const absolute = absoluteName(".".repeat(level) + name, local.at);
    if (level === 0 && !local.isLocal(name.split(".")[0] ?? "")) return [];
    if (leads(absolute, imported, local) || isOptionalImport(module, imported)) return [];
    // That more is imported than is read is said once.
    if (absolute !== undefined && local.leftOut.has(absolute)) return [];
    return [lostImport(module, imported, "no file of that name was found in the local code")];
  });
}

function leads(absolute: string | undefined, { names }: ImportedModule, { modules }: LocalNames): boolean {
  if (absolute === undefined) return false;
  if (absolute === "" || modules.has(absolute)) return true;
  const below = [...modules.keys()].filter((name) => name.startsWith(`${absolute}.`));
  // A folder without `__init__.py` gives the modules in it, and nothing else.
  return below.length > 0 && (names ?? []).every((name) => modules.has(`${absolute}.${name}`));
}

const importers = new Set(["importlib.import_module", "importlib.__import__", "__import__"]);

/** Calls that import a module whose name the program works out. */
export function computedImports(module: PythonModule): LostImport[] {
  if (!/\bimport_module\b|\b__import__\b/.test(module.parsed.text)) return [];
  return callsOf(module).flatMap((call): LostImport[] => {
    const [callee, list] = [call.firstChild, call.getChild("ArgList")];
    if (callee === null || list === null) return [];
    const name = qualifiedName(module, callee) ?? sourceOf(module, callee);
    const first = childrenOf(list)[1];
    if (!importers.has(name) || first === undefined || first.name === "String" || whenOf(module, call).runs === "never")
      return [];
    const why = "the program works out which module this imports";
    return [
      {
        module: sourceOf(module, first),
        ...lineIn(module, call.from),
        from: call.from,
        to: call.to,
        why,
        kind: "computed",
      },
    ];
  });
}
