import { childrenOf, type PythonModule, sourceOf } from "./scope.js";
import { type SyntaxNode, walk } from "./tree.js";

/** What a name means where it is used. */
export type LocalMeaning =
  /** No function around it binds the name: it is one of the module's. */
  | { kind: "global" }
  /** A function binds it, once, to this expression. */
  | { kind: "value"; node: SyntaxNode }
  /** A function binds it in a way that reading does not follow: a parameter, a loop, several assignments. */
  | { kind: "unknown" };

/** What a name stands for inside of the functions around it. */
export function localMeaning(module: PythonModule, use: SyntaxNode): LocalMeaning {
  const name = sourceOf(module, use);
  for (let scope = use.parent; scope !== null; scope = scope.parent) {
    if (scope.name !== "FunctionDefinition" && scope.name !== "LambdaExpression") continue;
    const parameters = scope.getChild("ParamList");
    if (parameters !== null && childrenOf(parameters).some((one) => isName(module, one, name)))
      return { kind: "unknown" };
    const bound = boundIn(module, scope, name);
    if (bound.length === 1 && bound[0] !== undefined) return bound[0];
    if (bound.length > 1) return { kind: "unknown" };
  }
  return { kind: "global" };
}

type Bound = Map<string, LocalMeaning[]>;

// Of each file, what each function in it binds, by the function's offset: many names are asked of one function.
const known = new WeakMap<PythonModule, Map<number, Bound>>();

function boundIn(module: PythonModule, scope: SyntaxNode, name: string): LocalMeaning[] {
  let functions = known.get(module);
  if (functions === undefined) {
    functions = new Map();
    known.set(module, functions);
  }
  let bound = functions.get(scope.from);
  if (bound === undefined) {
    bound = bindingsOf(module, scope);
    functions.set(scope.from, bound);
  }
  return bound.get(name) ?? [];
}

const nestedScopes = new Set(["FunctionDefinition", "ClassDefinition", "LambdaExpression"]);
const binders = new Set(["ForStatement", "WithStatement", "NamedExpression", "UpdateStatement"]);

function bindingsOf(module: PythonModule, scope: SyntaxNode): Bound {
  const bound: Bound = new Map();
  const globals = new Set<string>();
  const add = (node: SyntaxNode, meaning: LocalMeaning) => {
    if (node.name !== "VariableName") return;
    const name = sourceOf(module, node);
    const before = bound.get(name);
    if (before === undefined) bound.set(name, [meaning]);
    else before.push(meaning);
  };
  walk(scope, (node) => {
    if (node.from === scope.from && node.name === scope.name) return undefined;
    if (nestedScopes.has(node.name)) return false;
    if (node.name === "ScopeStatement") {
      for (const one of childrenOf(node)) if (one.name === "VariableName") globals.add(sourceOf(module, one));
    } else if (node.name === "AssignStatement") {
      for (const { node: target, meaning } of assigned(node)) add(target, meaning);
    } else if (binders.has(node.name)) {
      const header = childrenOf(node);
      header.forEach((one, index) => {
        if (isTarget(node.name, header, one, index)) add(one, { kind: "unknown" });
      });
    }
    return undefined;
  });
  for (const name of globals) bound.delete(name);
  return bound;
}

/** Of `for x in xs`, `x += 1` and `(x := 1)`, what comes before the `in` or the operator; of `with`, what follows `as`. */
function isTarget(kind: string, header: readonly SyntaxNode[], one: SyntaxNode, index: number): boolean {
  if (kind === "WithStatement") return header[index - 1]?.name === "as";
  const end = header.find(({ name }) => name === "in" || name === "AssignOp" || name === "UpdateOp");
  return end !== undefined && one.from < end.from;
}

function assigned(node: SyntaxNode): { node: SyntaxNode; meaning: LocalMeaning }[] {
  const parts = childrenOf(node);
  const value = parts.at(-1);
  const operator = parts.findLastIndex(({ name }) => name === "AssignOp");
  if (value === undefined) return [];
  const alone = parts.every(({ name }) => name !== ",");
  return parts.slice(0, Math.max(operator, 0)).map((one, index) => {
    const follows = parts[index + 1]?.name;
    const isPlain = alone && (follows === "AssignOp" || follows === "TypeDef");
    return { node: one, meaning: isPlain ? { kind: "value", node: value } : { kind: "unknown" } };
  });
}

function isName(module: PythonModule, node: SyntaxNode, name: string): boolean {
  return node.name === "VariableName" && sourceOf(module, node) === name;
}
