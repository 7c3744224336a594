import type { ModuleFinder } from "./located.js";
import { computedImports, lostImports } from "./lostImports.js";
import { absoluteName, type ModulePlace } from "./moduleNames.js";
import { readNotebook } from "./notebook.js";
import { type Origin, placeIn } from "./origin.js";
import { parsePython, placeOf } from "./parse.js";
import { type PythonModule, readModule } from "./scope.js";
import type { ModuleSummary } from "./summary.js";
import type { Unread } from "./unread.js";

/** A Python file of the package, not read yet. */
export interface ModuleFile {
  /** Path inside the model directory. */
  path: string;
  /** Reads its text; undefined when it is not text. */
  read(): Promise<string | undefined>;
}

/** A file that is not in the package, found where local code lies. */
export interface FoundModule extends ModuleFile {
  /** The user's name of the file. */
  name: string;
  /** The user's name of the top-level module's file or folder: what `codePaths` has to hold. */
  lies: string;
  /** Absolute path of that. */
  absolute: string;
  /** Where its text lies in the file of that name; absent where it is all of it. */
  origin?: Origin;
  /** Whether a cell of the agent's notebook writes it: it is where the agent is, then. */
  isWritten?: true;
}

/** Where local code lies that is not in the package. */
export interface Outside {
  /** The agent's own module there: what relative imports in its file begin at. */
  readonly agentName: string;
  /** Takes in what a file says of where modules lie, before its imports are followed. */
  follow(module: PythonModule, name: string): void;
  /** The file of a module, by its dotted name. */
  find(name: string): FoundModule | undefined;
  /** The notebook that `%run` names in a file. */
  run(written: string, name: string): FoundModule | undefined;
}

/** A Python file that was read. */
export interface ReadFile {
  /** Path inside the model directory; of a file that is not packaged, where it would lie once it is. */
  path: string;
  module: PythonModule;
  /** What is not in the package. */
  outside?: FoundModule;
}

/** The agent's file and the local files it imports. */
export interface LocalModules {
  /** Finds a module by dotted name. */
  find: ModuleFinder;
  /** What each read file of the package imports, the agent's first. */
  summaries: ModuleSummary[];
  /** The files that were read, the agent's first. */
  modules: ReadFile[];
  /** Whether the package holds a top-level module of this name. */
  holds(name: string): boolean;
  /** Where a top-level module lies that was found and is not in the package. */
  outside(name: string): FoundModule | undefined;
  /** What was not read of the files and of what they import of each other. */
  unread: Unread[];
}

/** What is read, and with what. */
export interface LocalModulesRequest {
  agent: PythonModule;
  /** Its path inside the model directory. */
  agentPath: string;
  /** Python files below `code/`. */
  files: readonly ModuleFile[];
  /** The user's name of a file of the package, by its path inside the model directory. */
  nameOf(path: string): string;
  /** Where code lies that is not packaged. Default: none is looked for. */
  outside?: Outside | undefined;
}

// Enough for any agent; a folder of generated code does not hold up a preview.
const maximumModules = 500;

/**
 * Reads the local files that an agent imports, and those that they import. MLflow puts `code/` on the path, so the file
 * `code/tools/search.py` is the module `tools.search`. What the package does not hold is read where it lies, if it is found.
 */
export async function readLocalModules(request: LocalModulesRequest): Promise<LocalModules> {
  const { agent, agentPath, files, outside, nameOf } = request;
  const byName = new Map(files.map((file) => [moduleName(file.path), file]));
  const modules = new Map<string, PythonModule>();
  const at = new Map<PythonModule, ModulePlace>([[agent, { name: outside?.agentName ?? "", isPackage: false }]]);
  const read: ReadFile[] = [{ path: agentPath, module: agent }];
  const tops = new Set(
    [...byName.keys(), ...files.map((file) => file.path.split("/")[1] ?? "")].map((name) => name.split(".")[0]),
  );
  const found = new Map<string, FoundModule>();
  const ran = new Map<string, { name: string; module: PythonModule }>();
  const unread: Unread[] = [];
  const leftOut = new Set<string>();
  const nameOfFile = (file: ReadFile) => file.outside?.name ?? nameOf(file.path);
  const outsideOf = (wanted: string): FoundModule | undefined => {
    const top = wanted.split(".")[0] ?? "";
    const one = tops.has(top) ? undefined : outside?.find(wanted);
    if (one !== undefined && !found.has(top)) found.set(top, one);
    return one;
  };
  // The list grows while it is gone through.
  for (const importer of read) {
    const { module } = importer;
    outside?.follow(module, nameOfFile(importer));
    for (const { written, from, to } of runCommands(module)) {
      const run = outside?.run(written, nameOfFile(importer));
      // Two notebooks may run each other.
      const before = ran.get(run?.absolute ?? "");
      if (before !== undefined) {
        takeOver(module, before.module, { name: before.name, from, to });
        continue;
      }
      const text = await run?.read();
      const notebook = text === undefined ? undefined : readNotebook(text, run?.name.endsWith(".ipynb") === true);
      if (run === undefined || notebook === undefined) {
        const { line, cell } = placeIn(module.parsed.text, module.origin, from);
        const place = {
          file: nameOfFile(importer),
          path: importer.path,
          line,
          ...(cell === undefined ? {} : { cell }),
        };
        const why = "no notebook of that name was found here";
        unread.push({ module: `%run ${written}`, ...place, from, to, kind: "nowhere", why });
        continue;
      }
      const local = readModule(notebook.parsed, notebook.origin);
      const name = `_run_${read.length}`;
      modules.set(name, local);
      at.set(local, { name, isPackage: false });
      read.push({ path: run.path, module: local, outside: run });
      ran.set(run.absolute, { name, module: local });
      takeOver(module, local, { name, from, to });
    }
    const named = namedModules(module, (name) => byName.has(name) || outsideOf(name) !== undefined);
    for (const wanted of [...importedNames(module, at.get(module)), ...named]) {
      if (modules.has(wanted)) continue;
      const own = byName.get(wanted);
      const lies = own === undefined ? outsideOf(wanted) : undefined;
      const file = own ?? lies;
      if (file === undefined) continue;
      if (modules.size >= maximumModules) {
        leftOut.add(wanted);
        continue;
      }
      const text = await file.read();
      const { path } = file;
      const whole = { module: wanted, file: lies?.name ?? nameOf(path), path, line: 1, kind: "file" as const };
      if (text === undefined) {
        unread.push({ ...whole, why: "the file cannot be read as text" });
        continue;
      }
      const local = readModule(parsePython(text), lies?.origin);
      const { fault } = local.parsed;
      if (fault !== undefined) {
        const { line } = placeOf(text, fault.offset);
        unread.push({ ...whole, line, from: fault.offset, why: `it is no Python that can be read: ${fault.message}` });
      }
      modules.set(wanted, local);
      at.set(local, { name: wanted, isPackage: file.path.endsWith("/__init__.py") });
      read.push({ path, module: local, ...(lies === undefined ? {} : { outside: lies }) });
    }
  }
  const find: ModuleFinder = (name, from) => modules.get(absoluteName(name, at.get(from)) ?? "");
  for (const file of read) {
    const place = { file: nameOfFile(file), path: file.path };
    const isLocal = (top: string) => tops.has(top) || found.has(top);
    for (const one of lostImports(file.module, { at: at.get(file.module), modules, isLocal, find, leftOut }))
      unread.push({ ...one, ...place });
    if (namedModules(file.module, (name) => modules.has(name)).length === 0)
      for (const one of computedImports(file.module)) unread.push({ ...one, ...place });
  }
  if (leftOut.size > 0) {
    const why = `an agent's first ${maximumModules} local modules are read, and ${leftOut.size} more are imported`;
    unread.push({ module: agentPath, file: nameOf(agentPath), path: agentPath, line: 1, kind: "file", why });
  }
  return {
    find,
    summaries: read.filter((file) => file.outside === undefined).map(({ path, module }) => summaryOf(module, path)),
    modules: read,
    holds: (name) => tops.has(name),
    outside: (name) => (tops.has(name) ? undefined : found.get(name)),
    unread,
  };
}

