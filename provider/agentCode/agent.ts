import type { Located, ModuleFinder } from "../python/source/located.js";
import { excerpt, placeOf } from "../python/source/parse.js";
import { type PythonModule, sourceOf } from "../python/source/scope.js";
import { classFacts, memberOf } from "./classes.js";
import type { AgentInterface } from "./interface.js";
import type { LangChainRole } from "./langchain.js";
import { type ModelValue, modelArgument, modelValue, setModelCalls } from "./setModel.js";

/** What reading an agent's file found. */
export interface AgentFacts {
  /** The interface; absent when it cannot be told. */
  interface?: AgentInterface;
  /** Name of the agent's class. */
  className?: string;
  /** Whether its class, or a base of its own, defines `predict_stream`. */
  streaming: boolean;
  /** The `predict` method of a class, or the function given to `set_model`. */
  predict?: Located;
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
 * Reads an agent's file: is there a model, and of which kind?
 *
 * @param module the agent's file
 * @param name its name for messages
 * @param find finds local modules among the files of the package
 * @param declared the interface that the user named, which settles what cannot be read
 */
export function readAgent(
  module: PythonModule,
  name: string,
  find: ModuleFinder,
  declared?: AgentInterface,
): AgentFacts {
  const facts: AgentFacts = { streaming: false, isFunction: false, faults: [] };
  if (declared !== undefined) facts.interface = declared;
  const { live, guarded } = setModelCalls(module);
  const call = live.at(-1);
  if (call === undefined) {
    facts.faults.push(guarded[0] === undefined ? noSetModel(name) : onlyGuarded(guarded[0].from));
    return facts;
  }
  const argument = modelArgument(module, call);
  if (argument === undefined) {
    const message = "set_model is called without a model: pass the agent to it.";
    facts.faults.push({ code: "wrong-set-model", offset: call.from, message });
    return facts;
  }
  const value = modelValue({ module, node: argument }, find);
  describeValue(value, facts, { find, offset: argument.from, declared });
  return facts;
}

interface Site {
  find: ModuleFinder;
  offset: number;
  declared: AgentInterface | undefined;
}

type Fault = (message: string, code?: AgentFault["code"]) => void;

function describeValue(value: ModelValue, facts: AgentFacts, site: Site): void {
  const fault = (message: string, code: AgentFault["code"] = "wrong-set-model") =>
    facts.faults.push({ code, offset: site.offset, message });
  if (value.kind === "text") {
    fault("set_model is given a text: pass the agent object itself.");
  } else if (value.kind === "instance") describeClass(value.of, facts, site, fault);
  else if (value.kind === "class") {
    const { name } = classFacts(value.of, site.find);
    fault(`set_model is given the class ${name}: pass an instance, ${name}().`);
  } else if (value.kind === "langchain") describeLangChain(value.role, facts, site, fault);
  else if (value.kind === "function" && site.declared === "LangChain") {
    fault("set_model is given a function, and the argument `interface` says LangChain: wrap it in a RunnableLambda.");
  } else if (value.kind === "function" && site.declared === undefined) {
    facts.interface = "PythonModel";
    facts.isFunction = true;
    facts.predict = value.of;
  } else if (site.declared === undefined) fault(unknownKind, "unknown-interface");
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

function describeClass(of: Located, facts: AgentFacts, site: Site, fault: Fault): void {
  const known = classFacts(of, site.find);
  facts.className = known.name;
  const predict = known.lineage.map((part) => located(part, "predict")).find((part) => part !== undefined);
  if (predict !== undefined) facts.predict = predict;
  facts.streaming = known.lineage.some((part) => memberOf(part, "predict_stream") !== undefined);
  if (site.declared !== undefined) {
    if (known.interface !== undefined && known.interface !== site.declared) {
      fault(
        `${known.name} is a ${known.interface}, and the argument \`interface\` says ${site.declared}. Leave \`interface\` out.`,
      );
    }
  } else if (known.interface !== undefined) facts.interface = known.interface;
  else fault(unknownClass(known.name, known.unknownBases), "unknown-interface");
}

function located(part: Located, name: string): Located | undefined {
  const node = memberOf(part, name);
  return node === undefined ? undefined : { module: part.module, node };
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

function noSetModel(name: string): AgentFault {
  const message =
    `${name} never calls mlflow.models.set_model, so MLflow would not find the agent in it. ` +
    "End the file with mlflow.models.set_model(agent).";
  return { code: "missing-set-model", message };
}

function onlyGuarded(offset: number): AgentFault {
  const message =
    'set_model is only called under `if __name__ == "__main__":`, which MLflow does not run. Move it out of there.';
  return { code: "guarded-set-model", offset, message };
}

/** A message with the place it speaks of: `agent.py:3:1: …` and the line with a caret. */
export function at(module: PythonModule, name: string, offset: number, message: string): string {
  const { line, column } = placeOf(module.parsed.text, offset);
  return `${name}:${line}:${column}: ${message}\n${excerpt(module.parsed.text, offset)}`;
}

/** The source of a node, for messages. */
export function textOf({ module, node }: Located): string {
  return sourceOf(module, node);
}
