import { callsOf } from "../python/source/calls.js";
import { attributeValue, localMeaning } from "../python/source/locals.js";
import { type Located, type ModuleFinder, positional } from "../python/source/located.js";
import { childrenOf, type PythonModule, qualifiedName, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";
import { definitionOf } from "./classes.js";
import { constantOf } from "./constant.js";

const constructors = new Set(["mlflow.models.ModelConfig", "mlflow.models.model_config.ModelConfig"]);

/** How a part of the configuration is read. */
export type ConfigRead =
  /** `config.get("key")`, which fails where the key is not there. */
  | "get"
  /** `["key"]` of a mapping in the configuration, which fails too. */
  | "subscript"
  /** `.get("key")` of such a mapping, which gives None. */
  | "optional";

/** Where a file uses MLflow's model configuration. */
export interface ConfigUses {
  /** Calls of `ModelConfig(…)`. */
  made: SyntaxNode[];
  /** Parts that are read, where the keys are written out: the keys from the top, and how the last one is read. */
  keys: { keys: string[]; how: ConfigRead; node: SyntaxNode }[];
  /** Uses that a ModelConfig does not have: `config["key"]`, `config.get("key", default)`. */
  misused: { node: SyntaxNode; how: "subscript" | "default" }[];
}

const known = new WeakMap<PythonModule, ConfigUses>();

/** Finds the uses of `mlflow.models.ModelConfig` in a file. Found once: several rules ask. */
export function configUses(module: PythonModule, find: ModuleFinder): ConfigUses {
  const before = known.get(module);
  if (before !== undefined) return before;
  const uses: ConfigUses = { made: [], keys: [], misused: [] };
  known.set(module, uses);
  if (!mayMeetConfig(module, find)) return uses;
  const add = (node: SyntaxNode) => {
    const at = { module, node };
    if (isConstructor(at)) uses.made.push(node);
    const read = readOf(at, find);
    if (read === undefined || read.part.length === 0) return;
    if (read.misuse !== undefined) uses.misused.push({ node, how: read.misuse });
    else uses.keys.push({ keys: read.part, how: read.how, node });
  };
  for (const node of callsOf(module)) add(node);
  for (const node of module.parsed.tree.nodes.MemberExpression) if (node.getChild("[") !== null) add(node);
  return uses;
}

/** Whether a ModelConfig may be in a file at all: it is named there, or comes from another file of the package. */
function mayMeetConfig(module: PythonModule, find: ModuleFinder): boolean {
  return (
    module.parsed.text.includes("ModelConfig") ||
    module.imports.some(({ level, module: name, names }) => {
      if (level > 0) return true;
      const parts = name.split(".");
      const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join("."));
      const below = (names ?? []).map((one) => `${name}.${one}`);
      return [...prefixes, ...below].some((one) => find(one, module) !== undefined);
    })
  );
}

interface Read {
  /** Keys from the top; empty for the configuration itself. */
  part: string[];
  how: ConfigRead;
  misuse?: "subscript" | "default";
}

/** What an expression reads of the configuration; undefined where it is no part of one. */
function readOf(at: Located, find: ModuleFinder, depth = 0): Read | undefined {
  const { module, node } = at;
  if (node.name === "MemberExpression") {
    if (node.getChild("[") === null) return undefined;
    const [object, , key] = childrenOf(node);
    const owner = object === undefined ? undefined : partOf({ module, node: object }, find, depth + 1);
    const name = textOf(module, key, find);
    if (owner === undefined || name === undefined) return undefined;
    const read: Read = { part: [...owner.part, name], how: "subscript" };
    return owner.isConfig ? { ...read, misuse: "subscript" } : read;
  }
  const callee = node.firstChild;
  const list = node.name === "CallExpression" ? node.getChild("ArgList") : null;
  const property = callee?.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  const object = callee?.firstChild;
  if (property === null || object == null || list === null || sourceOf(module, property) !== "get") return undefined;
  const owner = partOf({ module, node: object }, find, depth + 1);
  if (owner === undefined) return undefined;
  const given = positional(list);
  const name = textOf(module, given[0], find);
  if (name === undefined) return undefined;
  const part = [...owner.part, name];
  if (!owner.isConfig) return { part, how: "optional" };
  return given.length > 1 || list.getChild("AssignOp") !== null
    ? { part, how: "get", misuse: "default" }
    : { part, how: "get" };
}

/** The keys of the part of the configuration that an expression is, and whether it is the ModelConfig object itself. */
function partOf(at: Located, find: ModuleFinder, depth = 0): { part: string[]; isConfig: boolean } | undefined {
  if (depth > 20) return undefined;
  const { module, node } = at;
  if (node.name === "ParenthesizedExpression") {
    const inner = childrenOf(node)[1];
    return inner === undefined ? undefined : partOf({ module, node: inner }, find, depth + 1);
  }
  if (node.name === "CallExpression") {
    if (isConstructor(at)) return { part: [], isConfig: true };
    const callee = node.firstChild;
    const property = callee?.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
    const object = callee?.firstChild;
    if (property !== null && object != null && sourceOf(module, property) === "to_dict") {
      const owner = partOf({ module, node: object }, find, depth + 1);
      return owner?.isConfig === true ? { part: [], isConfig: false } : undefined;
    }
  }
  if (node.name === "CallExpression" || (node.name === "MemberExpression" && node.getChild("[") !== null)) {
    const read = readOf(at, find, depth);
    // What `.get` of a mapping gives may be None or a default.
    return read === undefined || read.how === "optional" || read.misuse !== undefined
      ? undefined
      : { part: read.part, isConfig: false };
  }
  const next = node.name === "VariableName" ? localMeaning(module, node) : undefined;
  if (next?.kind === "unknown") return undefined;
  const inside = next?.kind === "value" ? next.node : attributeValue(module, node);
  if (inside !== undefined) return partOf({ module, node: inside }, find, depth + 1);
  if (node.name !== "VariableName" && node.name !== "MemberExpression") return undefined;
  const definition = definitionOf(at, find);
  if (definition === undefined || definition.node.name.endsWith("Definition")) return undefined;
  if (definition.module === module && definition.node.from === node.from) return undefined;
  return partOf(definition, find, depth + 1);
}

function isConstructor({ module, node }: Located): boolean {
  const callee = node.name === "CallExpression" ? node.firstChild : null;
  return callee !== null && constructors.has(qualifiedName(module, callee) ?? "");
}

function textOf(module: PythonModule, node: SyntaxNode | undefined, find: ModuleFinder): string | undefined {
  const value = node === undefined ? undefined : constantOf({ module, node }, { find, config: undefined });
  return typeof value === "string" ? value : undefined;
}
