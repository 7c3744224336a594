import type { PythonFile } from "../python/engine/file.js";
import type { FileReader } from "../python/engine/files.js";
import { Frame } from "../python/engine/frame.js";
import { filePath } from "../python/library/paths.js";
import { writtenCell } from "../python/source/notebook.js";
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
  const notebook = writtenCell(reading.module.parsed.text);
  if (notebook !== undefined) {
    const { parsed, offset } = notebook;
    const agent = makeFile(reading, { ...reading.module, parsed }, (name) => {
      const found = find(name, reading.module);
      return found === undefined ? undefined : fileOf(found);
    });
    return {
      agent: { ...agent, path: reading.path, name: reading.name, whole: reading.module.parsed.text, offset },
      reader,
    };
  }
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
  const { text, tree } = module.parsed;
  return {
    name,
    path,
    source: module,
    text,
    whole: text,
    frame,
    state: "new",
    module: moduleName(path, isAgent),
    statements: () => {
      statements ??= statementsOf(text, tree.topNode);
      return statements;
    },
    offset: (at) => at,
    find,
  };
}

function moduleName(path: string, isAgent: boolean): string {
  if (isAgent) return "";
  const parts = path.split("/").slice(1);
  const last = parts.pop() ?? "";
  if (last !== "__init__.py") parts.push(last.replace(/\.py$/, ""));
  return parts.join(".");
}
