import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonModule, sourceOf } from "./scope.js";

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

function boundIn(module: PythonModule, scope: SyntaxNode, name: string): LocalMeaning[] {
  const found: LocalMeaning[] = [];
  let isGlobal = false;
  scope.cursor().iterate((cursor) => {
    if (cursor.from === scope.from && cursor.name === scope.name) return undefined;
    if (
      cursor.name === "FunctionDefinition" ||
      cursor.name === "ClassDefinition" ||
      cursor.name === "LambdaExpression"
    ) {
      return false;
    }
    if (cursor.name === "ScopeStatement" && childrenOf(cursor.node).some((one) => isName(module, one, name)))
      isGlobal = true;
    if (cursor.name === "AssignStatement") found.push(...assigned(module, cursor.node, name));
    else if (["ForStatement", "WithStatement", "NamedExpression", "UpdateStatement"].includes(cursor.name)) {
      const header = childrenOf(cursor.node);
      const target =
        cursor.name === "WithStatement" ? header.filter((_, index) => header[index - 1]?.name === "as") : header;
      if (target.some((one) => one.name !== "Body" && isName(module, one, name) && isTarget(cursor.name, header, one)))
        found.push({ kind: "unknown" });
    }
    return undefined;
  });
  return isGlobal ? [] : found;
}

/** Of `for x in xs`, `x += 1` and `(x := 1)`, what comes before the `in` or the operator. */
function isTarget(kind: string, header: SyntaxNode[], one: SyntaxNode): boolean {
  if (kind === "WithStatement") return true;
  const end = header.find(({ name }) => name === "in" || name === "AssignOp" || name === "UpdateOp");
  return end !== undefined && one.from < end.from;
}

function assigned(module: PythonModule, node: SyntaxNode, name: string): LocalMeaning[] {
  const parts = childrenOf(node);
  const last = parts.at(-1);
  const index = parts.findIndex((one) => isName(module, one, name));
  const operator = parts.findLastIndex(({ name: kind }) => kind === "AssignOp");
  if (index < 0 || index >= operator || last === undefined) return [];
  const follows = parts[index + 1]?.name;
  const alone = parts.filter(({ name: kind }) => kind === ",").length === 0;
  return [
    alone && (follows === "AssignOp" || follows === "TypeDef") ? { kind: "value", node: last } : { kind: "unknown" },
  ];
}

function isName(module: PythonModule, node: SyntaxNode, name: string): boolean {
  return node.name === "VariableName" && sourceOf(module, node) === name;
}

/** The expression that the class around a use gives to `self.name`, where it does so once. */
export function attributeValue(module: PythonModule, use: SyntaxNode): SyntaxNode | undefined {
  const property = use.getChild("PropertyName");
  const object = use.firstChild;
  if (use.name !== "MemberExpression" || property === null || object === null || !isName(module, object, "self"))
    return undefined;
  let owner = use.parent;
  while (owner !== null && owner.name !== "ClassDefinition") owner = owner.parent;
  if (owner === null) return undefined;
  const written = sourceOf(module, use);
  const values: SyntaxNode[] = [];
  owner.cursor().iterate((cursor) => {
    if (cursor.name !== "AssignStatement") return;
    const [target, ...rest] = childrenOf(cursor.node);
    const value = rest.at(-1);
    if (target?.name === "MemberExpression" && value !== undefined && sourceOf(module, target) === written)
      values.push(value);
  });
  return values.length === 1 ? values[0] : undefined;
}
