import type { SyntaxNode } from "@lezer/common";
import type { PythonModule } from "./scope.js";

const known = new WeakMap<PythonModule, readonly SyntaxNode[]>();

/** Every call in a file, in its order. Found once: most of what is asked of a file begins with its calls. */
export function callsOf(module: PythonModule): readonly SyntaxNode[] {
  const before = known.get(module);
  if (before !== undefined) return before;
  const calls: SyntaxNode[] = [];
  module.parsed.tree.iterate({
    enter(cursor) {
      if (cursor.name === "CallExpression") calls.push(cursor.node);
    },
  });
  known.set(module, calls);
  return calls;
}
