import { expect, test } from "vitest";
import { planPackage } from "../../../provider/modelPackage/index.js";
import { readUses } from "../../../provider/uses/index.js";
import { folderWith, source } from "../../conformance/folder.js";
import { linesOf } from "./text.js";

// A `case` takes what Python lets it take: of what is not known, any case may be the one.

const head = "import os\nfrom dataclasses import dataclass\nfrom databricks_langchain import ChatDatabricks\n";
const cases = (subject: string, ...parts: [pattern: string, name: string][]) =>
  `${`${head}@dataclass\nclass Point:\n    x: str\n    y: str = "d"\n\ndef ask(request):\n    match ${subject}:\n${parts
    .map(([pattern, name]) => `        case ${pattern}:\n            ChatDatabricks(model=${name})\n`)
    .join("")}\nclass Agent(ResponsesAgent):\n    def predict(self, request):\n        ask(request)\n`.replace(
    "class Agent",
    "import mlflow\nfrom mlflow.pyfunc import ResponsesAgent\nclass Agent",
  )}mlflow.models.set_model(Agent())\n`;

const last: [string, string] = ["_", '"last"'];

test.for<[name: string, subject: string, pattern: string, bound: string, expected: string[]]>([
  ["a mapping of what is not known", "request", '{"a": a}', '"m"', ["servingEndpoint last", "servingEndpoint m"]],
  ["a class of what is not known", "request", "str(s)", '"m"', ["servingEndpoint last", "servingEndpoint m"]],
  ["a sequence of what is not known", "request", "[a, b]", '"m"', ["servingEndpoint last", "servingEndpoint m"]],
  ["an empty class pattern", "request", "dict()", '"m"', ["servingEndpoint last", "servingEndpoint m"]],
  ["an empty sequence", "request", "[]", '"m"', ["servingEndpoint last", "servingEndpoint m"]],
  ["an own class", "request", "Point(x=x)", '"m"', ["servingEndpoint last", "servingEndpoint m"]],
  ["a mapping that is known", '{"a": "one"}', '{"a": a}', "a", ["servingEndpoint one"]],
  ["a mapping with another key", '{"b": "one"}', '{"a": a}', "a", ["servingEndpoint last"]],
  ["a mapping in a mapping", '{"a": {"b": "one"}}', '{"a": {"b": c}}', "c", ["servingEndpoint one"]],
  ["a mapping with its rest", '{"a": 1, "b": "one"}', '{"a": 1, **rest}', 'rest["b"]', ["servingEndpoint one"]],
  ["a sequence that is known", '["one", "two"]', "[a, *b]", "b[0]", ["servingEndpoint two"]],
  ["a sequence of another length", '["one", "two"]', "[a]", "a", ["servingEndpoint last"]],
  ["items without brackets", '("one", "two")', '"one", b', "b", ["servingEndpoint two"]],
  ["a text as its class", '"one"', "str(s)", "s", ["servingEndpoint one"]],
  ["a text as another class", '"one"', "int(s)", '"m"', ["servingEndpoint last"]],
  ["an object by name", 'Point("one")', "Point(x=x)", "x", ["servingEndpoint one"]],
  ["an object by position", 'Point("one", "two")', "Point(_, y)", "y", ["servingEndpoint two"]],
  ["alternatives with a name", '"b"', '("a" | "b") as c', "c", ["servingEndpoint b"]],
  ["a name for the whole", '["one"]', "[_] as whole", "whole[0]", ["servingEndpoint one"]],
])("match: %s", ([, subject, pattern, bound, expected]) => {
  expect(linesOf(cases(subject, [pattern, bound], last))).toEqual(expected);
});

test("a guard leaves the later cases", () => {
  expect(linesOf(cases('{"a": "one"}', ['{"a": a} if os.environ.get("X")', "a"], last))).toEqual([
    "servingEndpoint last",
    "servingEndpoint one",
  ]);
});

test("variables in a text have no value unless something sets them", () => {
  const code = (text: string) => `${head}ChatDatabricks(model=os.path.expandvars(${text}))\n`;
  const [only, ...rest] = linesOf(code('"$LLM"'));
  expect([only, rest]).toEqual([expect.stringMatching(/^servingEndpoint \? .*LLM/), []]);
  expect(linesOf(`${head}os.environ["LLM"] = "one"\nChatDatabricks(model=os.path.expandvars("a-$LLM"))\n`)).toEqual([
    "servingEndpoint a-one",
  ]);
  expect(linesOf(code('"plain"'))).toEqual(["servingEndpoint plain"]);
});

test("a document whose variables are put in keeps what it says otherwise", () => {
  const code = `${head}import yaml\nD = yaml.safe_load(os.path.expandvars("""llm: one\nother: "\${OTHER}"\n"""))\nChatDatabricks(model=D["llm"])\nChatDatabricks(model=D["other"])\n`;
  expect(linesOf(code)).toEqual(["servingEndpoint one", expect.stringMatching(/^servingEndpoint \? .*OTHER/)].sort());
});

test("TOML is read, and a module answers for names that it does not have", async () => {
  const folder = await folderWith({
    "agent.py": `${head}import tomllib\nimport mlflow\nfrom names import llm\nimport names\nwith open("settings.toml", "rb") as f:\n    S = tomllib.load(f)\nChatDatabricks(model=S["models"]["chat"])\nChatDatabricks(model=llm)\nChatDatabricks(model=names.other)\nmlflow.models.set_model(object())\n`,
    "settings.toml": '[models]\nchat = "from-toml"\n',
    "names.py": 'def __getattr__(name):\n    return f"named-{name}"\n',
  });
  const { reading } = await planPackage(source({ codePaths: ["names.py"] }), folder);
  if (reading === undefined) throw new Error("nothing was read");
  expect(readUses(reading).uses.map(({ name }) => name)).toEqual(["from-toml", "named-llm", "named-other"]);
});
