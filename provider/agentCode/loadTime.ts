import type { PythonModule } from "../python/source/scope.js";
import { type SyntaxNode, walk } from "../python/source/tree.js";
import { whenOf } from "../python/source/when.js";
import type { PythonFunction } from "../python/values/types.js";
import type { AgentRun } from "./run.js";

/** How a piece of code comes to run before the first request. */
export interface LoadTime {
  /** Whether it runs for certain, under no condition. */
  certain: boolean;
  /** `file`: while MLflow runs the file. `hook`: in a method that MLflow calls on the agent after that. */
  phase: "file" | "hook";
  /** What leads to it: names of functions, outermost first; empty for code of a file's top level. */
  through: string[];
}

/** What runs while an agent's files are loaded, as the engine ran it. */
export class LoadTimes {
  constructor(private readonly run: AgentRun) {}

  /** How a node comes to run before the first request; undefined where it does not, as far as reading can tell. */
  of(module: PythonModule, node: SyntaxNode): LoadTime | undefined {
    const when = whenOf(module, node);
    if (when.runs === "never") return undefined;
    const certain = when.runs === "always" && when.caught.length === 0;
    if (when.inFunction === undefined) return { certain, phase: "file", through: [] };
    const entry = this.run.observer.entries.get(when.inFunction);
    if (entry === undefined || (entry.phase !== "file" && entry.phase !== "hook")) return undefined;
    // A generator or an async function does not run by being called.
    if (!entry.through.every(runsWhenCalled)) return undefined;
    return { certain: certain && entry.certain, phase: entry.phase, through: entry.through.map(nameOf) };
  }
}

function nameOf({ definition, owner }: PythonFunction): string {
  const { name } = definition;
  return owner !== undefined && (name === "__init__" || name === "__post_init__") ? owner.definition.name : name;
}

function runsWhenCalled({ definition: { node } }: PythonFunction): boolean {
  if (node === undefined) return true;
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
