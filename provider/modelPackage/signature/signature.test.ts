import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, source } from "../../../test/conformance/folder.js";
import { planPackage } from "../plan.js";

const agent = (parameter: string, head = "") =>
  `import mlflow\n${head}class Agent(mlflow.pyfunc.PythonModel):\n    def predict(self, context, ${parameter}):\n        return "x"\nmlflow.models.set_model(Agent())\n`;

async function signatureOf(code: string, given = {}) {
  return (await planOf(await folderWith({ "agent.py": code }), given)).document.signature;
}

test("a type hint that cannot be read is told, for the served agent would get other data than in a notebook", async () => {
  for (const [hint, head] of [
    ["list[Unknown]", "from elsewhere import Unknown\n"],
    ["list[Optional[str]]", "from typing import Optional\n"],
    ['"list[str]"', ""],
  ]) {
    const [problem] = await problemsOf(await folderWith({ "agent.py": agent(`model_input: ${hint}`, head) }));
    expect(problem).toMatch(/^code invalidAgent: MLflow derives the signature from the type hint/);
  }
});

test("a name for a list is the list, as Python evaluates it", async () => {
  for (const alias of [
    "Alias = list[str]",
    "from typing import List\nAlias = List[str]",
    "if True:\n    Alias = list[str]",
  ])
    expect(await signatureOf(agent("model_input: Alias", `${alias}\n`))).toMatchObject({
      inputs: '[{"type": "string", "required": true}]',
    });
});

test("a data frame, and what MLflow takes no signature from, leaves it to the example", async () => {
  const code = agent("model_input: pd.DataFrame", "import pandas as pd\n");
  expect(await signatureOf(code, { inputExample: { q: "x" } })).toEqual({
    inputs: '[{"type": "string", "name": "q", "required": true}]',
    outputs: null,
    params: null,
  });
  expect(await signatureOf(code)).toBeUndefined();
});

test("without a full signature there is a warning, because Unity Catalog refuses the model", async () => {
  const { warnings } = await planPackage(source(), await folderWith({ "agent.py": agent("model_input") }));
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("Unity Catalog will not take it")]);
});

test("inference parameters are kept beside what type hints decide, as MLflow keeps those of an example", async () => {
  const code = agent("model_input: list[str], params=None");
  const params = [{ name: "model_name", type: "string", default: "x", shape: null }];
  const folder = await folderWith({ "agent.py": code });
  const { plan, warnings } = await planPackage(
    source({ signature: { inputs: undefined, outputs: undefined, params } }),
    folder,
  );
  expect(warnings).toEqual([]);
  expect(plan?.document.signature).toEqual({
    inputs: '[{"type": "string", "required": true}]',
    outputs: '[{"type": "any", "required": true}]',
    params: '[{"name": "model_name", "default": "x", "shape": null, "type": "string"}]',
  });
  const inputs = [{ type: "string" }];
  const both = await planPackage(source({ signature: { inputs, outputs: undefined, params } }), folder);
  expect(both.warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    expect.stringMatching(/^signature\.inputs: the type hints of `predict` decide inputs and outputs/),
  ]);
  expect(both.plan?.document.signature).toEqual(plan?.document.signature);
});

test("a signature without inputs is refused where no type hint tells them", async () => {
  const folder = await folderWith({ "agent.py": agent("model_input") });
  const [problem] = await problemsOf(folder, { signature: { inputs: undefined, outputs: [{ type: "string" }] } });
  expect(problem).toMatch(/^signature\.inputs invalidArgument: it is missing, and `predict` has no type hints/);
});

test("a written signature is checked for its form", async () => {
  const folder = await folderWith({ "agent.py": agent("model_input") });
  const problems = await problemsOf(folder, { signature: { inputs: "not json", outputs: { type: "string" } } });
  expect(problems.map((problem) => problem.split(":")[0])).toEqual([
    "signature.inputs invalidArgument",
    "signature.outputs invalidArgument",
  ]);
});

const legacyAgent = [
  "import mlflow",
  "class Agent(mlflow.pyfunc.PythonModel):",
  "    def predict(self, context, model_input):",
  '        return {"content": "x"}',
  "mlflow.models.set_model(Agent())",
  "",
].join("\n");

test("MLflow's classes from before the interfaces are a signature by their name", async () => {
  const folder = await folderWith({ "agent.py": legacyAgent });
  const signature = { inputs: "SplitChatMessagesRequest", outputs: "StringResponse" };
  for (const mlflowVersion of ["2.22.5", "3.17.2"]) {
    const { document } = await planOf(folder, { signature, mlflowVersion });
    expect(document.signature).toMatchObject({
      inputs: expect.stringMatching(/"query".*"history", "required": false/),
      outputs: '[{"type": "string", "name": "content", "required": true}]',
    });
  }
});

test("a class that MLflow has not, or has on the other side, is told with those there are", async () => {
  const folder = await folderWith({ "agent.py": legacyAgent });
  const problems = await problemsOf(folder, { signature: { inputs: "StringResponse", outputs: "toString" } });
  expect(problems).toEqual([
    expect.stringMatching(/^signature\.inputs .*ChatCompletionRequest, SplitChatMessagesRequest/),
    expect.stringMatching(/^signature\.outputs .*ChatCompletionResponse, StringResponse/),
  ]);
});

test("of two bases the one that overrides decides, as Python's order has it", async () => {
  const code = [
    "import mlflow",
    "from mlflow.pyfunc import PythonModel",
    "class Base(PythonModel):",
    "    def predict(self, model_input: list[str]) -> list[str]:",
    "        return model_input",
    "class Left(Base):",
    "    pass",
    "class Right(Base):",
    "    def predict(self, model_input: list[int]) -> list[float]:",
    "        return model_input",
    "class Agent(Left, Right):",
    "    pass",
    "mlflow.models.set_model(Agent())",
    "",
  ].join("\n");
  expect(await signatureOf(code)).toMatchObject({
    inputs: '[{"type": "long", "required": true}]',
    outputs: '[{"type": "double", "required": true}]',
  });
});

test("a decorator of the agent's own that wraps predict is looked through, as MLflow does", async () => {
  const code = [
    "import functools",
    "import mlflow",
    "def timed(f):",
    "    @functools.wraps(f)",
    "    def inner(*args, **kwargs):",
    "        return f(*args, **kwargs)",
    "    return inner",
    "class Agent(mlflow.pyfunc.PythonModel):",
    "    @timed",
    "    def predict(self, model_input: list[str]) -> list[str]:",
    "        return model_input",
    "mlflow.models.set_model(Agent())",
    "",
  ].join("\n");
  expect(await signatureOf(code)).toMatchObject({ inputs: '[{"type": "string", "required": true}]' });
});

test("hints by star imports, and of which a condition chooses one, are read; one for type checkers is none", async () => {
  const text = '[{"type": "string", "required": true}]';
  expect(await signatureOf(agent("model_input: List[str]", "from typing import *\n"))).toMatchObject({ inputs: text });
  const versions =
    "import sys\nif sys.version_info > (3, 9):\n    L = list[str]\nelse:\n    from typing import List\n    L = List[str]\n";
  expect(await signatureOf(agent("model_input: L", versions))).toMatchObject({ inputs: text });
  const checkers =
    "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from kinds import Rows\n";
  const { plan, problems } = await planPackage(
    source(),
    await folderWith({ "agent.py": `${checkers}${agent("model_input: Rows")}` }),
  );
  expect([plan?.document.signature, problems]).toEqual([undefined, []]);
});
