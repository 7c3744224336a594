import { field, isMapping, mapEntries, type Value } from "../python/documents/values.js";
import { type Located, type ModuleFinder, positional } from "../python/source/located.js";
import { childrenOf, qualifiedName, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";
import { definitionOf } from "./classes.js";

/** What the value of an expression may depend on. */
export interface ConstantScope {
  /** Finds local modules. */
  find: ModuleFinder;
  /** What `mlflow.models.ModelConfig` holds when the agent is loaded. */
  config: Value | undefined;
}

const modelConfigs = new Set(["mlflow.models.ModelConfig", "mlflow.models.model_config.ModelConfig"]);

// Names, subscripts and `.get` may lead from one to the other; nobody nests them deeper.
const maximumDepth = 30;

/**
 * The value of an expression that is the same in every run: literals, names of the module's top level, and what is read
 * from the model configuration with `config.get("key")`, `["key"]` and `.get("key", default)`. Undefined for any other.
 *
 * @param at the expression and its file
 * @param scope what it may depend on
 */
export function constantOf(at: Located, scope: ConstantScope, depth = 0): Value | undefined {
  if (depth > maximumDepth) return undefined;
  const { module, node } = at;
  const inner = (next: SyntaxNode | null | undefined) =>
    next == null ? undefined : constantOf({ module, node: next }, scope, depth + 1);
  switch (node.name) {
    case "String":
      return textOf(sourceOf(module, node));
    case "ContinuedString":
      return joined(childrenOf(node).map(inner));
    case "None":
      return null;
    case "Boolean":
      return sourceOf(module, node) === "True";
    case "Number":
      return integerOf(sourceOf(module, node));
    case "ParenthesizedExpression":
      return inner(childrenOf(node)[1]);
    case "ArrayExpression":
    case "TupleExpression":
      return listOf(node, inner);
    case "DictionaryExpression":
      return mappingOf(node, inner);
    case "MemberExpression":
      return node.getChild("[") === null ? followed(at, scope, depth) : subscript(node, inner);
    case "CallExpression":
      return called(at, scope, inner);
    case "VariableName":
      return followed(at, scope, depth);
    default:
      return undefined;
  }
}

type Inner = (node: SyntaxNode | null | undefined) => Value | undefined;

function followed(at: Located, scope: ConstantScope, depth: number): Value | undefined {
  const definition = definitionOf(at, scope.find);
  if (definition === undefined || definition.node.name.endsWith("Definition")) return undefined;
  // A name that leads to itself would be followed for ever.
  if (definition.module === at.module && definition.node.from === at.node.from) return undefined;
  return constantOf(definition, scope, depth + 1);
}

function subscript(node: SyntaxNode, inner: Inner): Value | undefined {
  const [object, , key] = childrenOf(node);
  const mapping = inner(object);
  const name = inner(key);
  return mapping === undefined || typeof name !== "string" ? undefined : field(mapping, name);
}

function called({ module, node }: Located, scope: ConstantScope, inner: Inner): Value | undefined {
  const callee = node.firstChild;
  const list = node.getChild("ArgList");
  if (callee === null || list === null) return undefined;
  if (modelConfigs.has(qualifiedName(module, callee) ?? "")) return scope.config;
  const property = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  if (property === null || sourceOf(module, property) !== "get") return undefined;
  const mapping = inner(callee.firstChild);
  const [keyNode, fallback] = positional(list);
  const key = inner(keyNode);
  if (mapping === undefined || !isMapping(mapping) || typeof key !== "string") return undefined;
  const found = field(mapping, key);
  if (found !== undefined) return found;
  // `get` of a dictionary gives None; of a ModelConfig it fails.
  const isConfig = mapping === scope.config;
  return fallback === undefined ? (isConfig ? undefined : null) : inner(fallback);
}

function listOf(node: SyntaxNode, inner: Inner): Value | undefined {
  const items: Value[] = [];
  for (const child of childrenOf(node)) {
    if (["[", "]", "(", ")", ",", "Comment"].includes(child.name)) continue;
    const item = inner(child);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function mappingOf(node: SyntaxNode, inner: Inner): Value | undefined {
  const parts = childrenOf(node).filter((child) => !["{", "}", ",", ":", "Comment"].includes(child.name));
  if (parts.length % 2 !== 0 || parts.some((part) => part.name === "**")) return undefined;
  const mapping: { [key: string]: Value } = {};
  for (let index = 0; index < parts.length; index += 2) {
    const key = inner(parts[index]);
    const value = inner(parts[index + 1]);
    if (typeof key !== "string" || value === undefined) return undefined;
    Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return mapping;
}

function joined(parts: (Value | undefined)[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (typeof part !== "string") return undefined;
    text += part;
  }
  return text;
}

/** The value of a text literal; undefined for bytes, and for one with an escape or a prefix. */
function textOf(literal: string): string | undefined {
  const quote = literal[0] ?? "";
  if ((quote !== '"' && quote !== "'") || literal.includes("\\")) return undefined;
  const marks = literal.startsWith(quote.repeat(3)) ? 3 : 1;
  return literal.slice(marks, -marks);
}

function integerOf(literal: string): bigint | undefined {
  return /^(?:0|[1-9][0-9]{0,30})$/.test(literal) ? BigInt(literal) : undefined;
}

/** The keyword arguments of a call, `**mapping` among them; undefined where their names cannot be told. */
export function keywordsOf(call: Located, scope: ConstantScope): Map<string, Value | undefined> | undefined {
  const list = call.node.getChild("ArgList");
  if (list === null) return undefined;
  const found = new Map<string, Value | undefined>();
  const children = childrenOf(list).filter((child) => child.name !== "Comment");
  for (let index = 1; index < children.length - 1; index++) {
    const [name, operator, value] = children.slice(index, index + 3);
    if (name?.name === ",") continue;
    if (name?.name === "**") {
      const mapping = operator === undefined ? undefined : constantOf({ module: call.module, node: operator }, scope);
      if (mapping === undefined || !isMapping(mapping)) return undefined;
      for (const [key, item] of mapEntries(mapping)) found.set(String(key), item);
      index += 1;
    } else if (name !== undefined && operator?.name === "AssignOp" && value !== undefined) {
      found.set(sourceOf(call.module, name), constantOf({ module: call.module, node: value }, scope));
      index += 2;
    } else return undefined;
  }
  return found;
}
