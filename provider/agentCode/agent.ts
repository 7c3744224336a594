import { memberOf } from "../python/engine/attributes.js";
import { wrapped } from "../python/engine/functions.js";
import type { Site as CallSite } from "../python/engine/scope.js";
import { callsOf } from "../python/source/calls.js";
import { keyword, positional } from "../python/source/located.js";
import { excerpt, placeOf } from "../python/source/parse.js";
import type { PythonModule } from "../python/source/scope.js";
import type { PythonClass, PythonFunction } from "../python/values/types.js";
import { agentClassOf } from "./agentClass.js";
import type { AgentInterface } from "./interface.js";
import type { LangChainRole } from "./langchain.js";
import { type ModelValue, modelValue } from "./modelValue.js";
import type { PackageReading } from "./reading.js";
import { runOf } from "./run.js";
import { writtenCalls } from "./setModel.js";

/** What reading an agent's file found. */
export interface AgentFacts {
  /** The interface; absent when it cannot be told. */
  interface?: AgentInterface;
  /** The agent's class, where it is an object of one. */
  class?: PythonClass;
  /** Whether its class, or a base of its own, defines `predict_stream`. */
  streaming: boolean;
  /** The `predict` method of a class, or the function given to `set_model`. */
  predict?: PythonFunction;
  /** Whether `predict` belongs to no class. */
  isFunction: boolean;
  /** What is wrong. */
  faults: AgentFault[];
}

/** What keeps MLflow from finding an agent in a file, or this package from telling its kind. */
export interface AgentFault {
  code: "missing-set-model" | "guarded-set-model" | "wrong-set-model" | "unknown-interface";
  /** Offset of what is wrong; absent for what is not there. */
  offset?: number;
  /** What is wrong and the way out, without the place. */
  message: string;
}

/**
 * Reads an agent: is there a model, and of which kind? What its code does when it is loaded decides.
 *
 * @param reading its files
 * @param declared the interface that the user named, which settles what cannot be read
 */
export function readAgent(reading: PackageReading, declared?: AgentInterface): AgentFacts {
  const facts: AgentFacts = { streaming: false, isFunction: false, faults: [] };
  if (declared !== undefined) facts.interface = declared;
  const run = runOf(reading);
  const call = run.observer.given.at(-1);
  if (call === undefined) {
    const fault = withoutModel(reading, declared, run.stopped !== undefined);
    if (fault !== undefined) facts.faults.push(fault);
    return facts;
  }
  const { site, value } = call;
  // A call in another file has no place in this one.
  const offset = site.file.path === reading.path ? placeOfModel(site, value !== undefined) : undefined;
  if (value === undefined) {
    const message = "set_model is called without a model: pass the agent to it.";
    facts.faults.push({ code: "wrong-set-model", ...(offset === undefined ? {} : { offset }), message });
    return facts;
  }
  describeValue(modelValue(value), facts, { offset, declared });
  return facts;
}

/** Where the model stands in a call of `set_model`, or where the call begins. */
function placeOfModel({ file, from, to }: CallSite, isGiven: boolean): number {
  const call = callsOf(file.source).find((node) => node.to === to && node.from <= from);
  const list = isGiven ? call?.getChild("ArgList") : undefined;
  const argument = list == null ? undefined : (keyword(file.source, list, "model") ?? positional(list)[0]);
  return argument?.from ?? from;
}

interface Site {
  offset: number | undefined;
  declared: AgentInterface | undefined;
}
type Fault = (message: string, code?: AgentFault["code"]) => void;

function describeValue(value: ModelValue, facts: AgentFacts, site: Site): void {
  const fault: Fault = (message, code = "wrong-set-model") =>
    facts.faults.push({ code, ...(site.offset === undefined ? {} : { offset: site.offset }), message });
  if (value.kind === "text") {
    fault("set_model is given a text: pass the agent object itself.");
  } else if (value.kind === "instance") describeClass(value.of, facts, site, fault);
  else if (value.kind === "class") {
    const { name } = value.of.definition;
    fault(`set_model is given the class ${name}: pass an instance, ${name}().`);
  } else if (value.kind === "langchain") describeLangChain(value.role, facts, site, fault);
  else if (value.kind === "function" && site.declared === "LangChain") {
    fault("set_model is given a function, and the argument `interface` says LangChain: wrap it in a RunnableLambda.");
  } else if (value.kind === "function" && site.declared === undefined) {
    facts.interface = "PythonModel";
    facts.isFunction = true;
    facts.predict = value.of;
  } else if (value.kind === "promised" && site.declared === undefined) facts.interface = value.interface;
  else if (site.declared === undefined) fault(unknownKind, "unknown-interface");
}

