import { lineageOf } from "../python/engine/lineage.js";
import { readable } from "../python/values/texts.js";
import type { PythonClass } from "../python/values/types.js";
import type { AgentInterface } from "./interface.js";

const mlflowClasses = new Map<string, AgentInterface>(
  (["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel"] as const).flatMap((name) => [
    [`mlflow.pyfunc.${name}`, name],
    [`mlflow.pyfunc.model.${name}`, name],
  ]),
);
mlflowClasses.set("mlflow.pyfunc.responses_agent.ResponsesAgent", "ResponsesAgent");

/** The interface that a class of MLflow stands for, by its full name; undefined for any other. */
export function interfaceOfBase(path: string): AgentInterface | undefined {
  return mlflowClasses.get(path);
}

/** What is known of an agent's class. */
export interface AgentClass {
  /** The class. */
  of: PythonClass;
  /** Its name. */
  name: string;
  /** The class of MLflow that it descends from, if it does. */
  interface?: AgentInterface;
  /** Names of bases that are neither of the package nor of MLflow. */
  unknownBases: string[];
}

/** What is known of a class: Python's own order of its bases decides. */
export function agentClassOf(of: PythonClass): AgentClass {
  const facts: AgentClass = { of, name: of.definition.name, unknownBases: [] };
  for (const { bases, definition, file } of lineageOf(of).own) {
    for (const base of bases) {
      if (!("path" in base)) continue;
      const known = interfaceOfBase(base.path);
      if (known !== undefined) facts.interface ??= known;
      else if (base.path === "unknown.base") {
        // A class of the same file that is written further down is in the package.
        const written = definition.arguments.slice(0, 1).map(({ value }) => file.text.slice(value.from, value.to));
        facts.unknownBases.push(...written.filter((one) => file.source.bindings.get(one)?.kind !== "class"));
      } else facts.unknownBases.push(readable(base.path));
    }
  }
  return facts;
}
