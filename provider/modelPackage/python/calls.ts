import type { SyntaxNode } from "@lezer/common";
import type { PythonModule } from "./scope.js";

/** Every call in a file, in its order. Found as the file is read: most of what is asked of a file begins with its calls. */
export function callsOf(module: PythonModule): readonly SyntaxNode[] {
  return module.parsed.statements.calls;
}
