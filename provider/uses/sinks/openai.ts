import { argument } from "../../python/values/given.js";
import { knownText } from "../../python/values/make.js";
import type { Value } from "../../python/values/types.js";
import { isDatabricksBase } from "./openaiClients.js";
import type { Library, Look } from "./types.js";

const clients = [
  "openai.OpenAI",
  "openai.AsyncOpenAI",
  "databricks_openai.DatabricksOpenAI",
  "databricks_openai.AsyncDatabricksOpenAI",
  "databricks_ai_bridge.DatabricksOpenAI",
  "databricks_ai_bridge.AsyncDatabricksOpenAI",
  "databricks.sdk.WorkspaceClient().serving_endpoints.get_open_ai_client",
];
const calls = [
  "chat.completions.create",
  "chat.completions.parse",
  "chat.completions.stream",
  "chat.completions.create_with_completion",
  "chat.completions.create_partial",
  "chat.completions.create_iterable",
  "completions.create",
  "responses.create",
  "responses.parse",
  "responses.stream",
  "embeddings.create",
];

const create: Look = ({ given, of, tell, tellUnknown, engine }) => {
  const model = argument(given, undefined, "model");
  let verdict = isDatabricksBase(of);
  if (verdict === "no" && /^openai\.(?:Async)?OpenAI\(\)/.test(of.path) && !hasBase(of))
    verdict = fromEnvironment(engine.variables.get("OPENAI_BASE_URL") ?? []);
  if (verdict === "yes") tell("servingEndpoint", model ?? (given.more === undefined ? undefined : [given.more]));
  else if (verdict === "unknown") {
    const named = (model ?? []).filter((one) => knownText(one)?.startsWith("databricks-") === true);
    if (named.length > 0) tell("servingEndpoint", named);
    else if (model !== undefined) tellUnknown(["servingEndpoint"], "the client's base URL cannot be told");
  }
};

function hasBase(of: Parameters<typeof isDatabricksBase>[0]): boolean {
  for (let one: typeof of | undefined = of; one !== undefined; one = one.base)
    if (one.given?.keywords.has("base_url") === true) return true;
  return false;
}

function fromEnvironment(value: Value) {
  return value.some((one) =>
    /\/serving-endpoints|\/ai-gateway/.test(knownText(one) ?? (one.kind === "text" ? one.parts.join("") : "")),
  )
    ? "yes"
    : "no";
}

const compatible: Look = ({ given, made, tell, tellUnknown }) => {
  const verdict = isDatabricksBase(made);
  const model =
    argument(given, 0, "model", "model_name", "model_id", "ai_model_id", "id") ?? (given.more && [given.more]);
  if (verdict === "yes") tell("servingEndpoint", model);
  else if (verdict === "unknown" && model !== undefined)
    tellUnknown(["servingEndpoint"], "the client's base URL cannot be told");
};

const agent: Look = ({ given, engine, sinks, site, of }) => {
  const model = argument(given, undefined, "model");
  if (model !== undefined) sinks.pendingModels.push({ engine, model, site, of });
};

/** The OpenAI client, what is built on it, and the agents SDK. */
export const openai: Library = {
  rules: [
    {
      calls: ["databricks_openai.VectorSearchRetrieverTool", "databricks_llamaindex.VectorSearchRetrieverTool"],
      kind: "vectorSearchIndex",
      names: ["index_name"],
      position: 0,
    },
    {
      calls: ["databricks_openai.VectorSearchRetrieverTool", "databricks_llamaindex.VectorSearchRetrieverTool"],
      kind: "servingEndpoint",
      names: ["embedding_model_name"],
    },
    {
      calls: ["databricks_openai.AsyncDatabricksSession", "databricks_openai.DatabricksSession"],
      kind: "lakebase",
      names: ["instance_name", "database_instance"],
    },
    {
      calls: ["databricks.sdk.WorkspaceClient().serving_endpoints.get_langchain_chat_open_ai_client"],
      kind: "servingEndpoint",
      names: ["model"],
      position: 0,
    },
  ],
  looks: {
    ...Object.fromEntries(clients.flatMap((client) => calls.map((call) => [`${client}().${call}`, create]))),
    ...Object.fromEntries(
      [
        "agents.OpenAIChatCompletionsModel",
        "agents.OpenAIResponsesModel",
        "pydantic_ai.OpenAIModel",
        "pydantic_ai.OpenAIChatModel",
        "pydantic_ai.OpenAIResponsesModel",
        "smolagents.OpenAIServerModel",
        "smolagents.OpenAIModel",
        "autogen_ext.OpenAIChatCompletionClient",
        "llama_index.OpenAILike",
        "llama_index.OpenAILikeEmbedding",
        "llama_index.OpenAI",
        "llama_index.OpenAIEmbedding",
        "haystack.OpenAIChatGenerator",
        "haystack.OpenAIGenerator",
        "haystack.OpenAITextEmbedder",
        "haystack.OpenAIDocumentEmbedder",
        "semantic_kernel.OpenAITextEmbedding",
        "semantic_kernel.OpenAIChatCompletion",
        "strands.OpenAIModel",
        "agno.OpenAILike",
        "agno.OpenAIChat",
        "dspy.OpenAI",
      ].map((name) => [name, compatible]),
    ),
    "agents.Agent": agent,
    "agents.RunConfig": agent,
    "agents.Agent().clone": agent,
  },
};
