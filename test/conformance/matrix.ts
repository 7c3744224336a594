import { readFileSync } from "node:fs";
import path from "node:path";
import type { AgentInterface, AgentSource, Json } from "../../provider/modelPackage/index.js";
import type { Case } from "./cases.js";
import type { Versions } from "./sides.js";

/** A case with the interface and the argument that it shows. */
export interface MatrixCase extends Case {
  interface: AgentInterface;
  argument: string;
}

/** A combination that there is no agent of, and why. */
export interface NotApplicable {
  interface: AgentInterface;
  argument: string;
  reason: string;
}

/** What an argument is for an interface. */
interface Argument {
  ours?: Partial<AgentSource>;
  python?: Record<string, unknown>;
  environment?: { [name: string]: string };
  /** The agent's text, where it is another. */
  code?: (text: string) => string;
  except?: { [field: string]: string };
  /** Why there is no agent with it. */
  not?: string;
}

interface Base {
  file: string;
  /** A request. */
  ask: Json;
  /** Another request, with all that the interface knows. */
  example: Json;
}

const chat = { messages: [{ role: "user", content: "How are you?" }] };

const bases: { [name in AgentInterface]: Base } = {
  ResponsesAgent: {
    file: "responses.py",
    ask: { input: [{ role: "user", content: "How are you?" }] },
    example: { input: [{ role: "user", content: "ключ" }], custom_inputs: { depth: 2 }, temperature: 0.5 },
  },
  ChatAgent: { file: "chat_agent.py", ask: chat, example: { ...chat, custom_inputs: { depth: 2 } } },
  ChatModel: { file: "chat_model.py", ask: chat, example: { ...chat, temperature: 0.5, max_tokens: 3, stop: ["\n"] } },
  PythonModel: { file: "python_model.py", ask: { question: "why" }, example: { question: "why", count: 1 } },
  LangChain: { file: "chain.py", ask: { question: "why" }, example: { question: "why", depth: [1, 2] } },
};

const split = { query: "why", history: [{ role: "user", content: "before" }] };
const fixed: readonly AgentInterface[] = ["ResponsesAgent", "ChatAgent", "ChatModel"];
const asked = "MLflow runs the agent to learn it; this project does not";
const columns = {
  inputs: [{ type: "string", name: "question", required: true }],
  outputs: [{ type: "string", required: true }],
};
const schema = 'mlflow.models.set_retriever_schema(primary_key="id", text_column="text", other_columns=["a", "b"])\n';
const named = 'mlflow.models.set_retriever_schema(name="docs", primary_key="k", text_column="t", doc_uri="u")\n';
const notebook = "# Databricks notebook source\n# MAGIC %md\n# MAGIC # An agent\n\n# COMMAND ----------\n\n";
const restart = "# MAGIC %pip install -U mlflow\ndbutils.library.restartPython()\n\n# COMMAND ----------\n\n";

