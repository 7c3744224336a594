import { expect, test } from "vitest";
import { hintFor } from "./hint.js";
import type { AgentStage, PythonError } from "./types.js";

const nothing: PythonError = { type: "", module: "builtins", message: "", missing: "", origin: "", frames: [] };

// What was raised, by whom, while what was done; and a word of the advice.
const cases: [Partial<PythonError>, AgentStage, string | undefined][] = [
  [{ type: "ModuleNotFoundError", missing: "tavily.client" }, "load", "the module tavily:"],
  [{ type: "ModuleNotFoundError", missing: "regex", origin: "langchain.x" }, "load", "regex (imported by langchain.x)"],
  [{ type: "ImportError", origin: "langchain" }, "load", "pin"],
  [{ type: "ValueError", origin: "databricks.sdk.config" }, "load", "inside of `predict`"],
  [{ type: "ValueError", origin: "databricks.sdk.config" }, "predict", "environmentVariables"],
  [{ type: "OpenAIError", module: "openai", origin: "openai._client" }, "load", "inside of `predict`"],
  [{ type: "KeyError", origin: "os" }, "load", "environmentVariables"],
  [{ type: "FileNotFoundError", origin: "mlflow.models.model_config" }, "load", "modelConfig"],
  [{ type: "KeyError", origin: "mlflow.models.model_config" }, "predict", "modelConfig"],
  [{ type: "ConnectError", module: "httpx" }, "predict", "cannot be reached"],
  [{ type: "FileNotFoundError" }, "load", "artifacts"],
  [{ type: "SystemExit" }, "load", "end the server"],
  [{ type: "ValueError" }, "predict", undefined],
  // The text alone decides nothing.
  [{ type: "ValueError", message: "cannot configure default credentials" }, "load", undefined],
];

test.each(cases)("%o while it is in %s", (error, stage, word) => {
  const hint = hintFor(stage, { ...nothing, ...error });
  if (word === undefined) expect(hint).toBeUndefined();
  else expect(hint).toContain(word);
});
