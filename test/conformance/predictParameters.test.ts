import { execFileSync } from "node:child_process";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { checkAgent } from "../../provider/checks/index.js";
import { planPackage } from "../../provider/modelPackage/index.js";
import { folderWith, source } from "./folder.js";
import { langchainPython } from "./langchainPython.js";

// MLflow's own wrappers are asked which parameters of `predict` they can call, and the rule says the same of each.

const forms: Readonly<Record<string, readonly string[]>> = {
  PythonModel: [
    "self, context, model_input, params=None",
    "self, context, model_input, params",
    "self, context, model_input",
    "self, model_input, params=None",
    "self, model_input",
    "self, ctx, inputs",
    "self, _, data, params=None",
    "self, model_input, system_prompt, params",
    "self, model_input, system_prompt='', params=None",
    "self, model_input, temperature=0.1",
    "self, model_input, a=1, b=2",
    "self, context, model_input, a, params=None",
    "self, context, model_input, a=1, params=None",
    "self, context, model_input, *, params=None",
    "self, context, model_input, *, extra",
    "self, context, model_input, *, extra=1",
    "self, model_input, *, params",
    "self, model_input, /, params=None",
    "self, model_input, params, /",
    "self, *args",
    "self, *args, **kwargs",
    "self, model_input, *args",
    "self, model_input, **kwargs",
    "self, model_input, *args, **kwargs",
    "self, context, model_input, **kwargs",
    "self, context",
    "self, params",
    "self, context, params",
    "self, model_input, context",
    "self, model_input, context=None",
    "self, model_input, params=None, **kwargs",
    "self, context, model_input, params=None, *args, **kwargs",
    "self, question, history, params=None",
    "self, question, history, language",
    "self, question=None, history=None, language=None",
    "self, model_input: list[str], params: dict = None",
    "self, model_input, **params",
    "self",
  ],
  ChatModel: [
    "self, context, messages, params",
    "self, messages, params",
    "self, messages",
    "self, messages, params, extra",
    "self, messages, params, extra=None",
    "self, context, messages, params, extra",
    "self, messages, *args",
    "self, messages, **kwargs",
  ],
  ChatAgent: [
    "self, messages, context=None, custom_inputs=None",
    "self, messages, context, custom_inputs",
    "self, messages",
    "self, messages, context=None",
    "self, messages, *args",
    "self, messages, context, custom_inputs, more",
    "self, a, b, c",
  ],
  ResponsesAgent: [
    "self, request",
    "self, req, more=None",
    "self, request, context",
    "self, *args",
    "self, *, request",
    "self",
  ],
};
const cases = Object.entries(forms).flatMap(([kind, list]) => list.map((parameters) => [kind, parameters] as const));
let seen: string[] = [];

beforeAll(async () => {
  const python = await langchainPython();
  const script = path.join(__dirname, "predictParameters.py");
  const given = process.env.MLFLOW_AGENTS_TEST_PREDICT_PYTHON ?? python;
  const out = execFileSync(given, [script], { input: JSON.stringify(cases), encoding: "utf8" });
  seen = z.array(z.string()).parse(JSON.parse(out.trim().split("\n").at(-1) ?? ""));
}, 170_000);

test.for(cases.map(([kind, parameters], index) => [kind, parameters, index] as const))(
  "predict of a %s with (%s): the rule says what MLflow does",
  async ([kind, parameters, index]) => {
    const code = `import mlflow\nfrom mlflow.pyfunc import ${kind}\n\n\nclass Agent(${kind}):\n    def predict(${parameters}):\n        return [str(${parameters.includes("model_input") ? "model_input" : "1"})]\n\n\nmlflow.models.set_model(Agent())\n`;
    const folder = await folderWith({ "agent.py": code });
    const { reading } = await planPackage(source({}), folder);
    if (reading === undefined) throw new Error("nothing was read");
    const found = checkAgent(reading, { only: ["predict-parameters"] });
    const said = found.map(
      ({ severity, summary }) => `${severity} ${/context here/.test(summary) ? "context as model_input" : "refused"}`,
    );
    expect(said).toEqual(seen[index] === "called" ? [] : [`error ${seen[index]}`]);
  },
);
