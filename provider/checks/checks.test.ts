import { expect, test } from "vitest";
import { folderWith, smallAgent, source } from "../../test/conformance/folder.js";
import { type AgentSource, planPackage } from "../modelPackage/index.js";
import { type CheckOptions, checkAgent } from "./index.js";

const configured = `from mlflow.models import ModelConfig\nconfig = ModelConfig(development_config={"llm": "x"})\nLLM = config.get("llm")\n${smallAgent}`;

/** What is found in an agent: `severity code file:line:column: message`. */
async function found(
  files: Record<string, string>,
  given: Partial<AgentSource> = {},
  options: CheckOptions = {},
): Promise<string[]> {
  const { reading } = await planPackage(source(given), await folderWith(files));
  if (reading === undefined) throw new Error("nothing was read");
  return checkAgent(reading, options).map(
    ({ severity, code, file, line, column, message }) => `${severity} ${code} ${file}:${line}:${column}: ${message}`,
  );
}

test("a configuration that is read and not given would fail where the agent is served", async () => {
  const files = { "agent.py": configured };
  const missing = [expect.stringMatching(/^error missing-model-config agent\.py:2:10: ModelConfig is read here, and/)];
  expect(await found(files)).toEqual(missing);
  // MLflow leaves out an empty configuration.
  expect(await found(files, { modelConfig: {} })).toEqual(missing);
  expect(await found(files, { modelConfig: { llm: "y" } })).toEqual([]);
  expect(await found(files, {}, { configKnown: false })).toEqual([]);
});

test("a key that is read and not given is named, with its place, as deep as it can be followed", async () => {
  expect(await found({ "agent.py": configured }, { modelConfig: { lln: "y" } })).toEqual([
    'error missing-config-key agent.py:3:7: the key "llm" is read here, and `modelConfig` does not hold it. Did you mean "lln"?',
  ]);
  const deep = `from mlflow.models import ModelConfig\nconfig = ModelConfig()\nllm = config.get("llm")\nNAME = llm["name"]\nT = llm.get("temperature")\nX = config.to_dict()["x"]\n${smallAgent}`;
  expect(await found({ "agent.py": deep }, { modelConfig: { llm: { endpoint: "e" }, x: 1 } })).toEqual([
    'error missing-config-key agent.py:4:8: the key "name" is read here, and `modelConfig.llm` does not hold it. Add it to `modelConfig`.',
  ]);
  const attribute = `from mlflow.models import ModelConfig\nclass Helper:\n    def __init__(self):\n        self.config = ModelConfig()\n        self.llm = self.config.get("llm")\nhelper = Helper()\n${smallAgent}`;
  expect(await found({ "agent.py": attribute }, { modelConfig: { x: 1 } })).toEqual([
    expect.stringMatching(/^error missing-config-key agent\.py:5:20/),
  ]);
});

test("what may not run is a warning", async () => {
  const files = {
    "agent.py": `from mlflow.models import ModelConfig\ndef later():\n    return ModelConfig().get("llm")\ntry:\n    import extra\nexcept ImportError:\n    extra = None\n${smallAgent}`,
    "extra.py": "",
  };
  const [config, local, ...rest] = await found(files);
  expect([config, local, rest]).toEqual([
    expect.stringMatching(/^warning late-model-config/),
    expect.stringMatching(/^warning missing-code-path/),
    [],
  ]);
});

test("a dictionary's get, a parameter, or another class of that name, is no configuration", async () => {
  const code = `from mlflow.models import ModelConfig as Real\nfrom other import ModelConfig\nreal = Real()\nconfig = ModelConfig()\nx = config.get("a")\ny = {}.get("b")\ndef f(real):\n    return real.get("c") + real["d"]\n${smallAgent}`;
  const given = { modelConfig: { z: 1 }, requirements: ["mlflow==3.17.2", "other"] };
  expect(await found({ "agent.py": code }, given)).toEqual([]);
});

