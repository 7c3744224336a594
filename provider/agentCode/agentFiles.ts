import type { PythonFile } from "../python/engine/file.js";
import type { FileReader } from "../python/engine/files.js";
import { Frame } from "../python/engine/frame.js";
import { filePath } from "../python/library/paths.js";
import type { PythonModule } from "../python/source/scope.js";
import type { Statement } from "../python/syntax/ast.js";
import { statementsOf } from "../python/syntax/statements.js";
import { folderReader } from "./folder.js";
import type { PackageReading } from "./reading.js";

/** The agent's file and its local files, ready to be run. */
export function agentFiles(reading: PackageReading): { agent: PythonFile; reader: FileReader } {
  const reader = folderReader(reading);
  const files = new Map<PythonModule, PythonFile>();
  const find = reading.modules?.find ?? (() => undefined);
  const fileOf = (module: PythonModule): PythonFile => {
    const known = files.get(module);
    if (known !== undefined) return known;
    const made = makeFile(reading, module, (name) => {
      const found = find(name, module);
      return found === undefined ? undefined : fileOf(found);
    });
    files.set(module, made);
    return made;
  };
  return { agent: fileOf(reading.module), reader };
}

function makeFile(
  reading: PackageReading,
  module: PythonModule,
  find: (name: string) => PythonFile | undefined,
): PythonFile {
  const isAgent = module.parsed.text === reading.module.parsed.text;
  const path = reading.modules?.modules.find((one) => one.module === module)?.path ?? reading.path;
  const name = path === reading.path || isAgent ? reading.name : reading.nameOf(path);
  const frame = new Frame(undefined, "file", 0);
  frame.set("__file__", [filePath(name)]);
  let statements: readonly Statement[] | undefined;
  const { origin } = module;
  const { text, tree } = module.parsed;
  return {
    name,
    path,
    source: module,
    isOutside: reading.modules?.modules.find((one) => one.module === module)?.outside !== undefined,
    text,
    whole: origin?.whole ?? text,
    frame,
    state: "new",
    module: moduleName(path, isAgent),
    statements: () => {
      statements ??= withRuns(statementsOf(text, tree.topNode), module);
      return statements;
    },
    offset: origin?.offset ?? ((at) => at),
    find,
  };
}

/** `%run ./other` is run where it stands, and its names are there from then on, as by `from other import *`. */
function withRuns(statements: readonly Statement[], { runs = [] }: PythonModule): readonly Statement[] {
  if (runs.length === 0) return statements;
  const imports = runs.map(
    ({ name, from, to }): Statement => ({ type: "import", module: name, level: 0, names: [{ name: "*" }], from, to }),
  );
  return [...statements, ...imports].sort((one, other) => one.from - other.from);
}

function moduleName(path: string, isAgent: boolean): string {
  if (isAgent) return "";
  const parts = path.split("/").slice(1);
  const last = parts.pop() ?? "";
  if (last !== "__init__.py") parts.push(last.replace(/\.py$/, ""));
  return parts.join(".");
}
