import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf, smallAgent, source } from "../../test/conformance/folder.js";
import { planPackage } from "./plan.js";

const configured = `from mlflow.models import ModelConfig\nconfig = ModelConfig(development_config={"llm": "x"})\nLLM = config.get("llm")\n${smallAgent}`;

test("a configuration that is read and not given would fail where the agent is served", async () => {
  const folder = await folderWith({ "agent.py": configured });
  expect(await problemsOf(folder)).toEqual([
    expect.stringMatching(
      /^modelConfig invalidAgent: agent\.py:2:10: ModelConfig is read here, and `modelConfig` is not set/,
    ),
  ]);
  expect(await problemsOf(folder, { modelConfig: {} })).toHaveLength(1);
  expect((await planOf(folder, { modelConfig: { llm: "y" } })).interface).toBe("ResponsesAgent");
});

test("a key that is read and not given is named, with its place", async () => {
  const folder = await folderWith({ "agent.py": configured });
  expect(await problemsOf(folder, { modelConfig: { model: "y" } })).toEqual([
    expect.stringMatching(
      /^modelConfig invalidAgent: agent\.py:3:7: the key "llm" is read here, and `modelConfig` does not hold it/,
    ),
  ]);
});

test("what may not run is a warning", async () => {
  const folder = await folderWith({
    "agent.py": `from mlflow.models import ModelConfig\ndef later():\n    return ModelConfig().get("llm")\ntry:\n    import extra\nexcept ImportError:\n    extra = None\n${smallAgent}`,
    "extra.py": "",
  });
  const { plan, warnings } = await planPackage(source(), folder);
  expect(plan).toBeDefined();
  expect(warnings.map(({ path }) => path)).toEqual(["modelConfig", "codePaths"]);
});

test("a dictionary's get, or another class of that name, is no configuration", async () => {
  const folder = await folderWith({
    "agent.py": `from other import ModelConfig\nconfig = ModelConfig()\nx = config.get("a")\ny = {}.get("b")\n${smallAgent}`,
  });
  expect((await planOf(folder)).interface).toBe("ResponsesAgent");
});

test("a file beside the agent that it imports has to be packaged", async () => {
  const folder = await folderWith({
    "agent.py": `import helper\nfrom tools.search import find\nimport json\nimport openai\n${smallAgent}`,
    "helper.py": "",
    "tools/__init__.py": "",
    "tools/search.py": "import deep\n",
    "deep/__init__.py": "",
    "openai/notes.txt": "a folder that is no package",
  });
  expect(await problemsOf(folder)).toEqual([
    expect.stringMatching(
      /^codePaths invalidAgent: agent\.py:1:1: helper is imported here and lies beside the agent as helper\.py/,
    ),
    expect.stringMatching(/agent\.py:2:1: tools is imported here.*Add "tools" to `codePaths`/),
  ]);
  expect(await problemsOf(folder, { codePaths: ["helper.py", "tools"] })).toEqual([
    expect.stringMatching(/tools\/search\.py:1:1: deep is imported here/),
  ]);
  expect((await planOf(folder, { codePaths: ["helper.py", "tools", "deep"] })).imports).toHaveLength(5);
});
