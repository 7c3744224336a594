import path from "node:path";
import { attributeValue, localMeaning } from "../python/source/locals.js";
import { type Located, positional } from "../python/source/located.js";
import { childrenOf, qualifiedName, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";
import { definitionOf } from "./classes.js";
import { type ConstantScope, constantOf } from "./constant.js";

/** A path that is the same in every run. */
export interface PathConstant {
  /** `file`: it begins at a file's own place (`__file__`); `working`: at the working directory; `absolute`. */
  anchor: "file" | "working" | "absolute";
  /** The path from there, with `/`, normalised; for `file`, from the folder of the file. */
  path: string;
  /** Whether it is a `pathlib.Path`, not a text. */
  isPath: boolean;
  /** The file that `__file__` was written in, for `file`. */
  module?: Located["module"];
}

const maximumDepth = 30;
const pathClasses = new Set(["pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"]);
const osPath = /^(?:os\.path|posixpath)\.(\w+)$/;

/**
 * The path that an expression stands for: texts, `Path(…)`, `/`, `.parent`, `.parents[n]`, `joinpath`, `with_name`,
 * `resolve`, `os.path.join`, `dirname`, `abspath`, `realpath`, `__file__`, the working directory, and names for them.
 * Undefined where reading cannot tell.
 */
export function pathConstant(at: Located, scope: ConstantScope, depth = 0): PathConstant | undefined {
  if (depth > maximumDepth) return undefined;
  const { module, node } = at;
  const inner = (next: SyntaxNode | null | undefined) =>
    next == null ? undefined : pathConstant({ module, node: next }, scope, depth + 1);
  if (node.name === "ParenthesizedExpression") return inner(childrenOf(node)[1]);
  if (node.name === "VariableName" && sourceOf(module, node) === "__file__") {
    return { anchor: "file", path: "<file>", isPath: false, module };
  }
  if (node.name === "BinaryExpression") {
    const [left, operator, right, more] = childrenOf(node);
    if (more !== undefined || operator === undefined || sourceOf(module, operator) !== "/") return undefined;
    const base = inner(left);
    return base?.isPath === true ? joinPath(base, inner(right)) : undefined;
  }
  if (node.name === "MemberExpression") return member(at, inner) ?? followed(at, scope, depth);
  if (node.name === "CallExpression") return call(at, inner) ?? text(at, scope);
  if (node.name === "VariableName") return followed(at, scope, depth);
  return text(at, scope);
}

type Inner = (node: SyntaxNode | null | undefined) => PathConstant | undefined;

function text(at: Located, scope: ConstantScope): PathConstant | undefined {
  const value = constantOf(at, scope);
  return typeof value === "string" ? fromText(value) : undefined;
}

function fromText(value: string): PathConstant | undefined {
  // An address or a Windows path is nobody's relative file.
  if (value === "" || /^[a-zA-Z][\w+.-]*:/.test(value) || value.startsWith("~") || value.includes("\\"))
    return undefined;
  const anchor = value.startsWith("/") ? "absolute" : "working";
  return { anchor, path: path.posix.normalize(value), isPath: false };
}

function followed(at: Located, scope: ConstantScope, depth: number): PathConstant | undefined {
  const meaning = at.node.name === "VariableName" ? localMeaning(at.module, at.node) : undefined;
  const inside = meaning?.kind === "value" ? meaning.node : attributeValue(at.module, at.node);
  if (inside !== undefined) return pathConstant({ module: at.module, node: inside }, scope, depth + 1);
  if (meaning?.kind === "unknown") return undefined;
  const definition = definitionOf(at, scope.find);
  if (definition === undefined || definition.node.name.endsWith("Definition")) return undefined;
  if (definition.module === at.module && definition.node.from === at.node.from) return undefined;
  return pathConstant(definition, scope, depth + 1);
}

function member({ module, node }: Located, inner: Inner): PathConstant | undefined {
  const parts = childrenOf(node);
  const property = node.getChild("PropertyName");
  if (property !== null) {
    const base = sourceOf(module, property) === "parent" ? inner(parts[0]) : undefined;
    return base?.isPath === true ? { ...base, path: parentOf(base.path) } : undefined;
  }
  // parents[n]
  const [object, , index] = parts;
  if (object?.name !== "MemberExpression" || index?.name !== "Number") return undefined;
  const name = object.getChild("PropertyName");
  const base = name !== null && sourceOf(module, name) === "parents" ? inner(object.firstChild) : undefined;
  const count = Number(sourceOf(module, index));
  if (base?.isPath !== true || !Number.isInteger(count) || count > 20) return undefined;
  let result = base.path;
  for (let step = 0; step <= count; step++) result = parentOf(result);
  return { ...base, path: result };
}

function call({ module, node }: Located, inner: Inner): PathConstant | undefined {
  const callee = node.firstChild;
  const list = node.getChild("ArgList");
  if (callee === null || list === null) return undefined;
  const given = positional(list);
  const name = qualifiedName(module, callee) ?? sourceOf(module, callee);
  if (pathClasses.has(name)) {
    const [first, ...rest] = given;
    if (first === undefined) return { anchor: "working", path: ".", isPath: true };
    const base = inner(first);
    const whole = base === undefined ? undefined : joinAll({ ...base, isPath: true }, rest, inner);
    return whole;
  }
  if (name === "str" || name === "os.fspath") {
    const base = given.length === 1 ? inner(given[0]) : undefined;
    return base === undefined ? undefined : { ...base, isPath: false };
  }
  if (name === "os.getcwd") return { anchor: "working", path: ".", isPath: false };
  if (callee.name === "MemberExpression" && pathClasses.has(name.replace(/\.cwd$/, "")) && name.endsWith(".cwd")) {
    return { anchor: "working", path: ".", isPath: true };
  }
  const osFunction = osPath.exec(name)?.[1];
  if (osFunction !== undefined) return osCall(osFunction, given, inner);
  return callee.name === "MemberExpression" ? method(module, callee, given, inner) : undefined;
}

function osCall(name: string, given: SyntaxNode[], inner: Inner): PathConstant | undefined {
  const [first, ...rest] = given;
  const base = inner(first);
  if (base === undefined) return undefined;
  if (name === "join") return joinAll(base, rest, inner);
  if (name === "dirname") return { ...base, path: parentOf(base.path) };
  return ["abspath", "realpath", "normpath", "expanduser"].includes(name) ? base : undefined;
}

function method(
  module: Located["module"],
  callee: SyntaxNode,
  given: SyntaxNode[],
  inner: Inner,
): PathConstant | undefined {
  const property = callee.getChild("PropertyName");
  const name = property === null ? "" : sourceOf(module, property);
  if (!["resolve", "absolute", "joinpath", "with_name", "as_posix"].includes(name)) return undefined;
  const base = inner(callee.firstChild);
  if (base?.isPath !== true) return undefined;
  if (name === "joinpath") return joinAll(base, given, inner);
  if (name === "with_name") return joinPath({ ...base, path: parentOf(base.path) }, inner(given[0]));
  return name === "as_posix" ? { ...base, isPath: false } : base;
}

function joinAll(base: PathConstant, parts: readonly SyntaxNode[], inner: Inner): PathConstant | undefined {
  let whole: PathConstant | undefined = base;
  for (const part of parts) whole = whole === undefined ? undefined : joinPath(whole, inner(part));
  return whole;
}

function joinPath(base: PathConstant, part: PathConstant | undefined): PathConstant | undefined {
  if (part === undefined) return undefined;
  if (part.anchor !== "working") return { ...part, isPath: base.isPath };
  return { ...base, path: path.posix.normalize(`${base.path}/${part.path}`) };
}

/** One folder up; of the file itself, its folder. */
function parentOf(of: string): string {
  return path.posix.normalize(`${of}/..`);
}
