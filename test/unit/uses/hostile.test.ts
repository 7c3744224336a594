import { expect, test } from "vitest";
import { checkAgent } from "../../../provider/checks/index.js";
import { readUses } from "../../../provider/uses/index.js";
import { readingOf } from "../../support/reading.js";

// Code that no agent is made of: it nests, doubles or goes round without an end. Reading it ends all the same, and where
// something was left out, that is said.

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");
const nested = (count: number, line: (index: number) => string) =>
  `${lines(count, (at) => `${" ".repeat(at)}${line(at)}\n`)}${" ".repeat(count)}pass\n`;
const around = (open: string, inner: string, close: string, count: number) =>
  `x = ${open.repeat(count)}${inner}${close.repeat(count)}\n`;
const many = 20_000;

const hostile: readonly [name: string, code: string][] = [
  ["a text that doubles", `x = "ab"\n${lines(40, () => "x = x + x\n")}`],
  ["an f-string that doubles", `x = "ab"\n${lines(40, () => 'x = f"{x}{x}"\n')}`],
  ["a text that is joined to itself", `x = "ab"\n${lines(12, () => "x = x.join([x] * 8 + [x, x, x, x])\n")}`],
  ["a text that is replaced by itself", `x = "a" * 3\nx = "aaaa"\n${lines(12, () => 'x = x.replace("a", x)\n')}`],
  [
    "texts of a thousand million letters",
    'x = "a" * 10**9\ny = "a".ljust(10**9)\nz = f"{1:>1000000000}"\nw = "%1000000000d" % 1\n',
  ],
  ["a list that doubles", `x = [1, 2]\n${lines(40, () => "x = x + x\n")}`],
  ["a list that is added to itself", `x = [1, 2]\n${lines(40, () => "x += x\n")}${lines(20, () => "x.extend(x)\n")}`],
  [
    "lists of themselves",
    `x = [1]\n${lines(60, () => "x = [x, x]\n")}y = []\ny.append(y)\nd = {}\nd["d"] = d\nprint(f"{x}{y}{d}")\n`,
  ],
  ["loops in loops", "n = list(range(60))\nfor a in n:\n  for b in n:\n    for c in n:\n      f(a, b, c)\n"],
  [
    "comprehensions in one another",
    "n = list(range(60))\nx = [(a, b, c, d) for a in n for b in n for c in n for d in n]\n",
  ],
  [
    "products",
    "import itertools\nx = list(itertools.product(range(64), repeat=9))\ny = list(itertools.permutations(range(20)))\n",
  ],
  ["functions that call each other", "def f(n):\n  return g(n) + g(n)\ndef g(n):\n  return f(n) + f(n)\nf(1)\n"],
  [
    "three thousand functions",
    `${lines(3_000, (at) => `def f${at}(x):\n  return f${(at * 7 + 1) % 3_000}(x) + f${(at * 13 + 5) % 3_000}(x)\n`)}f0(1)\n`,
  ],
  [
    "loops without an end",
    'x = ""\nwhile True:\n  x += "a"\n  while x:\n    x = x + x\n    if x:\n      break\n  break\n',
  ],
  ["functions in functions", nested(300, (at) => `def f${at}():`)],
  ["conditions in conditions", nested(300, () => "if a:")],
  [
    "classes of classes",
    `class C0: pass\n${lines(400, (at) => `class C${at + 1}(C${at}):\n  def m(self):\n    return super().m()\n`)}C400().m()\n`,
  ],
  [
    "a lattice of bases",
    `class A0: pass\nclass B0: pass\n${lines(40, (at) => `class A${at + 1}(A${at}, B${at}): pass\nclass B${at + 1}(A${at}, B${at}): pass\n`)}A40()\n`,
  ],
  ["parentheses", around("(", "1", ")", many)],
  ["brackets", around("[", "1", "]", many)],
  ["attributes", `x = a${".b".repeat(many)}\n`],
  ["sums", `x = ${"1 + ".repeat(many)}1\n`],
  ["lambdas", `x = ${"lambda: ".repeat(many)}1\n`],
  ["an f-string of many parts", `x = f"${"{a}".repeat(many)}"\n`],
  ["a large mapping", `X = {\n${lines(30_000, (at) => `  "k${at}": "value ${at}",\n`)}}\nprint(X["k5"])\n`],
  ["ten million letters", `X = """${"some words ".repeat(900_000)}"""\n`],
  ["a hundred thousand lines", lines(100_000, (at) => `x${at} = "text ${at}"\n`)],
  ["SQL of parentheses", `spark.sql("select ${"(".repeat(many)} from main.a.b")\n`],
  ["expressions that backtrack", `import re\nx = re.match(r"(a|aa)+$", "${"a".repeat(60)}b")\n`],
];

// Of the processor, on a machine that runs other tests beside it: each takes well below a second on one that does not.
const longest = 8_000;

test.each(hostile)("%s", { timeout: 30_000 }, (_, code) => {
  const text = `from databricks_langchain import ChatDatabricks\n${code}\nChatDatabricks(model="databricks-last")\n`;
  const before = process.cpuUsage();
  const reading = readingOf(text);
  const { uses, stopped } = readUses(reading);
  checkAgent(reading);
  const { user, system } = process.cpuUsage(before);
  const isFound = uses.some(({ name }) => name === "databricks-last");
  // Nothing is left out without a word.
  expect(isFound || stopped !== undefined || reading.module.parsed.fault !== undefined).toBe(true);
  expect((user + system) / 1_000).toBeLessThan(longest);
});