function describeLangChain(role: LangChainRole, facts: AgentFacts, site: Site, fault: Fault): void {
  if (role === "builder") fault("set_model is given a graph that is not compiled: pass graph.compile().");
  else if (site.declared !== undefined && site.declared !== "LangChain") {
    fault(
      `set_model is given a LangChain object, and the argument \`interface\` says ${site.declared}. Leave \`interface\` out.`,
    );
  } else if (role === "agent") facts.interface = "LangChain";
  else if (site.declared === undefined) fault(unknownKind, "unknown-interface");
}

function describeClass(of: PythonClass, facts: AgentFacts, site: Site, fault: Fault): void {
  const known = agentClassOf(of);
  facts.class = of;
  const predict = methodOf(of, "predict");
  // What is not packaged is another thing on each machine, and decides nothing of what is logged.
  if (predict !== undefined && !predict.file.isOutside) facts.predict = predict;
  facts.streaming = memberOf(of, "predict_stream") !== undefined;
  if (site.declared !== undefined) {
    if (known.interface !== undefined && known.interface !== site.declared) {
      fault(
        `${known.name} is a ${known.interface}, and the argument \`interface\` says ${site.declared}. Leave \`interface\` out.`,
      );
    }
  } else if (known.interface !== undefined) facts.interface = known.interface;
  else fault(unknownClass(known.name, known.unknownBases), "unknown-interface");
}

/** The function that a class, or the first of its bases that has one, gives that name. */
export function methodOf(of: PythonClass, name: string): PythonFunction | undefined {
  const found = new Set(memberOf(of, name)?.value.flatMap((one) => wrapped(one)?.function ?? []));
  const [only, more] = found;
  // Of two that a condition chooses between, nobody knows which it is.
  return only === undefined || more !== undefined ? undefined : originalOf(only);
}

/** What `inspect.signature` sees of a function that a decorator wrapped. */
function originalOf(of: PythonFunction): PythonFunction {
  let found = of;
  for (let depth = 0; found.wraps !== undefined && depth < 10; depth++) found = found.wraps;
  return found;
}

const unknownKind =
  "reading the file does not tell what kind of agent is given to set_model. " +
  'Set `interface`: "ResponsesAgent", "ChatAgent", "ChatModel" or "PythonModel" for a class of MLflow, ' +
  '"LangChain" for a LangChain or LangGraph object.';

function unknownClass(name: string, bases: string[]): string {
  const from =
    bases.length === 0
      ? "which descends from no class of MLflow"
      : `whose base ${bases.join(", ")} is not in the package`;
  return (
    `set_model is given a ${name}, ${from}, so its kind cannot be told. Derive it from mlflow.pyfunc.ResponsesAgent, ` +
    "ChatAgent, ChatModel or PythonModel, declare the file of its base in `codePaths`, or set `interface`."
  );
}

/** What to say where no call of `set_model` was run. */
function withoutModel(
  { name, module }: PackageReading,
  declared: AgentInterface | undefined,
  isStopped: boolean,
): AgentFault | undefined {
  const { guarded, unbound, other } = writtenCalls(module);
  if (guarded !== undefined && other === undefined) {
    const message =
      'set_model is only called under `if __name__ == "__main__":`, which MLflow does not run. Move it out of there.';
    return { code: "guarded-set-model", offset: guarded.from, message };
  }
  if (unbound !== undefined) {
    const message = "set_model is called here, and nothing imports it. Call mlflow.models.set_model(agent).";
    return { code: "missing-set-model", offset: unbound.from, message };
  }
  if (other !== undefined || isStopped)
    return declared === undefined
      ? { code: "unknown-interface", ...(other === undefined ? {} : { offset: other.from }), message: unknownKind }
      : undefined;
  const message =
    `${name} never calls mlflow.models.set_model, so MLflow would not find the agent in it. ` +
    "End the file with mlflow.models.set_model(agent).";
  return { code: "missing-set-model", message };
}

/** A message with the place it speaks of: `agent.py:3:1: …` and the line with a caret. */
export function at(module: PythonModule, name: string, offset: number, message: string): string {
  const { line, column } = placeOf(module.parsed.text, offset);
  return `${name}:${line}:${column}: ${message}\n${excerpt(module.parsed.text, offset)}`;
}
