import path from "node:path";
import { constantOf } from "../../agentCode/constant.js";
import { type PathConstant, pathConstant } from "../../agentCode/pathConstant.js";
import { keyword, positional } from "../../python/source/located.js";
import { qualifiedName, sourceOf } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";
import { catches, whenOf } from "../../python/source/when.js";
import type { Check, CheckedFile } from "../types.js";

/** A file or folder that the agent's code opens for reading, by a path that is always the same. */
export interface Opened {
  file: CheckedFile;
  node: SyntaxNode;
  /** As the code names it, seen from where it begins. */
  written: string;
  /** `working`: from the working directory. `file`: from the place of the file that says `__file__`. */
  anchor: "working" | "file";
  /** Path inside the model directory; for `working`, seen from the agent's folder. Leaves it when it begins with `..`. */
  place: string;
}

/** Functions whose first argument is a file to read, beside `open`. */
const readers = new Set([
  "faiss.read_index",
  "joblib.load",
  "numpy.load",
  "numpy.loadtxt",
  "pandas.read_csv",
  "pandas.read_excel",
  "pandas.read_feather",
  "pandas.read_json",
  "pandas.read_parquet",
  "pandas.read_pickle",
  "pandas.read_table",
  "jinja2.FileSystemLoader",
]);
const openers = new Set(["open", "io.open", "codecs.open", "os.listdir", "os.scandir"]);
const pathReaders = new Set(["read_text", "read_bytes", "open", "iterdir"]);

/** What the agent's files open to read, without what they write themselves and without what they look for first. */
export function openedFiles(check: Check): Opened[] {
  const found: Opened[] = [];
  const written = new Set<string>();
  for (const file of check.files) {
    for (const node of file.calls) {
      const access = accessOf(check, file, node);
      if (access === undefined || access.constant.anchor === "absolute") continue;
      const { constant } = access;
      const base =
        constant.anchor === "file" ? check.files.find(({ module }) => module === constant.module)?.path : undefined;
      // "<file>" stands for the file itself in the path from its folder.
      const relative = path.posix.normalize(constant.path.replace("<file>", path.posix.basename(base ?? "")));
      const place = base === undefined ? relative : path.posix.join(path.posix.dirname(base), relative);
      const anchor = constant.anchor === "file" ? "file" : "working";
      if (access.writes) written.add(`${anchor} ${place}`);
      else if (!isExpectedToFail(file, node)) found.push({ file, node, written: relative, anchor, place });
    }
  }
  return found.filter(({ anchor, place }) => !written.has(`${anchor} ${place}`));
}

function accessOf(
  check: Check,
  file: CheckedFile,
  call: SyntaxNode,
): { constant: PathConstant; writes: boolean } | undefined {
  const { module } = file;
  const callee = call.firstChild;
  const list = call.getChild("ArgList");
  if (callee === null || list === null) return undefined;
  const scope = { find: check.find, config: undefined };
  const property = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  const method = property === null ? undefined : sourceOf(module, property);
  if (method !== undefined && (pathReaders.has(method) || method.startsWith("write_"))) {
    const object = callee.firstChild;
    const constant = object === null ? undefined : pathConstant({ module, node: object }, scope);
    if (constant?.isPath === true) {
      const mode = method === "open" ? modeOf(file, list, 0) : "r";
      return { constant, writes: method.startsWith("write_") || mode === undefined || /[wax+]/.test(mode) };
    }
  }
  const name = qualifiedName(module, callee) ?? (module.bindings.has("open") ? "" : sourceOf(module, callee));
  if (!openers.has(name) && !readers.has(name)) return undefined;
  const argument = positional(list)[0] ?? keyword(module, list, "file");
  const constant = argument === undefined ? undefined : pathConstant({ module, node: argument }, scope);
  if (constant === undefined) return undefined;
  const mode = name.endsWith("open") ? modeOf(file, list, 1) : "r";
  return { constant, writes: mode === undefined || /[wax+]/.test(mode) };
}

/** The mode of an `open`; undefined where it cannot be told. */
function modeOf({ module }: CheckedFile, list: SyntaxNode, index: number): string | undefined {
  const node = keyword(module, list, "mode") ?? positional(list)[index];
  if (node === undefined) return "r";
  const value = constantOf({ module, node }, { find: () => undefined, config: undefined });
  return typeof value === "string" ? value : undefined;
}

const failures = ["FileNotFoundError", "OSError", "IOError", "EnvironmentError"];

function isExpectedToFail(file: CheckedFile, node: SyntaxNode): boolean {
  const when = whenOf(file.module, node);
  if (when.runs === "never" || catches(when, failures)) return true;
  return when.conditions.some((text) => /exist|is_file|isfile|is_dir|isdir|local|dev/i.test(text));
}
