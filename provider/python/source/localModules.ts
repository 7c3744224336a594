import type { ModuleFinder } from "./located.js";
import { parsePython, placeOf } from "./parse.js";
import { type PythonModule, readModule } from "./scope.js";
import type { ModuleSummary } from "./summary.js";

/** A Python file of the package, not read yet. */
export interface ModuleFile {
  /** Path inside the model directory. */
  path: string;
  /** Reads its text; undefined when it is not text. */
  read(): Promise<string | undefined>;
}

/** The agent's file and the local files it imports. */
export interface LocalModules {
  /** Finds a module by dotted name. */
  find: ModuleFinder;
  /** What each read file imports, the agent's first. */
  summaries: ModuleSummary[];
  /** The files that were read, the agent's first: path inside the model directory and module. */
  modules: { path: string; module: PythonModule }[];
  /** Whether the package holds a top-level module of this name. */
  holds(name: string): boolean;
}

// Enough for any agent; a folder of generated code does not hold up a preview.
const maximumModules = 500;

/**
 * Reads the local files that an agent imports, and those that they import. MLflow puts `code/` on the path, so the file
 * `code/tools/search.py` is the module `tools.search`.
 *
 * @param agent the agent's module
 * @param agentPath its path inside the model directory
 * @param files Python files below `code/`
 */
export async function readLocalModules(
  agent: PythonModule,
  agentPath: string,
  files: readonly ModuleFile[],
): Promise<LocalModules> {
  const byName = new Map(files.map((file) => [moduleName(file.path), file]));
  const modules = new Map<string, PythonModule>();
  const names = new Map<PythonModule, { name: string; isPackage: boolean }>([[agent, { name: "", isPackage: false }]]);
  const read = [{ path: agentPath, module: agent }];
  const tops = new Set(
    [...byName.keys(), ...files.map((file) => file.path.split("/")[1] ?? "")].map((name) => name.split(".")[0]),
  );
  const queue = [agent];
  for (let module = queue.shift(); module !== undefined; module = queue.shift()) {
    const wantedNames = [...importedNames(module, names.get(module)), ...namedModules(module, byName)];
    for (const wanted of wantedNames) {
      const file = byName.get(wanted);
      if (file === undefined || modules.has(wanted) || modules.size >= maximumModules) continue;
      const text = await file.read();
      if (text === undefined) continue;
      const local = readModule(parsePython(text));
      modules.set(wanted, local);
      names.set(local, { name: wanted, isPackage: file.path.endsWith("/__init__.py") });
      read.push({ path: file.path, module: local });
      queue.push(local);
    }
  }
  return {
    find: (name, from) => modules.get(absoluteName(name, names.get(from)) ?? ""),
    summaries: read.map(({ path, module }) => summaryOf(module, path)),
    modules: read,
    holds: (name) => tops.has(name),
  };
}

function moduleName(path: string): string {
  const parts = path.split("/").slice(1);
  const last = parts.pop() ?? "";
  if (last !== "__init__.py") parts.push(last.slice(0, -".py".length));
  return parts.join(".");
}

/** Every module that a file's imports may run: `import a.b.c` runs `a`, `a.b` and `a.b.c`. */
function importedNames(module: PythonModule, at: { name: string; isPackage: boolean } | undefined): string[] {
  const found: string[] = [];
  for (const { module: name, level, names } of module.imports) {
    const absolute = absoluteName(".".repeat(level) + name, at);
    if (absolute === undefined) continue;
    const parts = absolute.split(".").filter(Boolean);
    found.push(...withParents(parts.join(".")));
    for (const item of names ?? []) found.push([...parts, item].join("."));
  }
  return found;
}

const importsByName = /\bimport_module\b|\b__import__\b/;
const shortText = /(["'])([\w.{}]+)\1/g;

/**
 * Local modules that a file may import by a name in a string: one that is written whole (`"tools.search"`), relative to
 * a package (`".search"`), or as the end of an f-string (`f"tools.{name}"` with `"search"`).
 */
function namedModules(module: PythonModule, byName: ReadonlyMap<string, ModuleFile>): string[] {
  const { text } = module.parsed;
  if (!importsByName.test(text)) return [];
  const texts = [...text.matchAll(shortText)].map((match) => match[2] ?? "");
  const parents = new Set(texts.flatMap((one) => /^([\w.]+)\.\{/.exec(one)?.[1] ?? []));
  const written = new Set(texts);
  return [...byName.keys()].flatMap((name) => {
    const dot = name.lastIndexOf(".");
    const [parent, last] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
    const isNamed =
      written.has(name) ||
      (written.has(`.${last}`) && written.has(parent)) ||
      (written.has(last) && parents.has(parent));
    return isNamed ? withParents(name) : [];
  });
}

/** `a.b.c` runs `a`, `a.b` and `a.b.c`. */
function withParents(name: string): string[] {
  const parts = name.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

/** `..a` written in the module `x.y.z` is `x.a`. Undefined where it would leave the package. */
function absoluteName(name: string, at: { name: string; isPackage: boolean } | undefined): string | undefined {
  const level = /^\.*/.exec(name)?.[0].length ?? 0;
  if (level === 0) return name;
  const owner = (at?.name ?? "").split(".").filter(Boolean);
  const up = at?.isPackage === true ? level - 1 : level;
  if (up > owner.length) return undefined;
  const rest = name.slice(level);
  return [...owner.slice(0, owner.length - up), ...(rest === "" ? [] : [rest])].join(".");
}

function summaryOf(module: PythonModule, path: string): ModuleSummary {
  const lines = new Map<string, number>();
  for (const { module: name, level, node } of module.imports) {
    const full = ".".repeat(level) + name;
    if (!lines.has(full)) lines.set(full, placeOf(module.parsed.text, node.from).line);
  }
  return { path, modules: [...lines].map(([name, line]) => ({ name, line })) };
}
