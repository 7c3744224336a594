import { expect, test } from "vitest";
import { folderWith, planOf, problemsOf } from "../../test/conformance/folder.js";

const end = "mlflow.models.set_model(Agent())\n";
const body = ":\n    def predict(self, request):\n        yield\n";

const recognised: Record<string, [string, string, boolean]> = {
  "a dotted name": [`import mlflow\nclass Agent(mlflow.pyfunc.ChatAgent)${body}${end}`, "ChatAgent", false],
  "an imported name": [
    `import mlflow\nfrom mlflow.pyfunc import ChatModel\nclass Agent(ChatModel)${body}${end}`,
    "ChatModel",
    false,
  ],
  "aliases everywhere": [
    `import mlflow.pyfunc as p\nfrom mlflow.models import set_model as done\nBase = p.PythonModel\nclass Agent(Base)${body}` +
      "    def predict_stream(self, context, model_input):\n        yield 1\nagent = Agent()\ndone(agent)\n",
    "PythonModel",
    true,
  ],
  "import *": [
    `from mlflow.models import *\nfrom mlflow.pyfunc import *\nclass Agent(ResponsesAgent)${body}set_model(Agent())\n`,
    "ResponsesAgent",
    false,
  ],
  "a local base class that streams": [
    `import mlflow\nclass Base(mlflow.pyfunc.ResponsesAgent)${body}    def predict_stream(self, r):\n        yield 1\nclass Agent(Base, Generic[T]):\n    pass\n${end}`,
    "ResponsesAgent",
    true,
  ],
  "a factory with a local variable": [
    `import mlflow\nclass Agent(mlflow.pyfunc.ChatAgent)${body}def build():\n    made = Agent()\n    return made\nAGENT = build()\nmlflow.models.set_model(model=AGENT)\n`,
    "ChatAgent",
    false,
  ],
  "a class behind try and if": [
    `try:\n    import mlflow\nexcept ImportError:\n    raise\nif True:\n    class Agent(mlflow.pyfunc.ChatAgent)${body.replaceAll("\n    ", "\n        ")}\n${end}`,
    "ChatAgent",
    false,
  ],
  "a decorated class": [
    `import mlflow\n@register\nclass Agent(mlflow.pyfunc.ChatAgent)${body}${end}`,
    "ChatAgent",
    false,
  ],
  "a plain function": [
    "import mlflow\ndef answer(model_input: list[str]) -> str:\n    return 'x'\nmlflow.models.set_model(answer)\n",
    "PythonModel",
    false,
  ],
  "a Databricks notebook as source": [
    `# Databricks notebook source\n# MAGIC %pip install openai\n# COMMAND ----------\nimport mlflow\nclass Agent(mlflow.pyfunc.ChatAgent)${body}# COMMAND ----------\n${end}`,
    "ChatAgent",
    false,
  ],
  "Windows line ends and a byte order mark": [
    `\ufeffimport mlflow\r\nclass Agent(mlflow.pyfunc.ChatAgent)${body.replaceAll("\n", "\r\n")}${end}`,
    "ChatAgent",
    false,
  ],
};

