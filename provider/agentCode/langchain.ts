import type { External } from "../python/values/types.js";

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
  "chain",
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

// A chain of calls longer than this is nobody's.
const maximumDepth = 60;

/** What an object that the engine met is good for; undefined where it is none of these libraries. */
export function langChainRole(of: External, depth = 0): LangChainRole | undefined {
  if (depth > maximumDepth) return undefined;
  // `prompt | llm | parser` is a chain as soon as one of its parts is LangChain's.
  if (of.path === "pipe()") {
    const parts = of.given?.positional.flat() ?? [];
    const isChain = parts.some(
      (one) => one.kind === "external" && langChainRole(one.external, depth + 1) !== undefined,
    );
    return isChain ? "agent" : undefined;
  }
  const callee = of.path.endsWith("()") ? of.base : undefined;
  if (callee === undefined) return undefined;
  const name = callee.path.slice(callee.path.lastIndexOf(".") + 1);
  const object = callee.base;
  if (object === undefined || !/\(\)/.test(callee.path))
    return library.test(callee.path) ? roleOfCallable(name) : undefined;
  const role = langChainRole(object, depth + 1);
  return role === undefined ? undefined : roleOfMethod(role, name);
}

function roleOfCallable(name: string): LangChainRole {
  if (agentCallables.has(name)) return "agent";
  return builderCallables.has(name) ? "builder" : "part";
}

function roleOfMethod(role: LangChainRole, method: string): LangChainRole | undefined {
  if (role === "builder") {
    if (method === "compile") return "agent";
    // Each of them gives the builder back.
    return /^(?:add|set)_/.test(method) ? "builder" : undefined;
  }
  return runnableMethods.has(method) ? "agent" : undefined;
}
