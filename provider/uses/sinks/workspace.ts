import type { Library } from "./types.js";

const client = "databricks.sdk.WorkspaceClient()";
const genie = [
  "start_conversation",
  "start_conversation_and_wait",
  "create_message",
  "create_message_and_wait",
  "get_message",
  "execute_message_query",
  "execute_message_attachment_query",
  "get_message_query_result",
  "get_message_attachment_query_result",
  "get_message_query_result_by_attachment",
  "get_space",
  "list_conversations",
  "list_conversation_messages",
];

const searchClients = ["VectorSearchClient", "AISearchClient"].map((name) => `databricks.vector_search.${name}()`);

/** Databricks' SDK, its deployments client in MLflow, and the vector search client. */
export const workspace: Library = {
  rules: [
    {
      calls: [`${client}.serving_endpoints.query`, `${client}.serving_endpoints_data_plane.query`],
      kind: "servingEndpoint",
      names: ["name"],
      position: 0,
    },
    {
      calls: [`${client}.serving_endpoints.http_request`],
      kind: "ucConnection",
      names: ["conn", "connection_name"],
      position: 0,
    },
    {
      calls: [
        "query_index",
        "get_index",
        "query_next_page",
        "scan_index",
        "upsert_data_vector_index",
        "delete_data_vector_index",
        "sync_index",
      ].map((name) => `${client}.vector_search_indexes.${name}`),
      kind: "vectorSearchIndex",
      names: ["index_name"],
      position: 0,
    },
    { calls: genie.map((name) => `${client}.genie.${name}`), kind: "genieSpace", names: ["space_id"], position: 0 },
    { calls: [`${client}.functions.get`], kind: "function", names: ["name"], position: 0 },
    { calls: [`${client}.tables.get`], kind: "table", names: ["full_name"], position: 0 },
    {
      calls: [`${client}.warehouses.get`, `${client}.warehouses.start`],
      kind: "sqlWarehouse",
      names: ["id"],
      position: 0,
    },
    { calls: [`${client}.apps.get`], kind: "app", names: ["name"], position: 0 },
    { calls: [`${client}.connections.get`], kind: "ucConnection", names: ["name"], position: 0 },
    { calls: [`${client}.database.get_database_instance`], kind: "lakebase", names: ["name"], position: 0 },
    {
      calls: [`${client}.database.generate_database_credential`],
      kind: "lakebase",
      names: ["instance_names"],
      many: "list",
    },
    {
      calls: searchClients.flatMap((made) => ["get_index", "get_async_index"].map((name) => `${made}.${name}`)),
      kind: "vectorSearchIndex",
      names: ["index_name"],
      position: 1,
    },
    {
      calls: ["VectorSearchIndex", "AISearchIndex", "AsyncVectorSearchIndex", "AsyncAISearchIndex"].map(
        (name) => `databricks.vector_search.${name}`,
      ),
      kind: "vectorSearchIndex",
      names: ["name", "index_name"],
    },
    {
      calls: ["databricks_ai_bridge.VectorSearchRetrieverTool", "databricks_ai_bridge.VectorSearchRetrieverToolMixin"],
      kind: "vectorSearchIndex",
      names: ["index_name"],
      position: 0,
    },
    { calls: ["databricks_ai_bridge.Genie"], kind: "genieSpace", names: ["space_id"], position: 0 },
    {
      calls: ["databricks_ai_bridge.GenieAgent"],
      kind: "genieSpace",
      names: ["genie_space_id", "space_id"],
      position: 0,
    },
    {
      calls: [
        "LakebasePool",
        "AsyncLakebasePool",
        "LakebaseClient",
        "LakebaseSQLAlchemy",
        "AsyncLakebaseSQLAlchemy",
      ].map((name) => `databricks_ai_bridge.${name}`),
      kind: "lakebase",
      names: ["instance_name", "name"],
      position: 0,
    },
    {
      calls: [
        "databricks_langchain",
        "databricks_openai",
        "databricks_llamaindex",
        "unitycatalog.ai",
        "databricks_ai_bridge",
        "databricks_crewai",
      ].map((name) => `${name}.UCFunctionToolkit`),
      kind: "function",
      names: ["function_names"],
      position: 0,
      many: "list",
    },
    {
      calls: ["databricks_langchain", "databricks_openai", "databricks_llamaindex", "unitycatalog.ai"].flatMap((name) =>
        ["execute_function", "execute_function_async", "get_function", "get_function_source", "get_function_async"].map(
          (method) => `${name}.DatabricksFunctionClient().${method}`,
        ),
      ),
      kind: "function",
      names: ["function_name"],
      position: 0,
    },
    {
      calls: ["execute_function", "get_function"].map((method) => `unitycatalog.ai.get_uc_function_client().${method}`),
      kind: "function",
      names: ["function_name"],
      position: 0,
    },
    {
      calls: ["llama_index.Databricks", "llama_index.DatabricksEmbedding"],
      kind: "servingEndpoint",
      names: ["model", "endpoint"],
      position: 0,
    },
    { calls: ["dspy.Databricks", "dspy.DatabricksEmbeddings"], kind: "servingEndpoint", names: ["model"], position: 0 },
    {
      calls: ["dspy.DatabricksRM", "databricks_dspy.DatabricksRM"],
      kind: "vectorSearchIndex",
      names: ["databricks_index_name"],
      position: 0,
    },
    {
      calls: ["dspy.DatabricksRM", "databricks_dspy.DatabricksRM"],
      kind: "servingEndpoint",
      names: ["databricks_embedding_model", "embedding_model"],
    },
    { calls: ["databricks_dspy.DatabricksLM"], kind: "servingEndpoint", names: ["model"], position: 0 },
  ],
  looks: {
    ...deployments(),
  },
};

function deployments(): Library["looks"] {
  const look: Library["looks"][string] = ({ given, of, tell }) => {
    const target = of.base?.given?.positional[0] ?? of.base?.given?.keywords.get("target_uri") ?? [];
    const others = target.filter(
      (one) => one.kind === "text" && one.parts.length === 1 && !/^databricks/.test(String(one.parts[0])),
    );
    if (target.length > 0 && others.length === target.length) return;
    tell(
      "servingEndpoint",
      // predict(deployment_name, inputs, endpoint): the first is the older name of the last.
      given.keywords.get("endpoint") ??
        given.keywords.get("deployment_name") ??
        given.positional[2] ??
        given.positional[0],
    );
  };
  const names = ["predict", "predict_stream"];
  const makers = ["mlflow.get_deploy_client", "mlflow.DatabricksDeploymentClient"];
  return Object.fromEntries(makers.flatMap((maker) => names.map((name) => [`${maker}().${name}`, look])));
}
