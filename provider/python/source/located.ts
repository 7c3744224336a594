import { childrenOf, type PythonModule, sourceOf } from "./scope.js";
import type { SyntaxNode } from "./tree.js";

/** Finds a module by its dotted name among the files that go into the package. */
export type ModuleFinder = (name: string, from: PythonModule) => PythonModule | undefined;

/** The positional arguments of a call or class. */
export function positional(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let argument: SyntaxNode[] = [];
  for (const child of childrenOf(list)) {
    if (child.name === "(" || child.name === "," || child.name === ")") {
      const [only] = argument;
      if (argument.length === 1 && only !== undefined) found.push(only);
      argument = [];
    } else if (child.name !== "Comment") argument.push(child);
  }
  return found;
}

/** A keyword argument of a call. */
export function keyword(module: PythonModule, list: SyntaxNode, name: string): SyntaxNode | undefined {
  const children = childrenOf(list);
  const at = children.findIndex(
    (child, index) => sourceOf(module, child) === name && children[index + 1]?.name === "AssignOp",
  );
  return at < 0 ? undefined : children[at + 2];
}
