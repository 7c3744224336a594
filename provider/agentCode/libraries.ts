import type { Engine } from "../python/engine/engine.js";
import { handBack } from "../python/library/callables.js";
import { documentAt } from "../python/library/documents.js";
import type { LibraryCall } from "../python/library/types.js";
import { either, unknown, unknownMapping } from "../python/values/make.js";
import type { Alternative, Value } from "../python/values/types.js";

// What the engine needs to know of MLflow and Databricks to run an agent's code.

/** What `import *` brings in from the libraries that people do that with. */
export const exportsOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    databricks_langchain:
      "ChatDatabricks DatabricksEmbeddings DatabricksVectorSearch VectorSearchRetrieverTool UCFunctionToolkit UnityCatalogTool DatabricksFunctionClient GenieAgent CheckpointSaver DatabricksStore set_uc_function_client",
    databricks_openai:
      "DatabricksOpenAI AsyncDatabricksOpenAI VectorSearchRetrieverTool UCFunctionToolkit DatabricksFunctionClient set_uc_function_client",
    "mlflow.models": "set_model ModelConfig set_retriever_schema",
    "mlflow.pyfunc": "ResponsesAgent ChatAgent ChatModel PythonModel",
    "databricks.sdk": "WorkspaceClient AccountClient",
    "databricks.sdk.runtime": "dbutils spark",
    os: "environ getenv path",
    "langchain_community.chat_models": "ChatDatabricks",
    dataclasses: "dataclass field asdict replace",
    pydantic: "BaseModel Field ConfigDict",
    typing:
      "Any Dict List Optional Union Tuple Set Type Callable Iterable Iterator Generator Literal Annotated NamedTuple TypedDict",
    openai: "OpenAI AsyncOpenAI",
  }).map(([module, names]) => [module, names.split(" ")]),
);

/** What Databricks notebooks have without an import. */
export const notebookNames: ReadonlySet<string> = new Set([
  "dbutils",
  "display",
  "displayHTML",
  "getArgument",
  "sc",
  "spark",
  "sqlContext",
]);

/** What MLflow calls of an agent, in the order in which it does. */
export const modelMethods: readonly string[] = ["load_context", "predict", "predict_stream"];
/** Bases of agents, which call nothing else of a class. */
export const modelBase = /^mlflow\.pyfunc\.(?:\w+\.)*(?:ResponsesAgent|ChatAgent|ChatModel|PythonModel)$/;

const servers = new Set(["mlflow.genai.agent_server.invoke", "mlflow.genai.agent_server.stream"]);

/** What a decorator of MLflow does with its function; undefined for any other. */
export function decoratorOf(path: string): "registers" | "handsBack" | "waits" | undefined {
  if (servers.has(path)) return "registers";
  if (path === "mlflow.trace") return "handsBack";
  return path.startsWith("mlflow.") ? "waits" : undefined;
}

/** Header in which Databricks hands an agent the calling user's token. */
const userTokenHeader = "x-forwarded-access-token";

/** The calling user's token, where a key is the header that it comes in. */
export function userToken(key: string): Value | undefined {
  return key.toLowerCase() === userTokenHeader
    ? [{ ...unknown("it is the calling user's token", "user-token"), user: true }]
    : undefined;
}

const notGiven = "the agent is logged without a model configuration";

/**
 * What `mlflow.models.ModelConfig` holds: the configuration that the agent is logged with goes before the one for
 * development.
 */
export function modelConfig(engine: Engine, config: Value | undefined, development: Value | undefined): Value {
  if (config !== undefined) return config.map((one) => withOrigin(one, [], true));
  const isNone = development?.every((one) => one.kind === "constant") ?? true;
  if (development === undefined || isNone) {
    const rest: Value = [unknownMapping(notGiven, "config")];
    return [
      { kind: "dict", dict: { entries: new Map(), rest, born: engine.branch, origin: { keys: [], isObject: true } } },
    ];
  }
  const found = development.map((one): Value => (one.kind === "dict" ? [one] : documentAt(engine, [one])));
  return either(...found).map((one) => withOrigin(one, [], true));
}

/** What `context.model_config` is in a model's methods: the mapping itself. */
export function contextConfig(config: Value | undefined): Value {
  return config?.map((one) => withOrigin(one, [], false)) ?? [unknownMapping(notGiven, "config")];
}

/** A part of the configuration that knows where in it it stands. */
function withOrigin(one: Alternative, keys: readonly string[], isObject: boolean): Alternative {
  if (one.kind !== "dict") return one;
  const entries = new Map<string, Value>();
  for (const [key, value] of one.dict.entries)
    entries.set(
      key,
      value.map((inner) => withOrigin(inner, [...keys, key], false)),
    );
  return { ...one, dict: { ...one.dict, entries, origin: { keys, isObject } } };
}

/** MLflow's decorators as functions: each gives back what it is called with. */
export const wrapperCalls: { readonly [path: string]: LibraryCall } = Object.fromEntries(
  ["mlflow.trace", "mlflow.tracing.trace", "mlflow.tracing.fluent.trace"].flatMap((name) =>
    [name, `${name}()`].map((path) => [path, handBack]),
  ),
);
