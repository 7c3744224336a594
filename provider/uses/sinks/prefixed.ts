import { asText, marked, unmarked } from "../../python/values/texts.js";
import type { Alternative, Value } from "../../python/values/types.js";
import type { Sighting } from "./types.js";

const packages =
  /^(?:dspy|litellm|crewai|smolagents|agno|strands|google\.adk|langchain_litellm|langchain_community|agents|pydantic_ai|llama_index|instructor|camel|autogen\w*|browser_use|guidance|letta|mem0|ragas|deepeval|mlflow)\b/;
const prefix = /^(?:litellm[/:])?databricks\/|^(?:endpoints|databricks):\/+/;
// The text is content there, not the name of a model.
const contents = new Set([
  "messages",
  "prompt",
  "input",
  "content",
  "instructions",
  "system_prompt",
  "description",
  "task",
]);

/** Whether a call is one of such a framework. */
export function namesProvider(path: string): boolean {
  return packages.test(path);
}

/** Models of frameworks that name their provider before the model: `databricks/databricks-claude-sonnet-4`. */
export function lookForPrefix({ given, tell }: Sighting): void {
  for (const value of given.positional) search(value, 0, tell);
  for (const [name, value] of given.keywords) if (!contents.has(name)) search(value, 0, tell);
}

function search(value: Value, depth: number, tell: Sighting["tell"]): void {
  for (const one of value) searchOne(one, depth, tell);
}

function searchOne(one: Alternative, depth: number, tell: Sighting["tell"]): void {
  if (one.kind === "text") {
    const whole = marked(one);
    const found = prefix.exec(whole);
    if (found !== null) tell("servingEndpoint", [unmarked(whole.slice(found[0].length), asText(one))]);
  } else if (depth < 5 && one.kind === "list") for (const item of one.list.items) search(item, depth + 1, tell);
  else if (depth < 5 && one.kind === "dict")
    for (const [name, item] of one.dict.entries) if (!contents.has(name)) search(item, depth + 1, tell);
}
