import { expect, test } from "vitest";
import { linesOf } from "./text.js";

// Where control may go, names are found: a loop that is left early, a `try` that ends in its middle, a second request.

const agent = (body: string, init = "", more = "") => `import mlflow
import random
from databricks_langchain import ChatDatabricks
from mlflow.pyfunc import ResponsesAgent
${more}

def ask(name):
    return ChatDatabricks(model=name).invoke("x")


class Agent(ResponsesAgent):
    def __init__(self):
        self.none = None
${init
  .split("\n")
  .map((line) => `        ${line}`)
  .join("\n")}

    def predict(self, r):
${body
  .split("\n")
  .map((line) => `        ${line}`)
  .join("\n")}


mlflow.models.set_model(Agent())
`;
const both = ["servingEndpoint e-x", "servingEndpoint e-y"];

test.for<[name: string, body: string, expected: string[], init?: string]>([
  ["set before a break", 'm = "e-y"\nfor t in r.input:\n    if t.bad:\n        m = "e-x"\n        break\nask(m)', both],
  [
    "set before a continue",
    'm = "e-y"\nfor t in r.input:\n    if t.bad:\n        m = "e-x"\n        continue\n    r.go(t)\nask(m)',
    both,
  ],
  [
    "a loop without a condition",
    'm = "e-y"\nwhile True:\n    if r.done():\n        m = "e-x"\n        break\nask(m)',
    both,
  ],
  [
    "a try that ends in its middle",
    'm = "e-x"\ntry:\n    r.go()\n    m = "e-y"\nexcept Exception:\n    pass\nask(m)',
    both,
  ],
  [
    "a flag that a try sets at its end",
    'ok = False\ntry:\n    ask("e-y")\n    ok = True\nexcept Exception:\n    pass\nif not ok:\n    ask("e-x")',
    both,
  ],
  [
    "a try whose handler does not go on",
    'm = "e-x"\ntry:\n    m = "e-y"\nexcept Exception:\n    raise\nask(m)',
    ["servingEndpoint e-y"],
  ],
  [
    "a list that may have stayed empty",
    'docs = []\nfor d in r.input:\n    if d.ok:\n        docs.append(d)\nif not docs:\n    ask("e-x")\nask("e-y")',
    both,
  ],
  ["a list that was emptied", 'xs = ["a"]\nxs.clear()\nif not xs:\n    ask("e-x")\nask("e-y")', both],
  [
    "a list that is filled for certain",
    'xs = []\nfor n in ("e-x", "e-y"):\n    xs.append(n)\nif not xs:\n    xs = ["e-z"]\nfor x in xs:\n    ask(x)',
    both,
  ],
  [
    "a counter in a while",
    'n = 0\nwhile True:\n    n += 1\n    if n > 10:\n        ask("e-x")\n        break\nask("e-y")',
    both,
  ],
  ["a counter in a for", 'n = 0\nfor t in r.input:\n    n += 1\n    if n > 10:\n        ask("e-x")\nask("e-y")', both],
  [
    "what one turn leaves the next one finds",
    'm = None\nask("e-y")\nfor t in r.input:\n    if t.role == "system":\n        m = "e-x"\n    if t.role == "user" and m:\n        ask(m)',
    both,
  ],
  [
    "two calls of one path",
    'm = "e-x" if random.random() < 0.5 else "e-y"\nif random.random() < 0.5:\n    ask(m)',
    both,
  ],
  ["and, then or", 'ask(r.q and "e-x" or "e-y")', both],
  [
    "a mapping that something unknown updates",
    'cfg = {"on": False}\ncfg.update(r.settings)\nif cfg["on"]:\n    ask("e-x")\nask("e-y")',
    both,
  ],
  [
    "a failure that the next request finds",
    'if self.failed:\n    return ask("e-x")\ntry:\n    ask("e-y")\nexcept Exception:\n    self.failed = True',
    both,
    "self.failed = False",
  ],
  ["a counter of requests", 'self.n += 1\nif self.n > 10:\n    ask("e-x")\nask("e-y")', both, "self.n = 0"],
  [
    "a thing that is made at the first request",
    'if self.made is not None:\n    ask("e-x")\nself.made = r.make()\nask("e-y")',
    both,
    "self.made = None",
  ],
])("%s", ([, body, expected, init]) => {
  expect(linesOf(agent(body, init))).toEqual(expected);
});

test("a singleton that __new__ makes", () => {
  const more = `class Only:
    found = None

    def __new__(cls):
        if cls.found is None:
            cls.found = super().__new__(cls)
            cls.found.set_up()
        return cls.found

    def set_up(self):
        self.llm = ChatDatabricks(model="e-x")
`;
  expect(linesOf(agent("Only().llm.invoke(r)", "", more))).toEqual(["servingEndpoint e-x"]);
});
