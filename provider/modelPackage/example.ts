import { pythonJson } from "./pythonJson.js";
import { field, isMapping, mapEntries, type Value } from "./values.js";

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
 * An example of a chat model with the parameters that MLflow keeps, and the messages without empty fields.
 *
 * @param value a mapping with `messages`, or a list of messages
 */
export function chatModelExample(value: Value): Value {
  const messages = Array.isArray(value) ? value : field(value, "messages");
  const kept = isMapping(value) ? mapEntries(value).filter(([key]) => chatParams.has(String(key))) : [];
  const cleaned = Array.isArray(messages) ? messages.map(withoutNulls) : (messages ?? []);
  const result: { [key: string]: Value } = { messages: cleaned };
  for (const [key, item] of kept) result[String(key)] = item;
  return result;
}

function withoutNulls(message: Value): Value {
  if (!isMapping(message)) return message;
  const entries = mapEntries(message).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [String(key), item]));
}

// The fields of mlflow.types.llm.ChatParams.
const chatParams = new Set([
  "temperature",
  "max_tokens",
  "stop",
  "n",
  "stream",
  "top_p",
  "top_k",
  "frequency_penalty",
  "presence_penalty",
  "tools",
  "custom_inputs",
  "metadata",
]);
