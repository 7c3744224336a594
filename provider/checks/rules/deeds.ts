import type { Deed } from "../../agentCode/observer.js";
import type { PythonModule } from "../../python/source/scope.js";
import type { SyntaxNode } from "../../python/source/tree.js";
import type { Check, CheckedFile } from "../types.js";

/** Something that the code does, where it is written. */
export interface Written<T extends Deed> {
  deed: T;
  file: CheckedFile;
  node: SyntaxNode;
}

/** What the agent's code does, each place once, with the file and the expression that does it. */
export function writtenDeeds<T extends Deed>(check: Check, deeds: readonly T[]): Written<T>[] {
  const found = new Map<SyntaxNode, Written<T>>();
  for (const deed of deeds) {
    const file = check.files.find(({ module }) => module === deed.site.file.source);
    const node = file === undefined ? undefined : expressionAt(file, deed);
    if (file !== undefined && node !== undefined && !found.has(node)) found.set(node, { deed, file, node });
  }
  return [...found.values()].sort(
    (a, b) => check.files.indexOf(a.file) - check.files.indexOf(b.file) || a.node.from - b.node.from,
  );
}

/** The call or subscript at a place. A call in a chain over several lines is placed where its own line begins. */
function expressionAt({ module, calls }: CheckedFile, { site: { from, to } }: Deed): SyntaxNode | undefined {
  const isAt = (node: SyntaxNode) => node.to === to && node.from <= from;
  return calls.find(isAt) ?? module.parsed.tree.nodes.MemberExpression.find(isAt) ?? nodeAt(module, from, to);
}

/** The innermost node that is all there is between two offsets. */
function nodeAt({ parsed }: PythonModule, from: number, to: number): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = parsed.tree.topNode;
  while (node !== undefined && (node.from !== from || node.to !== to))
    node = node.all.find((child) => child.from <= from && child.to >= to);
  return node;
}
