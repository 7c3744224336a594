import { expect, test } from "vitest";
import { linesOf } from "./text.js";

const begin = `from contextlib import contextmanager, asynccontextmanager
from databricks_langchain import ChatDatabricks
@contextmanager
def pair():
    yield "one", "two"
@contextmanager
def nested():
    yield "one", ("two", "three")
@contextmanager
def single():
    yield "single"
@asynccontextmanager
async def later():
    yield "late", "later"
class Holder:
    pass
h = Holder()
d = {}
`;
const use = (...names: string[]) => names.map((name) => `ChatDatabricks(model=${name})`).join("; ");
const found = (...names: string[]) => names.map((name) => `servingEndpoint ${name}`);

const rows: [name: string, code: string, expected: string[]][] = [
  ["two names", `with pair() as (a, b):\n    ${use("a", "b")}`, found("one", "two")],
  ["names in names", `with nested() as (a, (b, c)):\n    ${use("a", "b", "c")}`, found("one", "two", "three")],
  ["a list and a rest", `with nested() as [a, *b]:\n    ${use("a", "b[0][1]")}`, found("one", "three")],
  ["two items", `with single() as x, pair() as (y, z):\n    ${use("x", "y", "z")}`, found("single", "one", "two")],
  [
    "items in parentheses",
    `with (\n    pair() as (a, b),\n    single() as c,\n):\n    ${use("a", "b", "c")}`,
    found("one", "two", "single"),
  ],
  ["one item in parentheses", `with (single() as x):\n    ${use("x")}`, found("single")],
  [
    "an attribute and an item",
    `with single() as h.x, pair() as d["k"]:\n    ${use("h.x", 'd["k"][1]')}`,
    found("single", "two"),
  ],
  [
    "async, in a function",
    `async def f():\n    async with later() as (a, b), single() as c:\n        ${use("a", "b", "c")}\nf()`,
    found("late", "later", "single"),
  ],
  ["items without a name", `with (pair(), single() as x):\n    ${use("x")}`, found("single")],
  ["a loop", `for (a, b), c in [(("one", "two"), "three")]:\n    ${use("a", "b", "c")}`, found("one", "two", "three")],
  [
    "a loop with a rest",
    `for a, (b, *c) in [("one", ("two", "three"))]:\n    ${use("a", "b", "c[0]")}`,
    found("one", "two", "three"),
  ],
  [
    "comprehensions",
    `[ChatDatabricks(model=a + b + c) for (a, b), c in [(("1", "2"), "3")]]\n{k: ChatDatabricks(model=v) for k, (v, _) in {"k": ("4", "5")}.items()}`,
    found("123", "4"),
  ],
  [
    "what a handler of a group does",
    `try:\n    ${use('"tried"')}\nexcept* (ValueError, TypeError) as e:\n    name = "handled"\n    ${use("name")}\nexcept* OSError:\n    ${use('"other"')}`,
    found("tried", "handled", "other"),
  ],
];

test.each(rows)("%s", (_, code, expected) => {
  expect(linesOf(begin + code)).toEqual([...expected].sort());
});
