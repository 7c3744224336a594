import { expect, test } from "vitest";
import { linesOf } from "./text.js";

const index =
  "import os, mlflow\nfrom databricks_langchain import VectorSearchRetrieverTool, UCFunctionToolkit\nfrom mlflow.pyfunc import PythonModel\n";
const tool = (name: string) => `VectorSearchRetrieverTool(index_name=${name})`;
const found = (name: string) => `vectorSearchIndex main.${name}`;
const unset = (name: string) => `vectorSearchIndex ? the environment variable ${name} has no default`;
const model = (load: string, use: string) =>
  `${index}class M(PythonModel):\n    def load_context(self, context):\n${load}    def predict(self, context, model_input):\n        return ${use}\nmlflow.models.set_model(M())`;

const rows: [name: string, code: string, expected: string[]][] = [
  // None is no name.
  [
    "a key that is not there, in an f-string, a sum, a format and a join",
    `${index}s = {}\n${tool("f\"{s.get('a')}.b.c\"")}\n${tool('str(s.get("b")) + ".b.c"')}\n${tool('"{}.b.c".format(s.get("c"))')}\n${tool('".".join([s.get("d"), "b", "c"])')}`,
    ["a", "b", "c", "d"].map((key) => `vectorSearchIndex ? the mapping has no key "${key}"`),
  ],
  [
    "None in one case and a catalog in the other",
    `${index}def f(catalog=None):\n    if catalog is None:\n        catalog = "main"\n    return ${tool('f"{catalog}.a.b"')}\nf()\ncfg = None if os.environ["C"] else "main"\n${tool('f"{cfg}.c.d"')}`,
    [found("a.b"), found("c.d")],
  ],
  [
    "guards of attributes, items and names leave None out",
    `${index}class S:\n    x = None if os.environ["C"] else "main.a.x"\ns = S()\nd = {"k": None if os.environ["C"] else "main.a.k"}\nif s.x:\n    ${tool('s.x + ""')}\nif d["k"] is not None:\n    ${tool('d["k"]')}\nassert s.x\n${tool("s.x")}`,
    [found("a.k"), found("a.x")],
  ],
  [
    "a guard that ends the function, a chain of and, a choice",
    `${index}e = os.getenv("E")\ndef f():\n    if not e:\n        return None\n    return ${tool("e")}\nf()\nn = None if os.environ["C"] else "main.a.n"\nn and ${tool("n")}\n${tool('n if n else "main.a.else"')}\nif (w := n) is not None:\n    ${tool("w")}`,
    [found("a.else"), found("a.n"), unset("E")],
  ],
  [
    "an attribute that is given another value behind its guard",
    `${index}class S:\n    x = ""\ns = S()\nif not s.x:\n    s.x = "main.a.set"\n${tool("s.x")}`,
    [found("a.set")],
  ],
  // An empty default is none.
  [
    "variables whose default is empty, guarded and not",
    `${index}${tool('os.environ.get("A", "")')}\nb = (os.getenv("B") or "").strip()\nif b:\n    ${tool("b")}\nif not os.environ.get("C", ""):\n    raise ValueError("C")\n${tool('os.environ.get("C", "")')}`,
    [unset("A"), unset("B"), unset("C")],
  ],
  [
    "a list of names whose default is empty",
    `${index}UCFunctionToolkit(function_names=[n.strip() for n in os.environ.get("TOOLS", "").split(",") if n.strip()])\nUCFunctionToolkit(function_names=list(filter(None, os.getenv("MORE", "").split(","))))`,
    ["TOOLS", "MORE"].map((name) => `function ? the environment variable ${name} has no default`),
  ],
  [
    "JSON whose default is empty, and JSON whose default is not",
    `${index}import json\nUCFunctionToolkit(function_names=json.loads(os.environ.get("TOOLS", "[]")))\n${tool('json.loads(os.getenv("MAP", "{}"))["faq"]')}\n${tool('json.loads(os.getenv("ONE", \'["main.d.json"]\'))[0]')}`,
    ["function ? the environment variable TOOLS has no default", unset("MAP"), `${found("d.json")} default of ONE`],
  ],
  [
    "settings whose default is empty or None",
    `${index}from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    one: str = ""\n    two: str | None = None\ns = S()\nif s.one:\n    ${tool("s.one")}\nif s.two is not None:\n    ${tool("s.two")}`,
    [unset("ONE"), unset("TWO")],
  ],
  // Defaults are marked.
  [
    "defaults of variables, however they are written",
    `${index}${tool('os.environ.get("A", "main.d.a")')}\n${tool('os.getenv("B") or "main.d.b"')}\nc = os.getenv("C")\n${tool('c if c else "main.d.c"')}\nd = os.environ.get("D", "main")\n${tool('f"{d}.d.d"')}\n${tool('"main.d.plain"')}\n${tool('os.getenv("P", "main.d.plain")')}`,
    [...["A", "B", "C", "D"].map((name) => `${found(`d.${name.toLowerCase()}`)} default of ${name}`), found("d.plain")],
  ],
  [
    "a default of the configuration, and no second hint",
    model(
      '        s = context.model_config or {}\n        self.index = s.get("index", "main.d.config")\n        self.other = f"{s.get(\'catalog\', \'main\')}.d.other"\n',
      `${tool("self.index")}, ${tool("self.other")}`,
    ),
    [`${found("d.config")} default of index`, `${found("d.other")} default of catalog`],
  ],
  [
    "a key of the configuration that has no default",
    model(
      "        s = context.model_config or {}\n        self.index = f\"{s.get('catalog')}.d.faq\"\n",
      tool("self.index"),
    ),
    ['vectorSearchIndex ? the agent is logged without a model configuration that has the key "catalog"'],
  ],
];

test.each(rows)("%s", (_, code, expected) => {
  expect(linesOf(code)).toEqual([...expected].sort());
});