const maker = `import mlflow\nfrom mlflow.pyfunc import ResponsesAgent\nclass Inner(ResponsesAgent)${body}`;
Object.assign(recognised, {
  "a static method that is called by keyword": [
    `${maker}class Maker:\n    @staticmethod\n    def create(*, name: str) -> ResponsesAgent:\n        return Inner()\nAGENT = Maker.create(name="x")\nmlflow.models.set_model(AGENT)\n`,
    "ResponsesAgent",
    false,
  ],
  "a class method, a dictionary and a loop": [
    `${maker}    @classmethod\n    def of(cls, n):\n        return cls()\nmade = {n: Inner.of(n) for n in ("a", "b")}\nmlflow.models.set_model(made["b"])\n`,
    "ResponsesAgent",
    false,
  ],
  "the return type of a function whose body does not tell": [
    `import mlflow\nimport plugins\nfrom mlflow.pyfunc import ChatAgent\ndef load() -> ChatAgent:\n    return plugins.load("x")\nmlflow.models.set_model(load())\n`,
    "ChatAgent",
    false,
  ],
  "a return type of a class of its own": [
    `${maker}import plugins\ndef load() -> Inner:\n    return plugins.load("x")\nmlflow.models.set_model(load())\n`,
    "ResponsesAgent",
    false,
  ],
  "set_model under a name that another module handed on": [
    `from elsewhere import set_model as publish\n${maker}publish(Inner())\n`,
    "ResponsesAgent",
    false,
  ],
  "set_model taken by getattr": [`${maker}getattr(mlflow.models, "set_model")(Inner())\n`, "ResponsesAgent", false],
  "the later of two classes of one name": [
    `import os\nimport mlflow\nfrom mlflow.pyfunc import ChatAgent, ResponsesAgent\nif os.environ.get("OLD"):\n    class A(ChatAgent)${body.replaceAll("\n    ", "\n        ")}else:\n    class A(ResponsesAgent)${body.replaceAll("\n    ", "\n        ")}mlflow.models.set_model(A())\n`,
    "ResponsesAgent",
    false,
  ],
  "set_model behind a raise, which fails when it is loaded": [
    `import mlflow\nfrom mlflow.pyfunc import ResponsesAgent\nclass A(ResponsesAgent)${body}raise RuntimeError("no database")\nmlflow.models.set_model(A())\n`,
    "ResponsesAgent",
    false,
  ],
  "a class and a model that are made behind a raise": [
    `import mlflow\nfrom mlflow.pyfunc import ChatAgent\nraise RuntimeError("no database")\nclass A(ChatAgent)${body}AGENT = A()\nmlflow.models.set_model(AGENT)\n`,
    "ChatAgent",
    false,
  ],
  "set_model behind a large table": [
    `import mlflow\nfrom mlflow.pyfunc import ResponsesAgent\nTABLE = [\n${"    [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],\n".repeat(45_000)}]\nclass A(ResponsesAgent)${body}mlflow.models.set_model(A())\n`,
    "ResponsesAgent",
    false,
  ],
  "a model that is named as it is given": [
    `${maker}mlflow.models.set_model(agent := Inner())\n`,
    "ResponsesAgent",
    false,
  ],
});

for (const [how, [code, kind, streaming]] of Object.entries(recognised)) {
  test(`the interface is found through ${how}`, async () => {
    const plan = await planOf(await folderWith({ "agent.py": code }));
    expect([plan.interface, plan.streaming]).toEqual([kind, streaming]);
  });
}

test("the interface is found through local modules, packages and re-exports", async () => {
  const folder = await folderWith({
    "agent.py": "import mlflow\nfrom tools import Agent\nmlflow.models.set_model(Agent())\n",
    "tools/__init__.py": "from .agents.main import Agent\n",
    "tools/agents/__init__.py": "",
    "tools/agents/main.py": `from ..bases import Base\nclass Agent(Base)${body}`,
    "tools/bases.py": "import compat\nclass Base(compat.ResponsesAgent):\n    pass\n",
    "compat.py": "from mlflow.pyfunc import ResponsesAgent\n",
  });
  const plan = await planOf(folder, { codePaths: ["tools", "compat.py"] });
  expect([plan.interface, plan.className]).toEqual(["ResponsesAgent", "Agent"]);
  expect(plan.imports.map(({ path }) => path)).toContain("code/tools/bases.py");
});

