import type { AgentSource } from "../../provider/modelPackage/index.js";

/** One agent, declared to both sides. */
export interface Case {
  name: string;
  /** What this project is given, but for what all cases share. */
  ours: Partial<AgentSource> & { code: string };
  /** Keyword arguments of `mlflow.pyfunc.log_model`; resources as [kind, name, options]. */
  python: Record<string, unknown>;
  /** Files written beside the agents first: path to text. */
  files?: { [path: string]: string };
  /** The flavor that logs it; `mlflow.pyfunc` by default. */
  flavor?: "langchain";
  /** Environment variables that are set while it is logged and asked. */
  environment?: { [name: string]: string };
  /** What both loaded models are asked. */
  ask?: unknown;
  /** Whether they are asked for a stream as well. */
  stream?: boolean;
  /** Fields of MLmodel that differ on purpose, and why. */
  except?: { [field: string]: string };
}

const question = { input: [{ role: "user", content: "How are you?" }] };
const chat = { messages: [{ role: "user", content: "How are you?" }] };
const endpoint = ["serving_endpoint", "databricks-chat", {}];
const index = ["vector_search_index", "main.kb.docs", { on_behalf_of_user: true }];
const resources = {
  api_version: "1",
  databricks: {
    serving_endpoint: [{ name: "databricks-chat" }, { name: "databricks-embed" }],
    vector_search_index: [{ name: "main.kb.docs", on_behalf_of_user: true }],
    sql_warehouse: [{ name: "0123456789abcdef" }],
    function: [{ name: "main.tools.run" }],
  },
};
const realResources = [
  endpoint,
  ["serving_endpoint", "databricks-embed", {}],
  index,
  ["sql_warehouse", "0123456789abcdef", {}],
  ["function", "main.tools.run", {}],
];
const strange = {
  "a: b": "yes",
  nested: { list: [1, 2.5, "0o7", null, true], empty: {}, none: [] },
  ключ: "日本 \u2028 🙂",
};

/** As `uv export` and `pip-compile --generate-hashes` write it, with markers and the other options of one requirement. */
const hashed = (mlflow: string) => `# exported
mlflow==${mlflow} \\
    --hash=sha256:${"0a".repeat(32)} \\
    --hash=sha256:${"1b".repeat(32)}
    # via shop
openai==1.99.0 ; python_full_version < '3.13' and sys_platform != "win32" \\
    --hash=sha256:${"2c".repeat(32)}
Typing_Extensions==4.15.0 --hash=sha256:${"3d".repeat(32)} # why
colorama==0.4.6 ; sys_platform=='win32' --hash=sha256:${"4e".repeat(32)}
six==1.17.0 --config-settings="--build-option=--x" --global-option="--quiet" --hash=sha256:${"5f".repeat(32)}
`;

