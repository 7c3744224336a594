import path from "node:path";
import { at } from "../agentCode/agent.js";
import type { ReadFault } from "../agentCode/reading.js";
import type { Problem } from "../errors.js";
import { type LocalModules, readLocalModules } from "../python/source/localModules.js";
import { readNotebook } from "../python/source/notebook.js";
import { parsePython } from "../python/source/parse.js";
import { type PythonModule, readModule } from "../python/source/scope.js";
import type { ModuleSummary } from "../python/source/summary.js";
import type { Unread } from "../python/source/unread.js";
import { LocalCode } from "./localCode/localCode.js";
import { importsNowhere } from "./localCode/nowhere.js";
import { quoteForMessage } from "./text.js";
import type { AgentSource, SourceFile } from "./types.js";
import type { Boundary } from "./walk/boundary.js";
import { illegalName } from "./walk/names.js";
import { NotText, readSmall, readTextIfAny } from "./walk/readSmall.js";
import { toProblem } from "./walk/walk.js";

/** The agent's file, read. */
export interface AgentFile {
  file?: SourceFile;
  summaries: ModuleSummary[];
  /** The file and its local imports; absent when it is not Python. */
  modules?: LocalModules;
  /** The agent's file alone, also when it is not Python. */
  module?: PythonModule;
  /** What keeps it from being an agent; each is among the problems too. */
  faults: ReadFault[];
  problems: Problem[];
  /** What was not read of its code. */
  unread: Unread[];
  /** Absolute path of the agent's file, where it is a cell of a notebook that writes it. */
  writes?: string;
}

/**
 * Reads the agent's file and the local files it imports.
 *
 * @param source what the user declared
 * @param boundary what may be read
 * @param files the other files of the package
 * @param requirements final lines of requirements.txt
 */
export async function readAgentFile(
  source: AgentSource,
  boundary: Boundary,
  files: readonly SourceFile[],
  requirements: readonly string[],
): Promise<AgentFile> {
  const absolute = boundary.resolve(source.code);
  const name = boundary.name(absolute);
  const result: AgentFile = { summaries: [], faults: [], problems: [], unread: [] };
  const extension = source.notebook === true && name.endsWith(".ipynb") ? undefined : extensionProblem(name);
  if (extension !== undefined) return { ...result, problems: [extension] };
  try {
    const { text, size, sha256, crc32 } = await readSmall(absolute, boundary);
    const target = path.basename(absolute);
    result.file = { path: target, location: await boundary.check(absolute), size, sha256, crc32, name };
    const illegal = illegalName(target);
    if (illegal !== undefined) {
      result.problems.push({
        code: "fileRefused",
        path: "code",
        message: `${quoteForMessage(name)}: ${illegal}. Rename it.`,
      });
    }
    const notebook = source.notebook === true ? readNotebook(text, name.endsWith(".ipynb")) : undefined;
    if (notebook === undefined && name.endsWith(".ipynb")) throw new NotText("it holds no cells of a notebook");
    const module = readModule(notebook?.parsed ?? parsePython(text), notebook?.origin);
    result.module = module;
    if (notebook?.writes !== undefined) result.writes = path.resolve(path.dirname(absolute), notebook.writes);
    // MLflow runs a .py file as it is, whatever a notebook would make of it.
    const isMasked = notebook?.origin !== undefined && notebook.writes === undefined && !name.endsWith(".ipynb");
    const fault = module.parsed.fault ?? (isMasked ? parsePython(text).fault : undefined);
    if (fault !== undefined) {
      const { offset, message: wrong } = fault;
      const message = magicFault(text, offset) ?? `${wrong}.`;
      result.faults.push({ code: "syntax-error", offset, message });
      result.problems.push({ code: "invalidPython", path: "code", message: at(module, name, offset, message) });
      if (module.parsed.fault !== undefined) return result;
    }
    const base = boundary.resolve(".");
    const requirementsFolder =
      typeof source.requirements === "string" ? path.dirname(boundary.resolve(source.requirements)) : base;
    const written = notebook?.written ?? [];
    const outside = new LocalCode({ agent: absolute, boundary, base, requirements, requirementsFolder, written });
    const names = new Map(files.map((item) => [item.path, item.name]));
    const nameOf = (place: string) => names.get(place) ?? name;
    const packaged = pythonFiles(files, boundary);
    const local = await readLocalModules({ agent: module, agentPath: target, files: packaged, nameOf, outside });
    result.unread = [...local.unread, ...importsNowhere(local, requirements, nameOf)];
    result.modules = local;
    result.summaries = local.summaries;
  } catch (error) {
    result.problems.push(error instanceof NotText ? notPython(name, error.reason) : toProblem(error, "code", name));
  }
  return result;
}

function pythonFiles(files: readonly SourceFile[], boundary: Boundary) {
  return (
    files
      .filter((file) => file.path.startsWith("code/") && file.path.endsWith(".py"))
      // What cannot be read was reported when its digest was taken; a binary file called .py is nothing to follow.
      .map((file) => ({ path: file.path, read: () => readTextIfAny(file.location, boundary) }))
  );
}

/** What to say where a file is no Python because of a notebook's magic: `%pip install …`, `!ls`. */
function magicFault(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const magic = /^[ \t]*([%!]{1,2}[a-z]+)/.exec(text.slice(start, start + 200))?.[1];
  if (magic === undefined) return undefined;
  return (
    `${magic} is a command of notebooks, and MLflow runs this file as plain Python. Leave the line out, or write it as ` +
    `a comment: # MAGIC ${magic} …, as a notebook exported as source has it.`
  );
}

function extensionProblem(name: string): Problem | undefined {
  if (name.endsWith(".py")) return undefined;
  const hint = name.endsWith(".ipynb")
    ? "Export the notebook as a Python file and name that, as MLflow takes no notebook file either: in a Databricks " +
      "workspace with File > Export > Source file, elsewhere with jupyter nbconvert --to python, without its magics."
    : "Name the .py file that calls mlflow.models.set_model.";
  return { code: "invalidPython", path: "code", message: `${quoteForMessage(name)} is not a Python file. ${hint}` };
}

function notPython(name: string, reason: string): Problem {
  const message = `${quoteForMessage(name)} is not Python: ${reason}.`;
  return { code: "invalidPython", path: "code", message };
}
