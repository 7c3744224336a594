import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readUses } from "../../../provider/uses/index.js";
import { readingOf } from "../../support/reading.js";
import { corpusCases } from "./corpus.js";

const texts = ["corpus", "blind"]
  .flatMap((name) => corpusCases(path.join(__dirname, name)))
  .map(({ folder, expected }) => readFileSync(path.join(folder, expected.code), "utf8"));

/** Reads a text as an agent's only file. */
function usesOf(text: string) {
  return readUses(readingOf(text));
}

const tokens = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ":",
  ",",
  "=",
  ".",
  "*",
  "**",
  '"',
  "'",
  '"""',
  'f"{',
  "\n",
  "  ",
  "lambda x: ",
  "self.",
  "yield ",
  "*args",
  "\\",
  "%%writefile agent.py\n",
  "while True:\n    ",
  "def f(f=f): return f(f)\n",
  "\u{1F600}",
  "\0",
];

type Mutation =
  | { kind: "cut"; at: number; length: number }
  | { kind: "insert"; at: number; token: string }
  | { kind: "swap"; a: number; b: number }
  | { kind: "repeat"; at: number; times: number };

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), length: fc.nat(400) }),
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), token: fc.constantFrom(...tokens) }),
  fc.record({ kind: fc.constant("swap" as const), a: fc.nat(), b: fc.nat() }),
  fc.record({ kind: fc.constant("repeat" as const), at: fc.nat(), times: fc.integer({ min: 2, max: 30 }) }),
);

function mutate(text: string, how: Mutation): string {
  if (how.kind === "cut") {
    const at = how.at % (text.length + 1);
    return text.slice(0, at) + text.slice(at + how.length);
  }
  if (how.kind === "insert") {
    const at = how.at % (text.length + 1);
    return text.slice(0, at) + how.token + text.slice(at);
  }
  const lines = text.split("\n");
  if (how.kind === "repeat") {
    const at = how.at % lines.length;
    lines.splice(at, 0, ...Array.from({ length: how.times }, () => lines[at] ?? ""));
    return lines.join("\n");
  }
  const [a, b] = [how.a % lines.length, how.b % lines.length];
  [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  return lines.join("\n");
}

test("agents that are cut, shuffled and broken are read without a fault, in their order, in no long time", () => {
  let slowest = 0;
  const property = fc.property(
    fc.constantFrom(...texts),
    fc.array(mutation, { minLength: 1, maxLength: 6 }),
    (text, all) => {
      const broken = all.reduce(mutate, text);
      const started = process.cpuUsage();
      const { uses, unresolved, stopped } = usesOf(broken);
      const { user, system } = process.cpuUsage(started);
      slowest = Math.max(slowest, (user + system) / 1_000);
      for (const one of [...uses, ...unresolved]) {
        expect(one.from).toBeLessThanOrEqual(one.to);
        expect(one.to).toBeLessThanOrEqual(broken.length);
        expect(broken.slice(0, one.from).split("\n").length).toBe(one.line);
      }
      expect(stopped ?? "").not.toContain("fault");
      const places = uses.map(({ from }) => from);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    },
  );
  fc.assert(property, { numRuns: Number(process.env.USES_RUNS ?? 400) });
  expect(slowest).toBeLessThan(3_000);
});

test("programs that multiply themselves come to an end", () => {
  const many = (line: (index: number) => string, count = 300) =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const hostile = [
    `a = "x"\n${many(() => "a = a + a")}\nf"{a}{a}{a}"`,
    `${many((i) => `def f${i}(x):\n    return f${i + 1}(x) + f${i + 1}(x)`)}\nf0("a")`,
    `a = [${"[".repeat(300)}${"]".repeat(300)}]\n${many(() => "a = [a, a]")}\nimport x\nx.y(a)`,
    `import os\n${many((i) => `v${i} = "a" if os.environ["E${i}"] else "b"`)}\nimport requests\nrequests.get(f"${many((i) => `{v${i}}`).replaceAll("\n", "")}")`,
    `d = {}\nd["d"] = d\nl = [d]\nl.append(l)\nimport json, x\nx.f(d, l)\nstr(l)\nfor i in l:\n    for j in l:\n        for k in l:\n            x.g(i, j, k)`,
    `import x\nx${".a()".repeat(2_000)}`,
    `def f(*a, **k):\n    return f(*a, *a, **k)\nf(1, 2, 3)\nwhile True:\n    while True:\n        while True:\n            f(f(f(f(1))))`,
    `${"if x:\n".split("\n")[0]}\n    pass\n${many((i) => `${" ".repeat(i)}if y${i}:`, 90)}\n${" ".repeat(90)}pass`,
    `class A:\n    def __getattr__(self, n):\n        return getattr(self, n + "x")\n    def __str__(self):\n        return f"{self}"\nA().b\nstr(A())`,
    `x = ${"(".repeat(1_500)}1${")".repeat(1_500)}`,
    `x = ${Array.from({ length: 3_000 }, () => "1").join(" + ")}`,
  ];
  for (const text of hostile) {
    const started = process.cpuUsage();
    expect(usesOf(text).stopped ?? "").not.toContain("fault");
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000, text.slice(0, 60)).toBeLessThan(5_000);
  }
});
