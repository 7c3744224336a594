import type { MatrixCase } from "./matrix.js";

/** An agent that both sides refuse: what this project's message says, and what MLflow's does. */
export interface RefusedCase extends Omit<MatrixCase, "argument"> {
  argument: string;
  /** Where this project reports it: the argument. */
  at: string;
}

const signature = { inputs: [{ type: "string", required: true }], outputs: [{ type: "string", required: true }] };
const realSignature = { inputs: JSON.stringify(signature.inputs), outputs: JSON.stringify(signature.outputs) };
const resources = { api_version: "1", databricks: { serving_endpoint: [{ name: "a" }] } };
const policy = { system_auth_policy: { resources }, user_auth_policy: {} };
const endpoint = ["serving_endpoint", "a", {}];

/** What neither side logs, so that a combination that is left out is one that MLflow has not. */
export const refused: RefusedCase[] = [
  ...(["ResponsesAgent", "ChatAgent", "ChatModel"] as const).map((kind) => ({
    name: `${kind} with a signature of its own`,
    interface: kind,
    argument: "signature",
    at: "signature",
    ours: {
      code: `matrix/${{ ResponsesAgent: "responses", ChatAgent: "chat_agent", ChatModel: "chat_model" }[kind]}.py`,
      signature,
    },
    python: { signature: realSignature },
  })),
  {
    name: "LangChain with artifacts",
    interface: "LangChain",
    argument: "artifacts",
    at: "artifacts",
    ours: { code: "matrix/chain.py", artifacts: { note: "matrix/data/note.txt" } },
    python: { artifacts: { note: "matrix/data/note.txt" } },
    flavor: "langchain",
  },
  {
    name: "LangChain with an authentication policy",
    interface: "LangChain",
    argument: "authPolicy",
    at: "authPolicy",
    ours: { code: "matrix/chain.py", authPolicy: policy },
    python: { auth_policy: { resources: [endpoint] } },
    flavor: "langchain",
  },
  {
    name: "resources and an authentication policy",
    interface: "PythonModel",
    argument: "authPolicy",
    at: "authPolicy",
    ours: { code: "matrix/python_model.py", resources, authPolicy: policy },
    python: { resources: [endpoint], auth_policy: { resources: [endpoint] } },
  },
  {
    name: "a notebook file",
    interface: "PythonModel",
    argument: "code",
    at: "code",
    ours: { code: "matrix/notebook.ipynb" },
    python: {},
    files: {
      "matrix/notebook.ipynb": JSON.stringify({
        cells: [{ cell_type: "code", source: ["import mlflow\n"], metadata: {}, outputs: [], execution_count: null }],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      }),
    },
  },
  ...Object.entries({
    "a magic that is no comment": "%pip install mlflow\nimport mlflow\n",
    "no set_model":
      "import mlflow\nclass A(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return 1\n",
    "set_model with a text": 'import mlflow\nmlflow.models.set_model("agent")\n',
    "set_model with a class":
      "import mlflow\nclass A(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return 1\nmlflow.models.set_model(A)\n",
    "a configuration that is not given":
      "import mlflow\nconfig = mlflow.models.ModelConfig()\ndef predict(model_input: list[str]):\n    return model_input\nmlflow.models.set_model(predict)\n",
    "no Python": "def :\n",
  }).map(([name, text], index) => ({
    name,
    interface: "PythonModel" as const,
    argument: "code",
    at: name.includes("configuration") ? "modelConfig" : "code",
    ours: { code: `matrix/refused_${index}.py` },
    python: {},
    files: { [`matrix/refused_${index}.py`]: text },
  })),
  {
    name: "a prompt without a version",
    interface: "PythonModel",
    argument: "prompts",
    at: "prompts[0]",
    ours: { code: "matrix/python_model.py", prompts: ["greeting"] },
    python: { prompts: ["greeting"] },
  },
  {
    name: "an artifact that is not there",
    interface: "PythonModel",
    argument: "artifacts",
    at: "artifacts.note",
    ours: { code: "matrix/python_model.py", artifacts: { note: "matrix/none.txt" } },
    python: { artifacts: { note: "matrix/none.txt" } },
  },
];
