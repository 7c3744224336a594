import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePython } from "../../../provider/python/source/parse.js";
import type { PythonModule } from "../../../provider/python/source/scope.js";
import { walk } from "../../../provider/python/source/tree.js";
import { readUses } from "../../../provider/uses/index.js";
import { corpusCases, readCase } from "./corpus.js";
import { linesOf, usesOfText } from "./text.js";

const chat = "import os, mlflow\nfrom databricks_langchain import ChatDatabricks\n";
const agentBase = "class A(mlflow.pyfunc.ResponsesAgent):\n";
const noDefault = (name: string) => `servingEndpoint ? the environment variable ${name} has no default`;

const rows: [name: string, code: string, expected: string[]][] = [
  [
    "a node of a graph is run again with what another node sets",
    `${chat}from langgraph.graph import StateGraph\nname = None\ndef first(state):\n    return ChatDatabricks(model=name)\ndef second(state):\n    global name\n    name = "databricks-late"\ng = StateGraph(dict)\ng.add_node("a", first)\ng.add_node("b", second)\nmlflow.models.set_model(g.compile())`,
    ["servingEndpoint databricks-late"],
  ],
  [
    "an attribute that is None until a later method sets it",
    `${chat}${agentBase}    def __init__(self):\n        self.llm = None\n    def predict(self, request):\n        return ChatDatabricks(model=self.llm)\n    def predict_stream(self, request):\n        self.llm = "databricks-late"\nmlflow.models.set_model(A())`,
    ["servingEndpoint databricks-late"],
  ],
  [
    "a name that is None whatever is run",
    `${chat}${agentBase}    name = None\n    def predict(self, request):\n        return ChatDatabricks(model=self.name)\nmlflow.models.set_model(A())`,
    ["servingEndpoint ? it is None"],
  ],
  [
    "what is not told at load stays, though the same call is told when it is run again",
    `${chat}def make(name):\n    return ChatDatabricks(model=name)\nTOP = make(os.environ["TOP"])\n${agentBase}    def predict(self, request):\n        return make(not_there)\n    def predict_stream(self, request):\n        return make("databricks-a")\nmlflow.models.set_model(A())`,
    ["servingEndpoint databricks-a", noDefault("TOP"), "servingEndpoint ? nothing gives not_there a value"],
  ],
  [
    "two variables at one place are two",
    `${chat}for name in (os.environ["A"], os.environ["B"]):\n    ChatDatabricks(model=name)`,
    [noDefault("A"), noDefault("B")],
  ],
  [
    "a variable in one branch, a name in the other",
    `${chat}name = os.getenv("A") if os.environ["C"] else "databricks-b"\nChatDatabricks(model=name)`,
    ["servingEndpoint databricks-b", noDefault("A")],
  ],
  [
    "a property's setter is run",
    `${chat}class S:\n    @property\n    def name(self):\n        return self._llm\n    @name.setter\n    def name(self, value):\n        self._llm = ChatDatabricks(model=value)\nS().name = "databricks-a"`,
    ["servingEndpoint databricks-a"],
  ],
  [
    "a property that is made by a call",
    `${chat}class S:\n    def read(self):\n        return "databricks-read"\n    name = property(read)\nChatDatabricks(model=S().name)`,
    ["servingEndpoint databricks-read"],
  ],
  [
    "what is behind a loop that ends by itself",
    `${chat}n = 0\nwhile n < 3:\n    n += 1\nelse:\n    ChatDatabricks(model="databricks-else")`,
    ["servingEndpoint databricks-else"],
  ],
  [
    "iterators of a class of the agent's own",
    `${chat}class Names:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        return "databricks-next"\nfor name in Names():\n    ChatDatabricks(model=name)`,
    ["servingEndpoint databricks-next"],
  ],
  [
    "any function of a file, by a name that is not told",
    `${chat}def small():\n    return ChatDatabricks(model="databricks-small")\nglobals()[os.environ["WHICH"]]()`,
    ["servingEndpoint databricks-small"],
  ],
  [
    "models whose provider is in a text that is not told",
    `import os, dspy, litellm\nfrom crewai import LLM\nfrom langchain.chat_models import init_chat_model\ndspy.LM(os.environ["A"])\nlitellm.completion(model=os.environ["B"], messages=[])\nLLM(model=os.environ["C"])\ninit_chat_model(os.environ["D"])\ndspy.LM("openai/gpt-5")\ninit_chat_model(os.environ["E"], model_provider="openai")`,
    ["A", "B", "C", "D"].map(noDefault),
  ],
  [
    "addresses that are not told",
    `import os, requests\nrequests.post(os.environ["URL"], json={"messages": []})\nrequests.post(os.environ["DATABRICKS_HOST"] + os.environ["PATH_OF"], json={})\nrequests.get(os.environ["WEATHER"])`,
    [
      noDefault("URL"),
      "servingEndpoint,function,vectorSearchIndex,genieSpace,ucConnection,app ? the environment variable PATH_OF has no default",
    ],
  ],
  [
    "tables in a catalog that is not told, of several, of the session's, and of a whole schema",
    `import os\nfrom databricks.sdk import WorkspaceClient\nfrom langchain_community.utilities import SQLDatabase\nw = WorkspaceClient()\nw.statement_execution.execute_statement(statement="select * from a.b", warehouse_id="1", catalog=os.environ["CAT"])\nfor c in ("x", "y"):\n    w.statement_execution.execute_statement("select * from t", "1", catalog=c, schema="s")\nw.statement_execution.execute_statement(statement="select * from c.d", warehouse_id="1")\nSQLDatabase.from_databricks(catalog="main", schema="tours", warehouse_id="1")\nSQLDatabase.from_databricks(catalog="main", schema="one", warehouse_id="1", include_tables=["t"])`,
    [
      "sqlWarehouse 1",
      "table main.one.t",
      "table x.s.t",
      "table y.s.t",
      "table ? any table of main.tours may be asked for",
      "table ? the environment variable CAT has no default",
      'table ? "c.d" names no catalog: it is the session\'s',
    ],
  ],
  [
    "what fills a parameter of a handler",
    `${chat}from typing import Annotated\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\ndef small():\n    return ChatDatabricks(model="databricks-small")\ndef big():\n    return ChatDatabricks(model="databricks-big")\n@app.post("/ask")\ndef ask(q: str, a=Depends(small), b: Annotated[object, Depends(big)] = None):\n    return a`,
    ["servingEndpoint databricks-big", "servingEndpoint databricks-small"],
  ],
  [
    "a class of classes",
    `${chat}class Meta(type):\n    def __new__(mcs, name, bases, namespace):\n        cls = super().__new__(mcs, name, bases, namespace)\n        cls.llm = ChatDatabricks(model=namespace["endpoint"])\n        return cls\nclass A(metaclass=Meta):\n    endpoint = "databricks-a"`,
    ["servingEndpoint ? it is the argument namespace of __new__"],
  ],
];

