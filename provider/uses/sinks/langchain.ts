import { argument } from "../../python/values/given.js";
import { isNone } from "../../python/values/make.js";
import { asText, marked, unmarked } from "../../python/values/texts.js";
import { isDatabricksBase } from "./openaiClients.js";
import { namesNoProvider } from "./prefixed.js";
import type { Library, Look } from "./types.js";

const communities = ["databricks_langchain", "langchain_community", "langchain"];

const chatModel: Look = ({ given, tell, tellUnknown }) => {
  const providers = argument(given, undefined, "model_provider") ?? [];
  const isOurs = providers.some((one) => one.kind === "text" && marked(one) === "databricks");
  const isOpen = providers.length === 0 || providers.every(isNone);
  const model = argument(given, 0, "model") ?? (given.more && [given.more]) ?? [];
  for (const one of model) {
    const written = asText(one);
    const whole = marked(written);
    if (whole.startsWith("databricks:"))
      tell("servingEndpoint", [unmarked(whole.slice("databricks:".length), written)]);
    else if (isOurs || (isOpen && namesNoProvider(one))) tell("servingEndpoint", [one]);
  }
  if (!isOurs && providers.some(namesNoProvider))
    tellUnknown(["servingEndpoint"], "the model's provider cannot be told");
};

const mlflowModel: Look = ({ given, tell }) => {
  const target = argument(given, undefined, "target_uri")?.[0];
  if (target?.kind === "text" && marked(target).startsWith("databricks"))
    tell("servingEndpoint", argument(given, undefined, "endpoint"));
};

const compatible: Look = ({ given, tell, tellUnknown, made }) => {
  const verdict = isDatabricksBase(made);
  const model = argument(given, undefined, "model", "model_name") ?? (given.more && [given.more]);
  if (verdict === "yes") tell("servingEndpoint", model);
  else if (verdict === "unknown" && model !== undefined)
    tellUnknown(["servingEndpoint"], "the client's base URL cannot be told");
};

/** LangChain: Databricks' own packages, the older ones, and OpenAI's classes pointed at a workspace. */
export const langchain: Library = {
  rules: [
    {
      calls: communities.flatMap((name) => [`${name}.ChatDatabricks`, `${name}.Databricks`]),
      kind: "servingEndpoint",
      names: ["model", "endpoint", "endpoint_name"],
      position: 0,
    },
    {
      calls: communities.map((name) => `${name}.DatabricksEmbeddings`),
      kind: "servingEndpoint",
      names: ["endpoint", "model"],
      position: 0,
    },
    {
      calls: ["databricks_langchain.DatabricksVectorSearch", "databricks_langchain.VectorSearchRetrieverTool"],
      kind: "vectorSearchIndex",
      names: ["index_name", "index"],
      position: 0,
    },
    {
      calls: ["databricks_langchain.VectorSearchRetrieverTool"],
      kind: "servingEndpoint",
      names: ["embedding_model_name"],
    },
    {
      calls: ["databricks_langchain.GenieAgent", "databricks_langchain.Genie"],
      kind: "genieSpace",
      names: ["genie_space_id", "space_id"],
      position: 0,
    },
    {
      calls: ["CheckpointSaver", "AsyncCheckpointSaver", "DatabricksStore", "AsyncDatabricksStore"].map(
        (name) => `databricks_langchain.${name}`,
      ),
      kind: "lakebase",
      names: ["instance_name", "database_instance"],
    },
    {
      calls: ["DatabricksStore", "AsyncDatabricksStore"].map((name) => `databricks_langchain.${name}`),
      kind: "servingEndpoint",
      names: ["embedding_endpoint"],
    },
    { calls: ["databricks_langchain.UnityCatalogTool"], kind: "function", names: ["uc_function_name"] },
    {
      calls: ["databricks_langchain.UCConnectionTool", "databricks_langchain.DatabricksUCConnection"],
      kind: "ucConnection",
      names: ["connection_name"],
      position: 0,
    },
    { calls: ["langchain_community.UCFunctionToolkit"], kind: "sqlWarehouse", names: ["warehouse_id"] },
    {
      calls: ["langchain_community.UCFunctionToolkit().include"],
      kind: "function",
      names: [],
      position: 0,
      many: "rest",
    },
  ],
  looks: {
    "langchain.init_chat_model": chatModel,
    "langchain.chat_models.init_chat_model": chatModel,
    "langchain_community.ChatMlflow": mlflowModel,
    "langchain_community.MlflowEmbeddings": mlflowModel,
    "langchain_openai.ChatOpenAI": compatible,
    "langchain_openai.OpenAIEmbeddings": compatible,
    "langchain_openai.OpenAI": compatible,
    "langchain_community.ChatOpenAI": compatible,
    "langchain.ChatOpenAI": compatible,
  },
};
