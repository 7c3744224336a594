import type { AgentInterface } from "../agentCode/interface.js";
import { field, isMapping, mapEntries, PyFloat, type Value } from "../python/documents/values.js";
import { pythonJson } from "./pythonJson.js";

/** An input example in the forms that MLflow keeps. */
export interface Example {
  /** Text of input_example.json. */
  text: string;
  /** Text of serving_input_example.json: the body of a request. */
  serving: string;
  /** `saved_input_example_info` of MLmodel. */
  info: { [key: string]: string };
}

// A body with one of these keys is sent as it is; MLflow's scoring server knows them as chat, completion and embedding.
const rawKeys = ["messages", "prompt", "input"];

/**
 * The files of an input example, as MLflow writes them.
 *
 * @param value the example: a mapping, a list or a scalar
 */
export function exampleFiles(value: Value): Example {
  const raw = isMapping(value) && rawKeys.some((key) => field(value, key) !== undefined);
  return {
    text: pythonJson(value),
    serving: pythonJson(raw ? value : { inputs: value }, { indent: 2 }),
    info: {
      artifact_path: "input_example.json",
      serving_input_path: "serving_input_example.json",
      type: "json_object",
    },
  };
}

/**
 * An example of a chat model as MLflow keeps it: known parameters only, messages in their fixed order without empty
 * fields, and parameters that are floats written as such.
 *
 * @param value a mapping with `messages`, or a list of messages
 */
export function chatModelExample(value: Value): Value {
  const messages = Array.isArray(value) ? value : field(value, "messages");
  const result: { [key: string]: Value } = { messages: Array.isArray(messages) ? messages.map(chatMessage) : [] };
  for (const [key, item] of isMapping(value) ? mapEntries(value) : []) {
    const name = String(key);
    if (floatParams.has(name)) result[name] = typeof item === "number" ? new PyFloat(item) : item;
    else if (otherParams.has(name)) result[name] = item;
  }
  return result;
}

function chatMessage(message: Value): Value {
  const kept: { [key: string]: Value } = {};
  for (const name of messageFields) {
    const item = field(message, name);
    if (item !== undefined && item !== null) kept[name] = item;
  }
  return kept;
}

// The fields of mlflow.types.llm: ChatMessage in its order, and ChatParams.
const messageFields = ["role", "content", "refusal", "name", "tool_calls", "tool_call_id"];
const floatParams = new Set(["temperature", "top_p", "frequency_penalty", "presence_penalty"]);
const otherParams = new Set(["max_tokens", "stop", "n", "stream", "top_k", "custom_inputs", "tools"]);

/**
 * Why an example is no request that an interface takes, or undefined when nothing speaks against it.
 *
 * @param kind the agent's interface
 * @param value the example
 */
export function exampleFault(kind: AgentInterface, value: Value): string | undefined {
  if (kind === "ResponsesAgent" && !Array.isArray(field(value, "input"))) {
    return 'a request to a ResponsesAgent holds a list `input`, for example { input: [{ role: "user", content: "Hello" }] }.';
  }
  if (kind !== "ChatAgent" && kind !== "ChatModel") return undefined;
  const messages = Array.isArray(value) && kind === "ChatModel" ? value : field(value, "messages");
  if (Array.isArray(messages) && messages.every((message) => typeof field(message, "role") === "string"))
    return undefined;
  return `a request to a ${kind} holds a list \`messages\`, each with a \`role\`, for example { messages: [{ role: "user", content: "Hello" }] }.`;
}

/** Whether an example is empty, which MLflow takes for none. */
export function isEmptyExample(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isMapping(value) && mapEntries(value).length === 0;
}