test.each(rows)("%s", (_, code, expected) => {
  expect(linesOf(code)).toEqual([...expected].sort());
});

test("what a limit cuts off is said", () => {
  const many = (line: (index: number) => string, count: number) =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const branches = `${chat}name = "databricks-0"\n${many((i) => `if os.environ["E${i}"]:\n    name = "databricks-${i}"`, 80)}\nChatDatabricks(model=name)`;
  expect(linesOf(branches)).toContain("servingEndpoint ? it may be more things than are kept");
  const called = `${chat}def f(n):\n    return ChatDatabricks(model=n)\n${many((i) => `f("m${i}")`, 400)}`;
  expect(usesOfText(called).stopped).toBe("f is called more than 300 times");
  const handlers = `${chat}f = None\n${many((i) => `if os.environ["E${i}"]:\n    f = lambda: ChatDatabricks(model="m${i}")`, 80)}\nf()`;
  expect(usesOfText(handlers).stopped).toBe("a value may be more things than are kept");
  expect(usesOfText('exec(open("more.py").read())').stopped).toBe("agent.py runs code that is in a text");
});

const simple = new Set(["AssignStatement", "ExpressionStatement", "ReturnStatement", "UpdateStatement"]);

type Reading = Parameters<typeof readUses>[0];
type ReadAgent = ReturnType<typeof readUses>;

