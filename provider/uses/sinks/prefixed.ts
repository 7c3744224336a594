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

// What makes a model of whatever provider a text names, and the names of that text.
const makers =
  /^(?:dspy\.(?:LM|Embedder)|litellm\.(?:a?completion|a?text_completion|a?embedding|a?responses|Router)|crewai\.(?:LLM|Agent|Crew)|(?:smolagents|agno|strands|agents|llama_index|google\.adk|langchain_litellm|langchain_community)\.(?:Chat)?Lite(?:LLM|Llm|llm)(?:Router)?(?:Model)?|instructor\.from_provider)$/;
const modelNames = new Set(["model", "model_id", "model_name", "llm", "manager_llm", "function_calling_llm"]);

/** Models of frameworks that name their provider before the model: `databricks/databricks-claude-sonnet-4`. */
export function lookForPrefix({ given, tell, path }: Sighting): void {
  const makes = makers.test(path);
  given.positional.forEach((value, index) => {
    search(value, 0, tell, makes && index === 0 && !/^crewai\.(?:Agent|Crew)$/.test(path));
  });
  for (const [name, value] of given.keywords)
    if (!contents.has(name)) search(value, 0, tell, makes && modelNames.has(name), makes);
  if (
    makes &&
    given.more !== undefined &&
    given.positional.length === 0 &&
    ![...modelNames].some((name) => given.keywords.has(name))
  )
    tell("servingEndpoint", [given.more]);
}

/** Whether nothing tells which provider's model a value names, which may be one of Databricks. */
export function namesNoProvider(one: Alternative): boolean {
  if (one.kind === "external") return !/\(\)$/.test(one.external.path);
  return one.kind === "unknown" || (one.kind === "text" && typeof one.parts[0] === "object");
}

function search(value: Value, depth: number, tell: Sighting["tell"], isModel: boolean, makes = isModel): void {
  for (const one of value) searchOne(one, depth, tell, isModel, makes);
}

function searchOne(one: Alternative, depth: number, tell: Sighting["tell"], isModel: boolean, makes: boolean): void {
  if (isModel && namesNoProvider(one)) tell("servingEndpoint", [one]);
  else if (one.kind === "text") {
    const whole = marked(one);
    const found = prefix.exec(whole);
    if (found !== null) tell("servingEndpoint", [unmarked(whole.slice(found[0].length), asText(one))]);
  } else if (depth < 5 && one.kind === "list")
    for (const item of one.list.items) search(item, depth + 1, tell, isModel, makes);
  else if (depth < 5 && one.kind === "dict")
    for (const [name, item] of one.dict.entries)
      if (!contents.has(name)) search(item, depth + 1, tell, makes && modelNames.has(name), makes);
}
