import type { PythonModule } from "./scope.js";
import type { SyntaxNode } from "./tree.js";

/** Every call in a file, in its order. Found as the file is read: most of what is asked of a file begins with its calls. */
export function callsOf(module: PythonModule): readonly SyntaxNode[] {
  return module.parsed.tree.nodes.CallExpression;
}