/** Reads an agent with a part of one of its files put otherwise. */
function readWith(reading: Reading, module: PythonModule, text: string, environment: Record<string, string>) {
  const { parsed } = module;
  module.parsed = parsePython(text);
  try {
    return readUses(reading, { environment: { ...environment } });
  } finally {
    module.parsed = parsed;
  }
}

test("a text that is not told any more takes no use away, and neither does a name that nothing gives a value", async () => {
  const agents: {
    name: string;
    reading: Reading;
    environment: Record<string, string>;
    modules: PythonModule[];
    before: ReadAgent;
  }[] = [];
  for (const folder of ["corpus", "blind"])
    for (const one of corpusCases(path.join(__dirname, folder))) {
      const reading = await readCase(one);
      // What is asked for by an attribute's name is no name of a thing.
      if (reading === undefined || /^(?:77|85)-/.test(one.name)) continue;
      const environment = one.expected.environment ?? {};
      const modules = [...new Set([reading.module, ...(reading.modules?.modules ?? []).map(({ module }) => module)])];
      agents.push({
        name: one.name,
        reading,
        environment,
        modules,
        before: readUses(reading, { environment: { ...environment } }),
      });
    }
  const replacements = ['__import__("os").environ["QQ"]', "never_given", "print.never_given"];
  const property = fc.property(
    fc.nat(),
    fc.nat(),
    fc.nat(),
    fc.constantFrom(...replacements),
    (number, which, at, put) => {
      const agent = agents[number % agents.length];
      if (agent === undefined) return;
      const { reading, environment, modules, before, name } = agent;
      const module = modules[which % modules.length];
      if (module === undefined) return;
      const { text, tree } = module.parsed;
      const texts: [from: number, to: number][] = [];
      const statements: number[] = [];
      walk(tree.topNode, (node) => {
        if (simple.has(node.name) && node.firstChild?.name !== "String") statements.push(node.from);
        if (node.name === "FormatString" || node.name === "ContinuedString") return false;
        const source = text.slice(node.from, node.to);
        // A name of a thing, not a key or a piece of an address.
        if (
          node.name === "String" &&
          /^["'][\w.-]{6,}["']$/.test(source) &&
          node.parent?.name !== "ExpressionStatement"
        )
          texts.push([node.from, node.to]);
        return true;
      });
      const statement = statements[at % Math.max(statements.length, 1)];
      if (statement !== undefined && !text.startsWith("from __future__")) {
        const asked = readWith(
          reading,
          module,
          `${text.slice(0, statement)}never_given; ${text.slice(statement)}`,
          environment,
        );
        const seen = new Set(asked.uses.map((use) => `${use.path}:${use.line} ${use.kind} ${use.name}`));
        for (const use of before.uses) expect(seen, name).toContain(`${use.path}:${use.line} ${use.kind} ${use.name}`);
      }
      const [from, to] = texts[at % Math.max(texts.length, 1)] ?? [];
      if (from === undefined || to === undefined) return;
      const names = new Set(before.uses.map((use) => use.name));
      if (!names.has(text.slice(from + 1, to - 1))) return;
      const after = readWith(reading, module, text.slice(0, from) + put + text.slice(to), environment);
      const kept = new Set([...after.uses, ...after.unresolved].map((one) => `${one.path}:${one.line}`));
      const elsewhere = new Set(after.uses.map((use) => `${use.kind} ${use.name}`));
      for (const use of before.uses)
        if (!elsewhere.has(`${use.kind} ${use.name}`))
          expect(kept, `${name} ${use.name}`).toContain(`${use.path}:${use.line}`);
    },
  );
  fc.assert(property, { numRuns: Number(process.env.USES_RUNS ?? 600) });
});
