import { callsOf } from "../python/source/calls.js";
import { keyword, type Located, type ModuleFinder, positional } from "../python/source/located.js";
import { childrenOf, isMainGuard, type PythonModule, qualifiedName, sourceOf } from "../python/source/scope.js";
import { type SyntaxNode, walk } from "../python/source/tree.js";
import { definitionOf } from "./classes.js";
import { type LangChainRole, pipeOperands, roleOfCall, roleOfMethod } from "./langchain.js";

const setModelNames = new Set(["mlflow.models.set_model", "mlflow.models.model.set_model"]);

/** The calls of `mlflow.models.set_model` in a file. */
export interface SetModelCalls {
  /** Those that MLflow runs when it loads the file. */
  live: SyntaxNode[];
  /** Those under `if __name__ == "__main__":`, which MLflow never runs. */
  guarded: SyntaxNode[];
}

/** Finds the calls of `mlflow.models.set_model`, through every way to import it. */
export function setModelCalls(module: PythonModule): SetModelCalls {
  const calls: SetModelCalls = { live: [], guarded: [] };
  for (const node of callsOf(module)) {
    const callee = node.firstChild;
    if (callee === null || !setModelNames.has(qualifiedName(module, callee) ?? "")) continue;
    (isGuarded(module, node) ? calls.guarded : calls.live).push(node);
  }
  return calls;
}

function isGuarded(module: PythonModule, node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) if (isMainGuard(module, parent)) return true;
  return false;
}

/** The expression that a call of `set_model` is given. */
export function modelArgument(module: PythonModule, call: SyntaxNode): SyntaxNode | undefined {
  const list = call.getChild("ArgList");
  if (list === null) return undefined;
  return keyword(module, list, "model") ?? positional(list)[0];
}

/** What an expression is, as far as reading can tell. */
export type ModelValue =
  | { kind: "instance"; of: Located }
  | { kind: "class"; of: Located }
  | { kind: "function"; of: Located }
  | { kind: "langchain"; role: LangChainRole }
  | { kind: "text" }
  | { kind: "unknown" };

/**
 * What an expression evaluates to: an instance of which class, a class, a function, an object of LangChain, or unknown.
 *
 * @param at the expression and its file
 * @param find finds local modules
 */
export function modelValue(at: Located, find: ModuleFinder, depth = 0): ModelValue {
  if (depth > 20) return { kind: "unknown" };
  const { module, node } = at;
  if (node.name === "String" || node.name === "FormatString") return { kind: "text" };
  if (node.name === "ParenthesizedExpression") return inner(at, childrenOf(node)[1], find, depth);
  if (node.name === "CallExpression") return called(at, find, depth);
  if (node.name === "BinaryExpression") return piped(at, find, depth);
  if (node.name === "ConditionalExpression") return inner(at, node.firstChild ?? undefined, find, depth);
  if (node.name === "VariableName") {
    const local = localValue(module, node);
    if (local !== undefined) return inner(at, local, find, depth);
  }
  const definition = definitionOf(at, find);
  if (definition === undefined) return { kind: "unknown" };
  if (definition.node.name === "ClassDefinition") return { kind: "class", of: definition };
  if (definition.node.name === "FunctionDefinition") return { kind: "function", of: definition };
  return modelValue(definition, find, depth + 1);
}

function inner(at: Located, node: SyntaxNode | undefined, find: ModuleFinder, depth: number): ModelValue {
  return node === undefined ? { kind: "unknown" } : modelValue({ module: at.module, node }, find, depth + 1);
}

function called(at: Located, find: ModuleFinder, depth: number): ModelValue {
  const callee = at.node.firstChild;
  if (callee === null) return { kind: "unknown" };
  const definition = definitionOf({ module: at.module, node: callee }, find);
  if (definition?.node.name === "ClassDefinition") return { kind: "instance", of: definition };
  if (definition?.node.name === "FunctionDefinition") return returned(definition, find, depth);
  const role = roleOfCall(at.module, callee) ?? methodRole({ module: at.module, node: callee }, find, depth);
  return role === undefined ? { kind: "unknown" } : { kind: "langchain", role };
}

/** What `object.method()` makes where the object is one of LangChain. */
function methodRole(callee: Located, find: ModuleFinder, depth: number): LangChainRole | undefined {
  const method = callee.node.getChild("PropertyName");
  if (callee.node.name !== "MemberExpression" || method === null) return undefined;
  const object = inner(callee, callee.node.firstChild ?? undefined, find, depth);
  return object.kind === "langchain" ? roleOfMethod(object.role, sourceOf(callee.module, method)) : undefined;
}

/** `prompt | llm | parser` is a chain as soon as one of its parts is LangChain's. */
function piped(at: Located, find: ModuleFinder, depth: number): ModelValue {
  const operands = pipeOperands(at.module, at.node) ?? [];
  const chain = operands.some((operand) => inner(at, operand, find, depth).kind === "langchain");
  return chain ? { kind: "langchain", role: "agent" } : { kind: "unknown" };
}

/** What a factory function gives back: its last `return` that can be told, else its declared return type. */
function returned(at: Located, find: ModuleFinder, depth: number): ModelValue {
  const returns: SyntaxNode[] = [];
  walk(at.node, (node) => {
    if (node.name === "ReturnStatement") returns.push(node);
  });
  for (const statement of returns.reverse()) {
    const value = inner(at, statement.firstChild?.nextSibling ?? undefined, find, depth + 1);
    if (value.kind !== "unknown") return value;
  }
  const type = at.node.getChild("TypeDef")?.lastChild;
  if (type === null || type === undefined) return { kind: "unknown" };
  const definition = definitionOf({ module: at.module, node: type }, find);
  return definition?.node.name === "ClassDefinition" ? { kind: "instance", of: definition } : { kind: "unknown" };
}

/** The value last assigned to a name inside the function that encloses its use. */
function localValue(module: PythonModule, use: SyntaxNode): SyntaxNode | undefined {
  let scope = use.parent;
  while (scope !== null && scope.name !== "FunctionDefinition") scope = scope.parent;
  if (scope === null) return undefined;
  const name = sourceOf(module, use);
  let found: SyntaxNode | undefined;
  walk(scope, (node) => {
    if (node.name !== "AssignStatement" || node.from >= use.from) return;
    const target = node.firstChild;
    if (target?.name === "VariableName" && sourceOf(module, target) === name) found = node.lastChild ?? undefined;
  });
  return found;
}
