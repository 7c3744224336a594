import { type Located, type ModuleFinder, positional } from "../python/source/located.js";
import { childrenOf, importedName, type PythonModule, qualifiedName, sourceOf } from "../python/source/scope.js";
import type { SyntaxNode } from "../python/source/tree.js";
import type { AgentInterface } from "./interface.js";

/** What is known of a class. */
export interface ClassFacts {
  /** Its name. */
  name: string;
  /** The MLflow class it descends from, if it does. */
  interface?: AgentInterface;
  /** The class itself and its own bases, most derived first, as far as they could be read. */
  lineage: Located[];
  /** Bases that could not be followed, as written. */
  unknownBases: string[];
  /** Full names of those that come from an imported library. */
  externalBases: string[];
}

const mlflowClasses = new Map<string, AgentInterface>(
  (["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel"] as const).flatMap((name) => [
    [`mlflow.pyfunc.${name}`, name],
    [`mlflow.pyfunc.model.${name}`, name],
  ]),
);
mlflowClasses.set("mlflow.pyfunc.responses_agent.ResponsesAgent", "ResponsesAgent");

// A chain of imports and assignments longer than this is a cycle.
const maximumDepth = 30;

/**
 * Follows a name or attribute to the definition it stands for, through assignments, imports and local modules.
 *
 * @param at the expression and its file
 * @param find finds local modules
 */
export function definitionOf(at: Located, find: ModuleFinder, depth = 0): Located | undefined {
  if (depth > maximumDepth) return undefined;
  const { module, node } = at;
  if (node.name === "VariableName") {
    const binding = module.bindings.get(sourceOf(module, node));
    if (binding?.kind === "class" || binding?.kind === "function") return { module, node: binding.node };
    if (binding?.kind === "value")
      return definitionOf({ module, node: binding.node }, find, depth + 1) ?? { module, node: binding.node };
  }
  const name = qualifiedName(module, node);
  return name === undefined ? undefined : findQualified(name, module, find, depth + 1);
}

function findQualified(name: string, from: PythonModule, find: ModuleFinder, depth: number): Located | undefined {
  const split = name.lastIndexOf(".");
  if (split < 0 || depth > maximumDepth) return undefined;
  const owner = name.slice(0, split);
  const module = find(/^\.*$/.test(owner) ? `${owner}.` : owner, from);
  const binding = module?.bindings.get(name.slice(split + 1));
  if (module === undefined || binding === undefined) return undefined;
  if (binding.kind === "import") {
    return findQualified(importedName(binding), module, find, depth + 1);
  }
  if (binding.kind === "value")
    return definitionOf({ module, node: binding.node }, find, depth + 1) ?? { module, node: binding.node };
  return { module, node: binding.node };
}

/** What is known of a class definition. */
export function classFacts(at: Located, find: ModuleFinder): ClassFacts {
  const nameNode = at.node.getChild("VariableName");
  const facts: ClassFacts = {
    name: nameNode === null ? "" : sourceOf(at.module, nameNode),
    lineage: [],
    unknownBases: [],
    externalBases: [],
  };
  follow(at, find, facts, 0);
  return facts;
}

function follow(at: Located, find: ModuleFinder, facts: ClassFacts, depth: number): void {
  if (
    depth > maximumDepth ||
    facts.lineage.some(({ node, module }) => node.from === at.node.from && module === at.module)
  )
    return;
  facts.lineage.push(at);
  for (const base of basesOf(at)) {
    const name = externalName(at, base, find);
    const known = name === undefined ? undefined : mlflowClasses.get(name);
    if (known !== undefined) facts.interface ??= known;
    else {
      const definition = definitionOf({ module: at.module, node: base }, find);
      if (definition?.node.name === "ClassDefinition") follow(definition, find, facts, depth + 1);
      else {
        facts.unknownBases.push(sourceOf(at.module, base));
        if (name !== undefined) facts.externalBases.push(name);
      }
    }
  }
}

/** The full name of a base outside of the package, also where local modules only pass it on. */
function externalName(at: Located, base: SyntaxNode, find: ModuleFinder): string | undefined {
  let { module } = at;
  let name = qualifiedName(module, base);
  for (let depth = 0; name !== undefined && !mlflowClasses.has(name) && depth < maximumDepth; depth++) {
    const split = name.lastIndexOf(".");
    const owner = name.slice(0, Math.max(split, 0));
    const local = find(/^\.*$/.test(owner) ? `${owner}.` : owner, module);
    const binding = local?.bindings.get(name.slice(split + 1));
    if (local === undefined || binding === undefined) return name;
    module = local;
    if (binding.kind === "value") name = qualifiedName(local, binding.node);
    else name = binding.kind === "import" ? importedName(binding) : undefined;
  }
  return name;
}

/** The positional bases of a class; `Base[T]` counts as `Base`. */
function basesOf({ node }: Located): SyntaxNode[] {
  const list = node.getChild("ArgList");
  if (list === null) return [];
  return positional(list).map((base) => {
    const subscript = base.name === "MemberExpression" && base.getChild("[") !== null;
    return subscript ? (base.firstChild ?? base) : base;
  });
}

/** A method or attribute that a class defines in its own body. */
export function memberOf({ module, node }: Located, name: string): SyntaxNode | undefined {
  const body = node.getChild("Body");
  if (body === null) return undefined;
  for (const child of childrenOf(body)) {
    const statement = child.name === "DecoratedStatement" ? (child.lastChild ?? child) : child;
    const nameNode = statement.getChild("VariableName");
    const named = statement.name === "FunctionDefinition" || statement.name === "AssignStatement";
    if (named && nameNode !== null && sourceOf(module, nameNode) === name) return statement;
  }
  return undefined;
}
