import { wrapped } from "../python/engine/functions.js";
import type { Alternative, PythonClass, PythonFunction, Value } from "../python/values/types.js";
import { interfaceOfBase } from "./agentClass.js";
import type { AgentInterface } from "./interface.js";
import { type LangChainRole, langChainRole } from "./langchain.js";

/** What is given to `set_model`, as far as reading can tell. */
export type ModelValue =
  | { kind: "instance"; of: PythonClass }
  /** An object that a function promises by its return type. */
  | { kind: "promised"; interface: AgentInterface }
  | { kind: "class"; of: PythonClass }
  | { kind: "function"; of: PythonFunction }
  | { kind: "langchain"; role: LangChainRole }
  | { kind: "text" }
  | { kind: "unknown" };

/** What a value is: of several alternatives the last that can be told, as of two definitions of a name the later one counts. */
export function modelValue(value: Value): ModelValue {
  const kinds = value.map(kindOf);
  return kinds.findLast(({ kind }) => kind !== "unknown") ?? { kind: "unknown" };
}

function kindOf(one: Alternative): ModelValue {
  switch (one.kind) {
    case "instance":
      return { kind: "instance", of: one.instance.class };
    case "class":
      return { kind: "class", of: one.class };
    case "function":
      return { kind: "function", of: one.function };
    case "text":
      return { kind: "text" };
    case "external": {
      const role = langChainRole(one.external);
      if (role !== undefined) return { kind: "langchain", role };
      const inner = wrapped(one);
      return inner === undefined ? promised(one.promised?.() ?? []) : { kind: "function", of: inner.function };
    }
    case "unknown":
      return promised(one.promised?.() ?? []);
    default:
      return { kind: "unknown" };
  }
}

/** What a return type says of the object. */
function promised(type: Value): ModelValue {
  for (const one of type) {
    if (one.kind === "class") return { kind: "instance", of: one.class };
    const known = one.kind === "external" ? interfaceOfBase(one.external.path) : undefined;
    if (known !== undefined) return { kind: "promised", interface: known };
  }
  return { kind: "unknown" };
}
