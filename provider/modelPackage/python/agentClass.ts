import { type ClassFacts, classFacts, type ModuleFinder } from "./classes.js";
import type { PythonModule } from "./scope.js";
import { modelArgument, modelValue, setModelCalls } from "./setModel.js";

/** The class of the object that an agent's file gives to `set_model`; undefined where it is none or cannot be told. */
export function agentClass(agent: PythonModule, find: ModuleFinder): ClassFacts | undefined {
  const call = setModelCalls(agent).live.at(-1);
  const argument = call === undefined ? undefined : modelArgument(agent, call);
  if (argument === undefined) return undefined;
  const value = modelValue({ module: agent, node: argument }, find);
  return value.kind === "instance" ? classFacts(value.of, find) : undefined;
}
