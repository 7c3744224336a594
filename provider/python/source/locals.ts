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

// Of each file, what each class in it gives to `self.name`, by the class's offset.
const attributes = new WeakMap<PythonModule, Map<number, Map<string, SyntaxNode[]>>>();

/** The expression that the class around a use gives to `self.name`, where it does so once. */
export function attributeValue(module: PythonModule, use: SyntaxNode): SyntaxNode | undefined {
  const property = use.getChild("PropertyName");
  const object = use.firstChild;
  if (use.name !== "MemberExpression" || property === null || object === null || !isName(module, object, "self"))
    return undefined;
  let owner = use.parent;
  while (owner !== null && owner.name !== "ClassDefinition") owner = owner.parent;
  if (owner === null) return undefined;
  let classes = attributes.get(module);
  if (classes === undefined) {
    classes = new Map();
    attributes.set(module, classes);
  }
  let values = classes.get(owner.from);
  if (values === undefined) {
    values = attributesOf(module, owner);
    classes.set(owner.from, values);
  }
  const given = values.get(sourceOf(module, use)) ?? [];
  return given.length === 1 ? given[0] : undefined;
}

function attributesOf(module: PythonModule, owner: SyntaxNode): Map<string, SyntaxNode[]> {
  const values = new Map<string, SyntaxNode[]>();
  walk(owner, (node) => {
    if (node.name !== "AssignStatement") return;
    const [target, ...rest] = childrenOf(node);
    const value = rest.at(-1);
    if (target?.name !== "MemberExpression" || value === undefined) return;
    const written = sourceOf(module, target);
    const before = values.get(written);
    if (before === undefined) values.set(written, [value]);
    else before.push(value);
  });
  return values;
}