const refused: Record<string, [string, RegExp]> = {
  "no set_model": ["import mlflow\n", /agent\.py never calls mlflow\.models\.set_model/],
  "set_model in a comment and a text only": [
    '# mlflow.models.set_model(x)\nx = "mlflow.models.set_model(x)"\n',
    /never calls/,
  ],
  "set_model of something else, which may be MLflow's handed on": [
    "from other import set_model\nset_model(1)\n",
    /agent\.py:2:11: reading the file does not tell/,
  ],
  "a set_model that nothing imports": [
    "import mlflow\nset_model(1)\n",
    /agent\.py:2:1: set_model is called here, and nothing imports it/,
  ],
  "a set_model of a local module's own": [
    "import mlflow\ndef set_model(x):\n    return x\nset_model(1)\n",
    /never calls/,
  ],
  "set_model behind the main guard": [
    'import mlflow\nif __name__ == "__main__":\n    mlflow.models.set_model(1)\n',
    /agent\.py:3:5: set_model is only called under/,
  ],
  "a class instead of an instance": [
    `import mlflow\nclass Agent(mlflow.pyfunc.ChatAgent)${body}mlflow.models.set_model(Agent)\n`,
    /agent\.py:5:25: set_model is given the class Agent: pass an instance/,
  ],
  "a text": ["import mlflow\nmlflow.models.set_model('agent.py')\n", /is given a text/],
  "no argument": ["import mlflow\nmlflow.models.set_model()\n", /without a model/],
  "an unknown base": [
    "import mlflow\nfrom elsewhere import Base\nclass Agent(Base):\n    pass\nmlflow.models.set_model(Agent())\n",
    /whose base Base is not in the package/,
  ],
  "an object of another library": [
    "import mlflow\nfrom haystack import Pipeline\npipeline = Pipeline()\nmlflow.models.set_model(pipeline)\n",
    /agent\.py:4:25: reading the file does not tell.*"LangChain"/s,
  ],
  "classes and names that go in circles": [
    "import mlflow\na = b\nb = a\nclass A(B): pass\nclass B(A): pass\nmlflow.models.set_model(A())\nx = a\n",
    /descends from no class of MLflow/,
  ],
};

for (const [what, [code, message]] of Object.entries(refused)) {
  test(`refused: ${what}`, async () => {
    const problems = await problemsOf(await folderWith({ "agent.py": code }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^code invalidAgent: /);
    expect(problems[0]).toMatch(message);
  });
}

test("a named interface settles what reading cannot, and may not contradict it", async () => {
  const folder = await folderWith({
    "agent.py": "import mlflow\nfrom elsewhere import agent\nmlflow.models.set_model(agent)\n",
    "chat.py": `import mlflow\nclass Agent(mlflow.pyfunc.ChatAgent)${body}${end}`,
  });
  expect((await planOf(folder, { interface: "ChatAgent" })).task).toBe("agent/v2/chat");
  const [problem] = await problemsOf(folder, { code: "chat.py", interface: "ChatModel" });
  expect(problem).toMatch(/Agent is a ChatAgent, and the argument `interface` says ChatModel/);
});

const notPython: Record<string, [string, string | Buffer, RegExp]> = {
  "a syntax error": [
    "agent.py",
    "import os\ndef f(x):\n    return x +* 2\n",
    /invalidPython: agent\.py:3:\d+: .*\n +return x \+\* 2\n +\^/s,
  ],
  "an open bracket": ["agent.py", "x = f(1,\ny = 2\n", /agent\.py:1:6: \( is never closed/],
  "Python 2": ["agent.py", 'print "hello"\n', /print needs parentheses/],
  bytes: [
    "agent.py",
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
    /invalidPython: "agent\.py" is not Python: it holds NUL bytes/,
  ],
  "another encoding": ["agent.py", Buffer.from([0x23, 0xe9, 0x0a]), /is not Python: it is not valid UTF-8/],
  "a notebook": ["agent.ipynb", "{}", /invalidPython: "agent\.ipynb" is not a Python file\. Export/],
  "another file": ["agent.txt", "x", /is not a Python file\. Name the \.py file/],
};

for (const [what, [code, content, message]] of Object.entries(notPython)) {
  test(`not Python: ${what}`, async () => {
    const problems = await problemsOf(await folderWith({ [code]: content }), { code });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });
}