/** The arguments that are shown, each for every interface. */
function argumentsOf(kind: AgentInterface, versions: Versions, base: Base): { [argument: string]: Argument } {
  const langchain = kind === "LangChain";
  // The flavor writes the release of langchain that is installed; ours is the one that is pinned.
  const pins = [`mlflow==${versions.mlflow}`, ...(langchain ? [`langchain==${versions.langchain}`] : [])];
  const own = (...lines: string[]) => [...(langchain ? pins.slice(1) : []), ...lines];
  const signature = fixed.includes(kind)
    ? "fixed by the interface: both sides refuse another (see refused)"
    : undefined;
  const outputs = langchain ? { except: { "signature.outputs": asked } } : {};
  const policy = langchain
    ? "mlflow.langchain.log_model has no auth_policy: both sides refuse it (see refused)"
    : undefined;
  const artifacts = langchain
    ? "mlflow.langchain.log_model has no artifacts: both sides refuse it (see refused)"
    : undefined;
  const resource = { name: "databricks-chat" };
  const realResources = [
    ["serving_endpoint", "databricks-chat", {}],
    ["vector_search_index", "main.kb.docs", { on_behalf_of_user: true }],
    ["genie_space", "01ef", {}],
    ["table", "main.kb.t", {}],
    ["uc_connection", "search", {}],
  ];
  const oursResources = {
    api_version: "1",
    databricks: {
      serving_endpoint: [resource],
      vector_search_index: [{ name: "main.kb.docs", on_behalf_of_user: true }],
      genie_space: [{ name: "01ef" }],
      table: [{ name: "main.kb.t" }],
      uc_connection: [{ name: "search" }],
    },
  };
  const config = { greeting: "null", limits: { a: 1, b: [1.5, "1.5", "", null, true] } };
  const metadata = { "a: b": "yes", nested: { list: [1, 2.5, "0o7", null], none: [] }, ключ: "日本 \u2028 🙂" };
  return {
    none: {},
    codePaths: {
      ours: { codePaths: ["matrix/lib/matrix_extra"] },
      python: { code_paths: ["matrix/lib/matrix_extra"] },
    },
    artifacts:
      artifacts === undefined
        ? {
            ours: { artifacts: { note: "matrix/data/note.txt", "other: one": "matrix/data/other.txt" } },
            python: { artifacts: { note: "matrix/data/note.txt", "other: one": "matrix/data/other.txt" } },
          }
        : { not: artifacts },
    modelConfig: { ours: { modelConfig: config }, python: { model_config: config } },
    "modelConfig (file)": {
      ours: { modelConfig: "matrix/config.yaml" },
      python: { model_config: "matrix/config.yaml" },
    },
    requirements: {
      ours: { requirements: own("openai<2", "pkg[x,y]>=1; python_version<'4'") },
      python: { pip_requirements: own("openai<2", "pkg[x,y]>=1; python_version<'4'") },
    },
    "requirements (file)": {
      ours: { requirements: "listed.txt" },
      // MLflow looks for `-r` from the working directory, pip and this project from the file: so it lies there.
      python: { pip_requirements: "listed.txt" },
      ...(langchain
        ? { except: { "flavors.langchain.langchain_version": "nothing pins it here, and nothing is installed" } }
        : {}),
    },
    extraRequirements: {
      ours: { requirements: undefined, extraRequirements: own("regex") },
      python: { pip_requirements: [pins[0], ...own("regex")] },
    },
    constraints: {
      ours: { requirements: pins, constraints: ["numpy<3", "pandas<4"] },
      python: { pip_requirements: [...pins, "-c matrix/both.txt"] },
    },
    pythonVersion: {
      not: "MLflow can only write the interpreter's own; every agent here is given that one, and it is compared",
    },
    inputExample: { ours: { inputExample: base.example }, python: { input_example: base.example }, ...outputs },
    "inputExample (file)": {
      ours: { inputExample: "matrix/example.json" },
      python: { input_example: base.ask },
      ...outputs,
    },
    signature:
      signature === undefined
        ? { ours: { signature: columns }, python: { signature: texts(columns) } }
        : { not: signature },
    "signature (older class)":
      signature === undefined
        ? {
            ours: { signature: { inputs: "SplitChatMessagesRequest", outputs: "StringResponse" } },
            python: { signature: { classes: ["SplitChatMessagesRequest", "StringResponse"] } },
          }
        : { not: signature },
    metadata: { ours: { metadata }, python: { metadata } },
    prompts: {
      ours: { prompts: ["prompts:/greeting/2", "prompts:/farewell/1"] },
      python: { prompts: ["prompts:/greeting/2", "prompts:/farewell/1"] },
    },
    environmentVariables: {
      ours: { environmentVariables: ["MATRIX_API_KEY"], inputExample: base.example },
      python: { input_example: base.example },
      environment: { MATRIX_API_KEY: "secret" },
      ...outputs,
    },
    resources: { ours: { resources: oursResources }, python: { resources: realResources } },
    authPolicy:
      policy === undefined
        ? {
            ours: {
              authPolicy: {
                system_auth_policy: { resources: oursResources },
                user_auth_policy: { api_scopes: ["sql", "dashboards.genie"] },
              },
            },
            python: { auth_policy: { resources: realResources, scopes: ["sql", "dashboards.genie"] } },
          }
        : { not: policy },
    "retriever schema": {
      code: (text) => text.replace("import mlflow\n", `import mlflow\n\n${schema}${named}`),
      ours: { metadata: { team: "a" } },
      python: { metadata: { team: "a" } },
    },
    "notebook source": { code: (text) => `${notebook}${restart}${text}` },
    everything: {
      ours: {
        requirements: pins,
        codePaths: ["matrix/lib/matrix_extra"],
        modelConfig: config,
        metadata,
        prompts: ["prompts:/greeting/1"],
        inputExample: base.example,
        resources: oursResources,
        ...(langchain ? {} : { artifacts: { note: "matrix/data/note.txt" } }),
      },
      python: {
        code_paths: ["matrix/lib/matrix_extra"],
        model_config: config,
        metadata,
        prompts: ["prompts:/greeting/1"],
        input_example: base.example,
        resources: realResources,
        ...(langchain ? {} : { artifacts: { note: "matrix/data/note.txt" } }),
      },
      ...outputs,
    },
  };
}

