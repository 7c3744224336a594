import type { Origin } from "./origin.js";
import type { ParsedPython } from "./parse.js";
import type { SyntaxNode } from "./tree.js";

/** What a name of a module stands for. */
export type Binding =
  /** `import a.b` binds `a` to `a`; `import a.b as c` binds `c` to `a.b`; `from a import b` binds `b` to `a.b`. */
  | { kind: "import"; module: string; attribute?: string; level: number }
  | { kind: "class"; node: SyntaxNode }
  | { kind: "function"; node: SyntaxNode }
  | { kind: "value"; node: SyntaxNode };

/** One imported module, as written. */
export interface ImportedModule {
  /** Dotted name without leading dots. */
  module: string;
  /** Number of leading dots. */
  level: number;
  /** Names taken from it; absent for `import module`. */
  names?: string[];
  /** The statement. */
  node: SyntaxNode;
  /** Whether it runs only under some condition: in a function, or where a failure is caught. */
  conditional: boolean;
}

/** A Python file with its names looked up. */
export interface PythonModule {
  parsed: ParsedPython;
  /** What each name of the module's top level stands for; the last binding wins, as it does when the file is run. */
  bindings: Map<string, Binding>;
  /** Every import in the file, nested ones too. */
  imports: ImportedModule[];
  /** Where its text lies in the user's file; absent where it is all of it, as it is. */
  origin?: Origin;
  /** Notebooks that it runs in its place (`%run ./other`), each as a module under a name of its own. */
  runs?: { name: string; from: number; to: number }[];
}

/** Reads the names that a module binds at its top level, inside `if`, `try` and `with` included. */
export function readModule(parsed: ParsedPython, origin?: Origin): PythonModule {
  const module: PythonModule = { parsed, bindings: new Map(), imports: [], ...(origin && { origin }) };
  bindStatements(module, parsed.tree.topNode);
  for (const node of parsed.tree.nodes.ImportStatement) collectImport(module, node);
  return module;
}

/** The source text of a node. */
export function sourceOf(module: PythonModule, node: SyntaxNode): string {
  return module.parsed.text.slice(node.from, node.to);
}

/** The direct children of a node. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.all;
}

const compound = new Set([
  "IfStatement",
  "TryStatement",
  "WithStatement",
  "ForStatement",
  "WhileStatement",
  "Body",
  "StatementGroup",
]);

function bindStatements(module: PythonModule, holder: SyntaxNode): void {
  for (const node of childrenOf(holder)) {
    if (compound.has(node.name)) {
      if (!isMainGuard(module, node)) bindStatements(module, node);
    } else bindStatement(module, node.name === "DecoratedStatement" ? (node.lastChild ?? node) : node);
  }
}

function bindStatement(module: PythonModule, node: SyntaxNode): void {
  if (node.name === "ClassDefinition" || node.name === "FunctionDefinition") {
    const name = node.getChild("VariableName");
    const kind = node.name === "ClassDefinition" ? "class" : "function";
    if (name !== null) module.bindings.set(sourceOf(module, name), { kind, node });
  } else if (node.name === "AssignStatement") bindAssignment(module, node);
  else if (node.name === "ImportStatement") bindImport(module, node);
}

function bindAssignment(module: PythonModule, node: SyntaxNode): void {
  const parts = childrenOf(node);
  const value = parts.at(-1);
  if (value === undefined) return;
  parts.forEach((part, index) => {
    // `a = b = value` binds both; a tuple of targets is not followed.
    const follows = parts[index + 1]?.name;
    if (part.name === "VariableName" && (follows === "AssignOp" || follows === "TypeDef") && value !== part) {
      module.bindings.set(sourceOf(module, part), { kind: "value", node: value });
    }
  });
}

function bindImport(module: PythonModule, node: SyntaxNode): void {
  const statement = readImport(module, node);
  if (statement.names === undefined) {
    for (const item of statement.modules) {
      const first = item.name.split(".")[0] ?? item.name;
      const target = item.alias === undefined ? first : item.name;
      module.bindings.set(item.alias ?? first, { kind: "import", module: target, level: 0 });
    }
    return;
  }
  const from = statement.modules[0]?.name ?? "";
  for (const item of statement.names.flatMap((name) => (name.name === "*" ? starNames(from) : [name]))) {
    const binding: Binding = { kind: "import", module: from, attribute: item.name, level: statement.level };
    module.bindings.set(item.alias ?? item.name, binding);
  }
}

const conditions = new Set(["FunctionDefinition", "LambdaExpression", "TryStatement", "IfStatement", "MatchStatement"]);

/** Whether a node runs only under some condition when its file is loaded. */
export function isConditional(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent !== null; parent = parent.parent) if (conditions.has(parent.name)) return true;
  return false;
}

