import type { SyntaxNode } from "@lezer/common";
import type { PythonModule } from "./scope.js";

/** The node of a kind that begins at an offset. */
export function nodeAt(module: PythonModule, kind: string, offset: number): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.parsed.tree.resolveInner(offset, 1);
  while (node !== null && (node.name !== kind || node.from !== offset)) node = node.parent;
  return node ?? undefined;
}
