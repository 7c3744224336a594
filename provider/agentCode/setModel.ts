import { callsOf } from "../python/source/calls.js";
import { isMainGuard, type PythonModule, qualifiedName, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";

/** Full names of MLflow's `set_model`. */
export const setModelNames: readonly string[] = ["mlflow.models.set_model", "mlflow.models.model.set_model"];

/** Calls in a file of something that is called `set_model`, which the engine did not run. */
export interface WrittenCalls {
  /** Under `if __name__ == "__main__":`, which MLflow never runs. */
  guarded: SyntaxNode | undefined;
  /** Of a name that nothing imports. */
  unbound: SyntaxNode | undefined;
  /** Of something that another file or library gave that name. */
  other: SyntaxNode | undefined;
}

/** Looks for calls of `set_model` where none was run. */
export function writtenCalls(module: PythonModule): WrittenCalls {
  const found: WrittenCalls = { guarded: undefined, unbound: undefined, other: undefined };
  for (const node of callsOf(module)) {
    const callee = node.firstChild;
    if (callee === null) continue;
    const name = qualifiedName(module, callee);
    if (setModelNames.includes(name ?? "")) {
      if (isGuarded(module, node)) found.guarded ??= node;
      else found.other ??= node;
    } else if (name === undefined && callee.name === "VariableName" && sourceOf(module, callee) === "set_model") {
      if (!module.bindings.has("set_model")) found.unbound ??= node;
    }
  }
  return found;
}

function isGuarded(module: PythonModule, node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) if (isMainGuard(module, parent)) return true;
  return false;
}
