import type { SyntaxNode } from "@lezer/common";
import { positional } from "./classes.js";
import { isConditional, type PythonModule, qualifiedName, sourceOf } from "./scope.js";

const constructors = new Set(["mlflow.models.ModelConfig", "mlflow.models.model_config.ModelConfig"]);

/** Where a file uses MLflow's model configuration. */
export interface ConfigUses {
  /** Calls of `ModelConfig(…)`. */
  made: { offset: number; conditional: boolean }[];
  /** Keys read with `config.get("key")`, where the key is written out. */
  keys: { key: string; offset: number; conditional: boolean }[];
}

/** Finds the uses of `mlflow.models.ModelConfig` in a file. */
export function configUses(module: PythonModule): ConfigUses {
  const uses: ConfigUses = { made: [], keys: [] };
  module.parsed.tree.iterate({
    enter(cursor) {
      if (cursor.name !== "CallExpression") return;
      const node = cursor.node;
      const conditional = isConditional(node);
      if (isConstructor(module, node)) uses.made.push({ offset: node.from, conditional });
      const key = keyRead(module, node);
      if (key !== undefined) uses.keys.push({ key, offset: node.from, conditional });
    },
  });
  return uses;
}

function isConstructor(module: PythonModule, call: SyntaxNode): boolean {
  const callee = call.firstChild;
  return callee !== null && constructors.has(qualifiedName(module, callee) ?? "");
}

/** The key of `config.get("key")` where `config` is a ModelConfig. */
function keyRead(module: PythonModule, call: SyntaxNode): string | undefined {
  const callee = call.firstChild;
  const property = callee?.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  const object = callee?.firstChild;
  const list = call.getChild("ArgList");
  if (property === null || object == null || list === null || sourceOf(module, property) !== "get") return undefined;
  const made = object.name === "VariableName" ? module.bindings.get(sourceOf(module, object)) : undefined;
  const value = made?.kind === "value" ? made.node : object;
  if (value.name !== "CallExpression" || !isConstructor(module, value)) return undefined;
  const [argument] = positional(list);
  return argument?.name === "String" ? plainText(sourceOf(module, argument)) : undefined;
}

/** The value of a text literal without prefix and escapes; undefined for any other. */
function plainText(literal: string): string | undefined {
  const quote = literal[0];
  const plain = (quote === '"' || quote === "'") && !literal.startsWith(quote.repeat(3)) && !literal.includes("\\");
  return plain ? literal.slice(1, -1) : undefined;
}
