import type { SyntaxNode } from "../source/tree.js";

/** A node of the file's tree, as far as the readers of statements and expressions look at it. */
export type Raw = SyntaxNode;

/** The first child of that name. */
export function childOf(node: Raw, name: string): Raw | undefined {
  return node.children.find((child) => child.name === name);
}
