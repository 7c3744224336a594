import { expect, test } from "vitest";
import { folderWith, source } from "../../test/conformance/folder.js";
import { planPackage } from "./plan.js";
import { isTraced } from "./traced.js";

const agent = (base: string, body: string, head = "") =>
  `import mlflow\n${head}\nclass Agent(mlflow.pyfunc.${base}):\n    def predict(self, ${body}\nmlflow.models.set_model(Agent())\n`;
const plain = "messages, context=None, custom_inputs=None):\n        return answer(messages)";

test.each([
  ["a ResponsesAgent, by itself", agent("ResponsesAgent", "request):\n        return {'output': []}"), {}, true],
  ["a ChatAgent", agent("ChatAgent", plain), {}, false],
  ["a ChatAgent with autolog", agent("ChatAgent", plain, "mlflow.langchain.autolog()"), {}, true],
  ["a function that is traced", agent("ChatAgent", plain, "@mlflow.trace\ndef answer(messages): ..."), {}, true],
  ["a wrapped call", agent("ChatAgent", plain, "answer = mlflow.trace(print)"), {}, true],
  [
    "a span in a file of its own",
    agent("ChatAgent", plain, "import steps"),
    { "steps.py": "from mlflow import start_span\n" },
    true,
  ],
  ["a file of its own without one", agent("ChatAgent", plain, "import steps"), { "steps.py": "STEPS = 3\n" }, false],
])("what MLflow records of %s", async (_what, code, files, traced) => {
  const folder = await folderWith({ "agent.py": code, ...files });
  const { plan, reading } = await planPackage(source({ codePaths: Object.keys(files) }), folder);
  if (plan === undefined || reading === undefined) throw new Error("no plan");
  expect(isTraced(plan.interface, reading)).toBe(traced);
});