function texts({ inputs, outputs }: typeof columns) {
  return { inputs: JSON.stringify(inputs), outputs: JSON.stringify(outputs) };
}

/** The arguments, in the order in which they are shown. */
export const matrixArguments = Object.keys(argumentsOf("PythonModel", noVersions(), bases.PythonModel));

function noVersions(): Versions {
  return { mlflow: "0.0.0", python: "3.0.0", langchain: "0.0.0" };
}

/**
 * Five interfaces × the arguments of `log_model`, each an agent that tells in its answer what reached it.
 *
 * @param versions of the Python environment
 */
export function matrix(versions: Versions): { cases: MatrixCase[]; notApplicable: NotApplicable[] } {
  const cases: MatrixCase[] = [];
  const notApplicable: NotApplicable[] = [];
  for (const kind of kinds) {
    const base = bases[kind];
    const text = readFileSync(path.join(__dirname, "agents", "matrix", base.file), "utf8");
    for (const [argument, given] of Object.entries(argumentsOf(kind, versions, base))) {
      if (given.not !== undefined) notApplicable.push({ interface: kind, argument, reason: given.not });
      else cases.push(caseOf(kind, argument, given, base, text, versions));
    }
  }
  return { cases, notApplicable };
}

const kinds = ["ResponsesAgent", "ChatAgent", "ChatModel", "PythonModel", "LangChain"] as const;

function caseOf(
  kind: AgentInterface,
  argument: string,
  given: Argument,
  base: Base,
  text: string,
  versions: Versions,
): MatrixCase {
  const langchain = kind === "LangChain";
  const slug = argument.replace(/\W+/g, "-").replace(/-$/, "");
  const pins = [`mlflow==${versions.mlflow}`, ...(langchain ? [`langchain==${versions.langchain}`] : [])];
  const code = given.code === undefined ? `matrix/${base.file}` : `matrix/${slug}_${base.file}`;
  // What is required is inferred from the example.
  const asksExample = given.ours?.inputExample === base.example;
  const asksSplit = argument === "signature (older class)";
  const files = {
    ...(given.code === undefined ? {} : { [code]: given.code(text) }),
    ...(argument === "inputExample (file)" ? { "matrix/example.json": JSON.stringify(base.ask) } : {}),
    ...(argument === "constraints" ? { "matrix/both.txt": "numpy<3\npandas<4\n" } : {}),
  };
  return {
    name: `${kind}-${slug}`,
    interface: kind,
    argument,
    ours: { ...(langchain ? { requirements: pins } : {}), code, ...given.ours },
    python: { pip_requirements: pins, ...given.python },
    files,
    ask: asksSplit ? split : asksExample ? base.example : base.ask,
    stream: kind !== "PythonModel",
    ...(langchain ? { flavor: "langchain" as const } : {}),
    ...(given.environment === undefined ? {} : { environment: given.environment }),
    ...(given.except === undefined ? {} : { except: given.except }),
  };
}