test("a file beside the agent that it imports has to be packaged", async () => {
  const files = {
    "agent.py": `import helper\nfrom tools.search import find\nimport json\nimport openai\n${smallAgent}`,
    "helper.py": "",
    "tools/__init__.py": "",
    "tools/search.py": "import deep\n",
    "deep/__init__.py": "",
    "openai/notes.txt": "a folder that is no package",
  };
  const given = { requirements: ["mlflow==3.17.2", "openai"] };
  expect(await found(files, given)).toEqual([
    expect.stringMatching(/^error missing-code-path agent\.py:1:1: helper is imported here and lies beside the agent/),
    expect.stringMatching(/agent\.py:2:1: tools is imported here.*Add "tools" to `codePaths`/),
    // What it needs in turn is told at once.
    expect.stringMatching(/tools\/search\.py:1:1: deep is imported here/),
  ]);
  expect(await found(files, { ...given, codePaths: ["helper.py", "tools"] })).toEqual([
    expect.stringMatching(/tools\/search\.py:1:1: deep is imported here/),
  ]);
  expect(await found(files, { ...given, codePaths: ["helper.py", "tools", "deep"] })).toEqual([]);
});

test("what the package holds elsewhere, or a requirement brings, is not called missing for certain", async () => {
  const files = {
    "agent.py": `from desk.core import x\n${smallAgent}`,
    "src/desk/__init__.py": "",
    "src/desk/core.py": "x = 1\n",
  };
  const requirements = ["mlflow==3.17.2"];
  expect(await found(files, { requirements, codePaths: ["src"] })).toEqual([
    expect.stringMatching(
      /^error missing-code-path agent\.py:1:1: .*the package holds it as code\/src\/desk, where Python does not look.*Add "src\/desk" to/,
    ),
  ]);
  const path = {
    ...files,
    "agent.py": `import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), "code", "src"))\n${files["agent.py"]}`,
  };
  expect(await found(path, { requirements, codePaths: ["src"] })).toEqual([
    expect.stringMatching(/^warning missing-code-path agent\.py:3:1/),
  ]);
  const wheel = { ...files, "wheels/desk-1.0-py3-none-any.whl": "x" };
  const given = { requirements: [...requirements, "code/wheels/desk-1.0-py3-none-any.whl"], codePaths: ["wheels"] };
  expect(await found(wheel, given)).toEqual([]);
  // Of a package that is not known nobody knows what it brings.
  expect(await found(files, { requirements: [...requirements, "acme-agents"] })).toEqual([
    expect.stringMatching(/^warning missing-code-path/),
  ]);
  expect(await found(files, { requirements: [...requirements, "-e ."] })).toEqual([
    expect.stringMatching(/^warning missing-code-path/),
  ]);
});

test("rules can be chosen and left out, and a comment ignores a finding of its line", async () => {
  const files = {
    "agent.py": `import openai  # mlflow-agents: ignore[missing-requirement]\nimport boto4\n${smallAgent}`,
  };
  expect(await found(files)).toEqual([expect.stringMatching(/^warning missing-requirement agent\.py:2:1/)]);
  expect(await found(files, {}, { without: ["missing-requirement"] })).toEqual([]);
  expect(await found(files, {}, { only: ["unused-ignore"] })).toEqual([]);
  const stale = {
    "agent.py": `import json  # mlflow-agents: ignore[missing-requirement, misssing-file]\n${smallAgent}`,
  };
  expect(await found(stale)).toEqual([
    "warning unused-ignore agent.py:1:38: missing-requirement is not found in this line. Remove the comment.",
    'warning unused-ignore agent.py:1:59: there is no finding called "misssing-file". Did you mean missing-file?',
  ]);
});

test("files that repeat themselves thousands of times take no long time", async () => {
  const many = (line: (index: number) => string, count = 2_000) =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const texts = [
    `def g():\n${many((i) => `    p${i} = 'a${i}'\n    open(p${i})`)}\ng()`,
    `class B:\n    def m(self):\n${many((i) => `        open(self.x${i})\n        self.x${i} = 1`)}\nB().m()`,
    `from mlflow.models import ModelConfig\nc = ModelConfig()\nx = c.get('a')${"['b']".repeat(2_000)}`,
    `def f(x):\n    return x\ny = ${"f(".repeat(2_000)}1${")".repeat(2_000)}`,
    many((i) => `def f${i}():\n    return f${i + 1}()`),
    `from pathlib import Path\np0 = Path('a')\n${many((i) => `p${i + 1} = p${i}`)}\nopen(p2000)`,
    many(() => "# mlflow-agents: ignore[a, b]"),
  ];
  const started = performance.now();
  for (const text of texts) await found({ "agent.py": `${text}\n${smallAgent}` }, { modelConfig: { a: 1 } });
  expect(performance.now() - started).toBeLessThan(15_000);
});
