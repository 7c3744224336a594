import { callUnknowing } from "../python/engine/calls.js";
import type { Engine } from "../python/engine/engine.js";
import { newObject } from "../python/values/make.js";
import type { PythonFunction } from "../python/values/types.js";
import type { AgentRun } from "./run.js";

// What rules look for in code, wherever it is.
const matters =
  /\b(?:ModelConfig|set_retriever_schema|open|read_\w+|loadtxt|load|listdir|scandir|iterdir|FileSystemLoader|dbutils|display|displayHTML|getArgument|sc|spark|sqlContext|ModelServingUserCredentials)\b/;
const done = new WeakSet<AgentRun>();

/**
 * Runs the functions that nobody was seen to call, for rules that look at all code: what they do is done `never`, and no
 * use comes of it.
 */
export function runUnreached(run: AgentRun): void {
  if (done.has(run)) return;
  done.add(run);
  const { engine, observer } = run;
  const end = observer.abandoned();
  try {
    // A function may define others.
    for (let index = 0; index < engine.functions.length; index++) {
      const one = engine.functions[index];
      if (one !== undefined && isUnreached(run, one)) runAlone(engine, one);
    }
  } catch {
    // It nests too deeply: what nobody calls is not worth more.
  } finally {
    end();
  }
}

function isUnreached({ observer }: AgentRun, { definition, file }: PythonFunction): boolean {
  const { node, from, to } = definition;
  return node !== undefined && !observer.entries.has(node) && matters.test(file.text.slice(from, to));
}

function runAlone(engine: Engine, of: PythonFunction): void {
  const isMethod = of.owner !== undefined && of.role !== "static";
  const self =
    of.owner === undefined || !isMethod
      ? undefined
      : of.role === "class"
        ? ({ kind: "class", class: of.owner } as const)
        : newObject(of.owner, engine.branch);
  engine.inBranch(undefined, () => callUnknowing(engine, { kind: "function", function: of, self }));
}
