import type { Located, ModuleFinder } from "../python/source/located.js";
import { type PythonModule, sourceOf } from "../python/source/scope.js";
import { type SyntaxNode, walk } from "../python/source/tree.js";
import { whenOf } from "../python/source/when.js";
import { classFacts, definitionOf, memberOf } from "./classes.js";
import { modelValue } from "./setModel.js";

/** How a piece of code comes to run before the first request. */
export interface LoadTime {
  /** Whether it runs for certain, under no condition. */
  certain: boolean;
  /** `file`: while MLflow runs the file. `hook`: in a method that MLflow calls on the agent after that. */
  phase: "file" | "hook";
  /** What leads to it: names of functions, outermost first; empty for code of a file's top level. */
  through: string[];
}

interface Reached extends LoadTime {
  module: PythonModule;
  /** The function's definition. */
  node: SyntaxNode;
}

/** What runs while an agent's files are loaded, following calls of their own functions, classes and methods. */
export class LoadTimes {
  private readonly reached = new Map<string, Reached>();
  private readonly numbers = new Map<PythonModule, number>();

  /**
   * @param modules the agent's file and its local modules
   * @param find finds local modules
   * @param hooks methods that MLflow calls when it loads the agent
   */
  constructor(
    modules: readonly PythonModule[],
    private readonly find: ModuleFinder,
    hooks: readonly Located[] = [],
  ) {
    modules.forEach((module, index) => {
      this.numbers.set(module, index);
    });
    for (const module of modules) this.follow(module, undefined, { certain: true, phase: "file", through: [] });
    for (const hook of hooks) this.add(hook, { certain: true, phase: "hook", through: [nameOf(hook)] });
    for (const { module, node, ...time } of this.reached.values()) this.follow(module, node, time);
  }

  /** How a node comes to run before the first request; undefined where it does not, as far as reading can tell. */
  of(module: PythonModule, node: SyntaxNode): LoadTime | undefined {
    const when = whenOf(module, node);
    if (when.runs === "never") return undefined;
    const certain = when.runs === "always" && when.caught.length === 0;
    if (when.inFunction === undefined) return { certain, phase: "file", through: [] };
    const outer = this.reached.get(this.key(module, when.inFunction));
    return outer === undefined ? undefined : { ...outer, certain: certain && outer.certain };
  }

  private key(module: PythonModule, node: SyntaxNode): string {
    return `${this.numbers.get(module) ?? -1}:${node.from}`;
  }

  private add(at: Located, time: LoadTime): void {
    const key = this.key(at.module, at.node);
    // A generator or an async function does not run by being called.
    if (this.reached.has(key) || !runsWhenCalled(at)) return;
    this.reached.set(key, { module: at.module, node: at.node, ...time });
  }

  /** Follows the calls of a file's top level, or of one function. */
  private follow(module: PythonModule, scope: SyntaxNode | undefined, time: LoadTime): void {
    walk(scope ?? module.parsed.tree.topNode, (node) => {
      if (node.name !== "CallExpression") return;
      const when = whenOf(module, node);
      if (when.runs === "never" || when.inFunction?.from !== scope?.from) return;
      const certain = time.certain && when.runs === "always" && when.caught.length === 0;
      for (const target of this.targets({ module, node }))
        this.add(target, { certain, phase: time.phase, through: [...time.through, nameOf(target)] });
    });
  }

  private targets(call: Located): Located[] {
    const callee = call.node.firstChild;
    if (callee === null) return [];
    const at = { module: call.module, node: callee };
    const own = this.ownMethod(at);
    if (own !== undefined) return [own];
    const definition = definitionOf(at, this.find);
    if (definition?.node.name === "FunctionDefinition") return [definition];
    if (definition?.node.name !== "ClassDefinition") return [];
    return ["__init__", "__post_init__"].flatMap((name) => this.method(definition, name) ?? []);
  }

  /** `self.method(…)` inside of a class, and `name.method(…)` of an instance that the file made. */
  private ownMethod({ module, node }: Located): Located | undefined {
    const property = node.name === "MemberExpression" ? node.getChild("PropertyName") : null;
    const object = node.firstChild;
    if (property === null || object?.name !== "VariableName") return undefined;
    const name = sourceOf(module, property);
    if (sourceOf(module, object) === "self") {
      let owner = node.parent;
      while (owner !== null && owner.name !== "ClassDefinition") owner = owner.parent;
      return owner === null ? undefined : this.method({ module, node: owner }, name);
    }
    if (module.bindings.get(sourceOf(module, object))?.kind !== "value") return undefined;
    const value = modelValue({ module, node: object }, this.find);
    return value.kind === "instance" ? this.method(value.of, name) : undefined;
  }

  private method(of: Located, name: string): Located | undefined {
    for (const part of classFacts(of, this.find).lineage) {
      const node = memberOf(part, name);
      if (node?.name === "FunctionDefinition") return { module: part.module, node };
    }
    return undefined;
  }
}

function nameOf({ module, node }: Located): string {
  const name = node.getChild("VariableName");
  const own = name === null ? "" : sourceOf(module, name);
  if (own !== "__init__" && own !== "__post_init__") return own;
  let owner = node.parent;
  while (owner !== null && owner.name !== "ClassDefinition") owner = owner.parent;
  const ownerName = owner?.getChild("VariableName") ?? null;
  return ownerName === null ? own : sourceOf(module, ownerName);
}

function runsWhenCalled({ node }: Located): boolean {
  if (node.getChild("async") !== null) return false;
  let generates = false;
  walk(node, (inner) => {
    if (inner.from > node.from && (inner.name === "FunctionDefinition" || inner.name === "LambdaExpression"))
      return false;
    if (inner.name.startsWith("Yield")) generates = true;
    return undefined;
  });
  return !generates;
}
