import type { ModuleFinder } from "../python/source/located.js";
import type { PythonModule } from "../python/source/scope.js";
import { type ClassFacts, classFacts } from "./classes.js";
import { modelArgument, modelValue, setModelCalls } from "./setModel.js";

/** The class of the object that an agent's file gives to `set_model`; undefined where it is none or cannot be told. */
export function agentClass(agent: PythonModule, find: ModuleFinder): ClassFacts | undefined {
  const call = setModelCalls(agent).live.at(-1);
  const argument = call === undefined ? undefined : modelArgument(agent, call);
  if (argument === undefined) return undefined;
  const value = modelValue({ module: agent, node: argument }, find);
  return value.kind === "instance" ? classFacts(value.of, find) : undefined;
}
