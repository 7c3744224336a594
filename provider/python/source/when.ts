import { childrenOf, isMainGuard, type PythonModule, sourceOf } from "./scope.js";
import type { SyntaxNode } from "./tree.js";

/**
 * When a piece of code runs while its file is loaded: `always`, `maybe` (under a condition or in a loop), `never`
 * (`if __name__ == "__main__":`, `if TYPE_CHECKING:`), or not by itself because it is in a function.
 */
export interface When {
  runs: "always" | "maybe" | "never";
  /** The innermost function or lambda around it. */
  inFunction?: SyntaxNode;
  /** Source of the conditions it stands under. */
  conditions: string[];
  /** Names of the exceptions that are caught around it; an empty text for a bare `except:`. */
  caught: string[];
}

const branches = new Set(["MatchStatement", "ForStatement", "WhileStatement"]);

/** When a node runs: what stands around it, up to the top of the file. */
export function whenOf(module: PythonModule, node: SyntaxNode): When {
  const when: When = { runs: "always", conditions: [], caught: [] };
  let child = node;
  for (let parent = node.parent; parent !== null; child = parent, parent = parent.parent) {
    const isFunction = parent.name === "FunctionDefinition" || parent.name === "LambdaExpression";
    // Defaults of parameters and types run where the function is defined.
    if (isFunction && (child.name === "Body" || parent.name === "LambdaExpression")) when.inFunction ??= parent;
    else if (parent.name === "IfStatement") underIf(module, parent, child, when);
    else if (parent.name === "ConditionalExpression") underConditional(module, parent, child, when);
    else if (branches.has(parent.name) && child !== parent.firstChild) when.runs = weaker(when.runs);
    else if (parent.name === "TryStatement") underTry(module, parent, child, when);
    else if (parent.name === "WithStatement") underWith(module, parent, when);
  }
  return when;
}

function weaker(runs: When["runs"]): When["runs"] {
  return runs === "never" ? "never" : "maybe";
}

/** `then if test else otherwise`. */
function underConditional(module: PythonModule, parent: SyntaxNode, child: SyntaxNode, when: When): void {
  const parts = childrenOf(parent);
  const test = parts[parts.findIndex(({ name }) => name === "if") + 1];
  if (test === undefined || child === test) return;
  when.runs = weaker(when.runs);
  when.conditions.push(sourceOf(module, test));
}

function underIf(module: PythonModule, parent: SyntaxNode, child: SyntaxNode, when: When): void {
  const condition = parent.firstChild?.nextSibling;
  if (condition == null || child === condition) return;
  const text = sourceOf(module, condition);
  const first = childrenOf(parent).find(({ name }) => name === "Body");
  const isFirst = first !== undefined && first.from === child.from;
  if (isFirst && (isMainGuard(module, parent) || /^(?:typing\.|t\.)?TYPE_CHECKING$/.test(text))) when.runs = "never";
  else when.runs = weaker(when.runs);
  when.conditions.push(text);
}

function underTry(module: PythonModule, parent: SyntaxNode, child: SyntaxNode, when: When): void {
  const parts = childrenOf(parent);
  const tried = parts.find(({ name }) => name === "Body");
  const handlers = parts.map((part, index) => ({ part, index })).filter(({ part }) => part.name === "except");
  if (tried === undefined || handlers.length === 0) return;
  const names = handlers.flatMap(({ index }) => {
    // `except*` has its star as a token of its own.
    const next = parts.slice(index + 1).find(({ name }) => name !== "*" && name !== "ArithOp");
    const body = parts.slice(index + 1).find(({ name }) => name === "Body");
    // A handler that raises again, or ends the program, catches nothing.
    if (body !== undefined && endsInRaise(module, body)) return [];
    return next === undefined || next.name === "Body" ? [""] : exceptionNames(sourceOf(module, next));
  });
  if (child.from === tried.from) when.caught.push(...names);
  else if (child.name === "Body" && handlers.some(({ part }) => part.from < child.from)) {
    when.runs = weaker(when.runs);
    // What a handler does instead is an attempt as well.
    when.caught.push(...names);
  }
}

/** Whether what runs last in a body leaves it by an exception, or ends the program, whatever happens before. */
function endsInRaise(module: PythonModule, body: SyntaxNode): boolean {
  const last = childrenOf(body)
    .filter(({ name }) => name !== "Comment")
    .at(-1);
  if (last === undefined) return false;
  if (last.name === "RaiseStatement") return true;
  if (last.name === "ExpressionStatement") return /^(?:sys\.|os\._)?exit\(/.test(sourceOf(module, last));
  if (last.name !== "IfStatement") return false;
  const bodies = childrenOf(last).filter(({ name }) => name === "Body");
  const hasElse = childrenOf(last).some(({ name }) => name === "else");
  return hasElse && bodies.every((one) => endsInRaise(module, one));
}

function underWith(module: PythonModule, parent: SyntaxNode, when: When): void {
  for (const { name, from, to } of childrenOf(parent)) {
    if (name === "Body") return;
    const match = /^(?:contextlib\.)?suppress\(([^()]*)\)$/.exec(module.parsed.text.slice(from, to));
    if (name === "CallExpression" && match !== null) when.caught.push(...exceptionNames(match[1] ?? ""));
  }
}

function exceptionNames(text: string): string[] {
  return (text.match(/[\w.]+/g) ?? []).map((name) => name.slice(name.lastIndexOf(".") + 1));
}

const everything = new Set(["", "Exception", "BaseException"]);

/** Whether one of these exceptions, or all of them, are caught around a node. */
export function catches(when: When, names: readonly string[]): boolean {
  return when.caught.some((name) => everything.has(name) || names.includes(name));
}