/** The agents that are logged by both sides. MLflow itself is always pinned, so that nothing is inferred. */
export function cases(mlflow: string): Case[] {
  const pinned = { pip_requirements: [`mlflow==${mlflow}`] };
  return [
    { name: "responses", ours: { code: "responses.py" }, python: pinned, ask: question },
    {
      name: "responses-resources",
      ours: { code: "responses.py", resources, metadata: strange, inputExample: question },
      python: { ...pinned, resources: realResources, metadata: strange, input_example: question },
      ask: question,
    },
    {
      name: "responses-config-file",
      ours: { code: "responses_config.py", modelConfig: "config.yaml" },
      python: { ...pinned, model_config: "config.yaml" },
      ask: question,
    },
    {
      name: "responses-config-value",
      ours: { code: "responses_config.py", modelConfig: { greeting: "null", limits: { a: 1, b: [1.5, "1.5", ""] } } },
      python: { ...pinned, model_config: { greeting: "null", limits: { a: 1, b: [1.5, "1.5", ""] } } },
      ask: question,
    },
    {
      name: "responses-code-paths",
      ours: { code: "responses_helpers.py", codePaths: ["helpers"] },
      python: { ...pinned, code_paths: ["helpers"] },
      ask: question,
    },
    {
      name: "responses-requirements-file",
      ours: { code: "responses.py", requirements: "requirements.txt", metadata: { task: "mine" } },
      python: { pip_requirements: "requirements.txt", metadata: { task: "mine" } },
      ask: question,
    },
    {
      name: "responses-requirements-hashed",
      files: { "hashed.txt": hashed(mlflow) },
      ours: { code: "responses.py", requirements: "hashed.txt" },
      python: { pip_requirements: "hashed.txt" },
      ask: question,
    },
    {
      name: "responses-requirements-extras",
      ours: { code: "responses.py", requirements: [`mlflow[databricks]==${mlflow}`] },
      python: { pip_requirements: [`mlflow[databricks]==${mlflow}`] },
      except: {
        dependencies: "conda.yaml names mlflow without extras as well: Databricks refuses to build it otherwise",
      },
      ask: question,
    },
    {
      name: "responses-requirements-list",
      ours: {
        code: "responses.py",
        requirements: [
          "-r more-requirements.txt",
          "-c constraints.in",
          "mlflow-skinny>=3",
          "pkg @ https://x.example/a.whl",
        ],
      },
      python: {
        pip_requirements: [
          "-r more-requirements.txt",
          "-c constraints.in",
          "mlflow-skinny>=3",
          "pkg @ https://x.example/a.whl",
        ],
      },
      ask: question,
    },
    {
      name: "chat-agent-policy",
      ours: {
        code: "chat_agent.py",
        codePaths: ["one_file.py", "helpers"],
        authPolicy: {
          system_auth_policy: {
            resources: { api_version: "1", databricks: { serving_endpoint: [{ name: "databricks-chat" }] } },
          },
          user_auth_policy: { api_scopes: ["sql", "dashboards.genie"] },
        },
        inputExample: { ...chat, custom_inputs: { depth: 2 } },
      },
      python: {
        ...pinned,
        code_paths: ["one_file.py", "helpers"],
        auth_policy: { resources: [endpoint], scopes: ["sql", "dashboards.genie"] },
        input_example: { ...chat, custom_inputs: { depth: 2 } },
      },
      ask: { ...chat, custom_inputs: { depth: 2 } },
    },
    {
      name: "chat-agent-empty-policy",
      ours: { code: "chat_plain.py", authPolicy: { system_auth_policy: {}, user_auth_policy: {} }, inputExample: {} },
      python: { ...pinned, auth_policy: {}, input_example: {} },
      ask: chat,
    },
    {
      name: "chat-model-artifacts",
      ours: { code: "chat_model.py", artifacts: { notes: "data/notes.txt", folder: "data", again: "data/notes.txt" } },
      python: { ...pinned, artifacts: { notes: "data/notes.txt", folder: "data", again: "data/notes.txt" } },
      ask: { ...chat, temperature: 0.5, max_tokens: 3 },
    },
    {
      name: "chat-model-params",
      ours: {
        code: "chat_model.py",
        inputExample: {
          messages: [{ content: "Hi", role: "user", name: null }],
          temperature: 1.5,
          top_p: 0.5,
          unknown: 1,
        },
      },
      python: {
        ...pinned,
        input_example: {
          messages: [{ content: "Hi", role: "user", name: null }],
          temperature: 1.5,
          top_p: 0.5,
          unknown: 1,
        },
      },
      ask: chat,
    },
    {
      name: "python-hinted",
      ours: { code: "hinted.py", inputExample: ["abc", "def"] },
      python: { ...pinned, input_example: ["abc", "def"] },
      ask: ["abc", "def"],
    },
    {
      name: "python-hinted-pydantic",
      ours: { code: "hinted_pydantic.py" },
      python: pinned,
      ask: [{ parts: [{ text: "x", score: 1.5 }] }],
    },
    {
      name: "python-hinted-deep",
      ours: { code: "hinted_deep.py" },
      python: pinned,
      ask: [{ a: [1, 2], b: [3] }],
    },
    { name: "python-hinted-open", ours: { code: "hinted_open.py" }, python: pinned, ask: [[1.5, 2.5]] },
    { name: "python-function", ours: { code: "function.py" }, python: pinned, ask: ["abc"] },
    {
      name: "python-declared",
      ours: {
        code: "plain.py",
        artifacts: { notes: "single.txt" },
        inputExample: { question: "why", count: 1 },
        signature: {
          inputs: [
            { type: "string", name: "question", required: true },
            { type: "long", name: "count", required: false },
          ],
          outputs: [{ type: "string", required: true }],
          params: [{ name: "top", default: 3, shape: null, type: "long" }],
        },
      },
      python: {
        ...pinned,
        artifacts: { notes: "single.txt" },
        input_example: { question: "why", count: 1 },
        signature: {
          inputs:
            '[{"type": "string", "name": "question", "required": true}, {"type": "long", "name": "count", "required": false}]',
          outputs: '[{"type": "string", "required": true}]',
          params: '[{"name": "top", "default": 3, "shape": null, "type": "long"}]',
        },
      },
      ask: { question: "why", count: 1 },
    },
    {
      name: "python-inferred",
      ours: {
        code: "plain.py",
        inputExample: { q: "x", n: 1, f: 1.5, b: true, list: ["a"], deep: [{ k: [1] }, { k: [2], j: "" }] },
      },
      python: {
        ...pinned,
        input_example: { q: "x", n: 1, f: 1.5, b: true, list: ["a"], deep: [{ k: [1] }, { k: [2], j: "" }] },
      },
      ask: { q: "x", n: 1, f: 1.5, b: true, list: ["a"], deep: [{ k: [1] }, { k: [2], j: "" }] },
    },
    {
      name: "python-inferred-rows",
      ours: { code: "plain.py", inputExample: [{ q: "x", n: 1 }, { q: "y" }] },
      python: { ...pinned, input_example: [{ q: "x", n: 1 }, { q: "y" }] },
    },
    {
      name: "python-text",
      ours: { code: "plain.py", inputExample: "hello" },
      python: { ...pinned, input_example: "hello" },
      ask: "hello",
    },
    { name: "python-bare", ours: { code: "plain.py" }, python: pinned, ask: "hello" },
  ];
}