/** What `import *` brings in from the modules that matter here. */
function starNames(module: string): NamedItem[] {
  if (module === "mlflow.models") return [{ name: "set_model" }, { name: "ModelConfig" }];
  if (module === "mlflow.pyfunc")
    return ["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel"].map((name) => ({ name }));
  return [];
}

function collectImport(module: PythonModule, node: SyntaxNode): void {
  const statement = readImport(module, node);
  const names = statement.names?.map((item) => item.name);
  for (const item of statement.modules.length > 0 ? statement.modules : [{ name: "" }]) {
    const imported: ImportedModule = {
      module: item.name,
      level: statement.level,
      node,
      conditional: isConditional(node),
    };
    if (names !== undefined) imported.names = names;
    module.imports.push(imported);
  }
}

interface NamedItem {
  name: string;
  alias?: string;
}

interface ImportParts {
  modules: NamedItem[];
  /** Names after `import` in `from … import …`. */
  names?: NamedItem[];
  level: number;
}

function readImport(module: PythonModule, node: SyntaxNode): ImportParts {
  const tokens = childrenOf(node).map((child) => ({ name: child.name, text: sourceOf(module, child) }));
  const from = tokens[0]?.name === "from";
  const split = from ? tokens.findIndex((token) => token.name === "import") : 0;
  const items = readItems(tokens.slice(split + 1));
  if (!from) return { modules: items, level: 0 };
  const head = tokens.slice(1, split);
  let level = 0;
  // `..` may come as one token or as several.
  while (level < head.length && /^\.+$/.test(head[level]?.text ?? "")) level += 1;
  const dots = head.slice(0, level).reduce((total, token) => total + token.text.length, 0);
  const name = head
    .slice(level)
    .map((token) => token.text)
    .join("");
  return { modules: name === "" ? [] : [{ name }], names: items, level: dots };
}

function readItems(tokens: { name: string; text: string }[]): NamedItem[] {
  const items: NamedItem[] = [];
  let current: NamedItem = { name: "" };
  let alias = false;
  for (const token of [...tokens, { name: ",", text: "," }]) {
    if (token.name === ",") {
      if (current.name !== "") items.push(current);
      current = { name: "" };
      alias = false;
    } else if (token.name === "as") alias = true;
    else if (token.name === "VariableName" && alias) current.alias = token.text;
    else if (token.name === "VariableName" || token.name === "." || token.name === "*") current.name += token.text;
  }
  return items;
}

/** Whether a node is `if __name__ == "__main__":`, whose body MLflow never runs. */
export function isMainGuard(module: PythonModule, node: SyntaxNode): boolean {
  if (node.name !== "IfStatement") return false;
  const condition = node.firstChild?.nextSibling;
  if (condition?.name !== "BinaryExpression") return false;
  const text = sourceOf(module, condition);
  return text.includes("__name__") && text.includes("__main__");
}

/**
 * The full dotted name that an expression stands for, through imports and aliases: `p.ChatAgent` after
 * `import mlflow.pyfunc as p` is `mlflow.pyfunc.ChatAgent`. Undefined for anything else than names and attributes.
 */
export function qualifiedName(module: PythonModule, node: SyntaxNode, depth = 0): string | undefined {
  if (depth > 20) return undefined;
  if (node.name === "ParenthesizedExpression") {
    const inner = childrenOf(node)[1];
    return inner === undefined ? undefined : qualifiedName(module, inner, depth + 1);
  }
  if (node.name === "MemberExpression") {
    const property = node.getChild("PropertyName");
    const object = node.firstChild;
    if (property === null || object === null) return undefined;
    const owner = qualifiedName(module, object, depth + 1);
    return owner === undefined ? undefined : `${owner}.${sourceOf(module, property)}`;
  }
  if (node.name !== "VariableName") return undefined;
  const binding = module.bindings.get(sourceOf(module, node));
  if (binding === undefined) return undefined;
  if (binding.kind === "value") return qualifiedName(module, binding.node, depth + 1);
  if (binding.kind !== "import") return undefined;
  return importedName(binding);
}

/** The full dotted name that an import binds, with its leading dots. */
export function importedName(binding: Extract<Binding, { kind: "import" }>): string {
  const prefix = ".".repeat(binding.level) + binding.module;
  if (binding.attribute === undefined) return prefix;
  return prefix === "" || prefix.endsWith(".") ? prefix + binding.attribute : `${prefix}.${binding.attribute}`;
}