/** `%run` makes the names of a notebook those of the one that runs it. */
function takeOver(module: PythonModule, local: PythonModule, run: { name: string; from: number; to: number }): void {
  module.runs = [...(module.runs ?? []), run];
  for (const name of local.bindings.keys())
    if (!module.bindings.has(name))
      module.bindings.set(name, { kind: "import", module: run.name, attribute: name, level: 0 });
}

const runCommand = /^(?:# MAGIC ?)?[ \t]*%run[ \t]+(?:-[a-z][ \t]+)*(["']?)([^\s"']+)\1/gm;

/** The notebooks that a notebook runs. Of one whose agent is a cell, those drive it and belong to nobody. */
function runCommands({ parsed, origin }: PythonModule): { written: string; from: number; to: number }[] {
  const text = origin?.whole.length === parsed.text.length ? origin.whole : parsed.text;
  if (!text.includes("%run")) return [];
  return [...text.matchAll(runCommand)].map((match) => ({
    written: match[2] ?? "",
    from: match.index,
    to: match.index + match[0].length,
  }));
}

function moduleName(path: string): string {
  const parts = path.split("/").slice(1);
  const last = parts.pop() ?? "";
  if (last !== "__init__.py") parts.push(last.slice(0, -".py".length));
  return parts.join(".");
}

/** Every module that a file's imports may run: `import a.b.c` runs `a`, `a.b` and `a.b.c`. */
function importedNames(module: PythonModule, at: ModulePlace | undefined): string[] {
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

// More names than that in one file are data.
const maximumNames = 2_000;
const importsByName = /\bimport_module\b|\b__import__\b/;
const shortText = /(["'])([\w.{}]+)\1/g;

/**
 * Local modules that a file may import by a name in a string: one that is written whole (`"tools.search"`), relative to
 * a package (`".search"`), or as the end of an f-string (`f"tools.{name}"` with `"search"`).
 */
function namedModules(module: PythonModule, isThere: (name: string) => boolean): string[] {
  const { text } = module.parsed;
  if (!importsByName.test(text)) return [];
  const texts = [...new Set([...text.matchAll(shortText)].map((match) => match[2] ?? ""))];
  const parents = texts.flatMap((one) => /^([\w.]+)\.\{/.exec(one)?.[1] ?? []);
  const names = texts.filter((one) => /^\w+(?:\.\w+)*$/.test(one));
  const relative = texts.filter((one) => /^\.\w+(?:\.\w+)*$/.test(one));
  const candidates = new Set([
    ...names,
    ...names.flatMap((parent) => relative.map((one) => `${parent}${one}`)),
    ...parents.flatMap((parent) => names.map((one) => `${parent}.${one}`)),
  ]);
  return [...candidates].slice(0, maximumNames).filter(isThere).flatMap(withParents);
}

/** `a.b.c` runs `a`, `a.b` and `a.b.c`. */
function withParents(name: string): string[] {
  const parts = name.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

function summaryOf(module: PythonModule, path: string): ModuleSummary {
  const lines = new Map<string, number>();
  for (const { module: name, level, node } of module.imports) {
    const full = ".".repeat(level) + name;
    if (!lines.has(full)) lines.set(full, placeOf(module.parsed.text, node.from).line);
  }
  return { path, modules: [...lines].map(([name, line]) => ({ name, line })) };
}
