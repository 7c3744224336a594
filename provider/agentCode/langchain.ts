import { childrenOf, type PythonModule, qualifiedName, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";

/**
 * What an object of LangChain or LangGraph is good for: `agent` is one that MLflow takes as a model, `builder` is a graph
 * that has to be compiled first, `part` is anything else, such as a prompt or a chat model, that a chain is made of.
 */
export type LangChainRole = "agent" | "builder" | "part";

// langchain, langchain_core, langchain_openai, langgraph, langgraph_supervisor, databricks_langchain …
const library = /^(?:databricks_)?lang(?:chain|graph)(?:_\w+)?\./;

// The kinds that MLflow's langchain flavor takes, and the functions that make a compiled graph.
const agentCallables = new Set([
  "RunnableLambda",
  "RunnableSequence",
  "RunnableParallel",
  "RunnableMap",
  "RunnableBranch",
  "RunnablePassthrough",
  "create_agent",
  "create_react_agent",
]);
const builderCallables = new Set(["StateGraph", "MessageGraph", "Graph", "create_supervisor", "create_swarm"]);

// Methods of every Runnable that give a RunnableBinding or a RunnableSequence.
const runnableMethods = new Set([
  "bind",
  "bind_tools",
  "with_config",
  "with_retry",
  "with_fallbacks",
  "pipe",
  "assign",
]);

/** What a call of something imported from LangChain or LangGraph makes; undefined for any other callee. */
export function roleOfCall(module: PythonModule, callee: SyntaxNode): LangChainRole | undefined {
  const name = qualifiedName(module, callee);
  if (name === undefined || !library.test(name)) return undefined;
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (agentCallables.has(last)) return "agent";
  return builderCallables.has(last) ? "builder" : "part";
}

/**
 * What a method call on an object of these libraries makes; undefined where that cannot be told.
 *
 * @param role the object's
 * @param method name of the method
 */
export function roleOfMethod(role: LangChainRole, method: string): LangChainRole | undefined {
  if (role === "builder") {
    if (method === "compile") return "agent";
    // Each of them gives the builder back.
    return /^(?:add|set)_/.test(method) ? "builder" : undefined;
  }
  return runnableMethods.has(method) ? "agent" : undefined;
}

/** The operands of `left | right`; undefined for any other expression. */
export function pipeOperands(module: PythonModule, node: SyntaxNode): SyntaxNode[] | undefined {
  if (node.name !== "BinaryExpression") return undefined;
  const parts = childrenOf(node).filter((part) => part.name !== "Comment");
  const [left, operator, right] = parts;
  if (left === undefined || operator === undefined || right === undefined || parts.length !== 3) return undefined;
  // The right one first: it is never another chain, so a long chain is decided at its first look.
  return sourceOf(module, operator) === "|" ? [right, left] : undefined;
}
