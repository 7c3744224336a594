import type { Case } from "../cases.js";

const chat = { messages: [{ role: "user", content: "How are you?" }] };
const column = (name?: string) => ({ type: "string", ...(name === undefined ? {} : { name }), required: true });
const declared = { inputs: [column("name")], outputs: [column()] };
const outputs = { "signature.outputs": "MLflow runs the agent to learn it; this project does not" };

/**
 * LangChain and LangGraph agents that are logged by both sides.
 *
 * @param mlflow release of MLflow
 * @param langchain release of langchain
 */
export function cases(mlflow: string, langchain: string): Case[] {
  const requirements = [`mlflow==${mlflow}`, `langchain==${langchain}`];
  const pinned = { pip_requirements: requirements };
  const all: Case[] = [
    {
      name: "chain",
      ours: { code: "chain.py", codePaths: ["helpers"], requirements, inputExample: { question: "why" } },
      python: { ...pinned, code_paths: ["helpers"], input_example: { question: "why" } },
      ask: { question: "why" },
      except: outputs,
    },
    {
      name: "graph",
      ours: { code: "graph.py", requirements, inputExample: chat, metadata: { team: "a: b", n: 1.5 } },
      python: { ...pinned, input_example: chat, metadata: { team: "a: b", n: 1.5 } },
      ask: chat,
      except: outputs,
    },
    { name: "react-bare", ours: { code: "react.py", requirements }, python: pinned, ask: chat },
    {
      name: "react-resources",
      ours: {
        code: "react.py",
        requirements: ["langgraph", `langchain==${langchain}`],
        resources: { api_version: "1", databricks: { serving_endpoint: [{ name: "databricks-chat" }] } },
      },
      python: {
        pip_requirements: ["langgraph", `langchain==${langchain}`],
        resources: [["serving_endpoint", "databricks-chat", {}]],
      },
      ask: chat,
    },
    {
      name: "configured-declared",
      ours: { code: "configured.py", requirements, modelConfig: { greeting: "Hello" }, signature: declared },
      python: {
        ...pinned,
        model_config: { greeting: "Hello" },
        signature: { inputs: JSON.stringify(declared.inputs), outputs: JSON.stringify(declared.outputs) },
      },
      ask: { name: "you" },
    },
    {
      name: "named",
      ours: { code: "elsewhere.py", interface: "LangChain", requirements },
      python: pinned,
      ask: "hello",
    },
  ];
  return all.map((item) => ({ ...item, flavor: "langchain", stream: true }));
}
