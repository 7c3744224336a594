import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePython, placeOf } from "./parse.js";

// Valid forms that the grammar does not know by itself; each was met in real code.
const valid = [
  "def f():\n    x = yield  # what comes back\n    yield\n    x = yield\n    y = (yield)\n",
  "a = 1.\nb = [1., 2.]\nc = 10.**2 - 1. / 3.\n",
  "with open(a) as self.handle:\n    pass\n",
  "with (open(a) as b, open(c) as d,):\n    pass\n",
  "async def f():\n    async with a() as (b, c), d as e[0]:  # as x:\n        pass\n",
  'with f("as x:", g[1:2]) as (a, b):\n    pass\n',
  "match x:\n    case [] | {} | ():\n        pass\n    case str() | bytes() if f():\n        pass\n    case A(b=C(), d=[]):\n        pass\n",
  "any(a for *_, a in b)\n[c for a, *b in d]\n",
  "x: tuple[*Ts]\ny: A[B, *C]\nfor x in *a, b:\n    pass\n",
  "f = lambda a, /, b: a\n",
  "x = rf'(\\{{{name}\\}})'\ny = fr\"\\d{n}\"\n",
  "x = 1 if a else 2  # no newline at the end",
  "x = '''\n\"\n'''\nf'{x!r:>{width}} {x[\"a\"]}'\n",
  "",
  "# only a comment",
  "if x:\n\tpass\r\nelse:\r\n\tpass\r\n",
  "match x:\n    case str(y) if m := f(y):\n        pass\n    case A(b=[]) if (n := g(1)) and (k := 2):\n        pass\n",
  "print(x, file=y)\nprint\nexec = 1\nmatch = case = type = 1\nmatch.x\n",
  "@a.b(c)\n@d\nasync def f(a, /, b=1, *c, d: int = 2, **e) -> x: ...\n",
  "try:\n    pass\nexcept* (A, B) as e:\n    raise X from e\n",
  "class A[T: int](B, metaclass=C): type X = list[T]\n",
  "if (n := f()) > 1: print(n)\n",
  "def f(): global x; nonlocal y; del a[0], b\n",
];

for (const code of valid) {
  test(`valid: ${JSON.stringify(code.slice(0, 60))}`, () => {
    expect(parsePython(code).fault).toBeUndefined();
  });
}

const broken: [string, number, number][] = [
  ["x = 1\ny = = 2\n", 2, 5],
  ["def f(:\n    pass\n", 1, 6],
  ["class A\n    pass\n", 1, 8],
  ["x = [1, 2\n", 1, 5],
  ["import\n", 1, 7],
  ["for x in:\n    pass\n", 1, 9],
  ["x = 'abc\ny = 1\n", 1, 5],
  ["if x\n    y\n", 1, 5],
  ["with a() as b c:\n    pass\n", 1, 15],
  ["yield = 1 +\n", 1, 7],
];

for (const [code, line, column] of broken) {
  test(`broken: ${JSON.stringify(code)}`, () => {
    const { fault } = parsePython(code);
    expect(fault).toBeDefined();
    expect(placeOf(code, fault?.offset ?? -1)).toEqual({ line, column });
  });
}

test("a long file of short statements is read to its end, and its faults are found", () => {
  const long = Array.from({ length: 6_000 }, (_, index) => `name_${index} = call(${index})\n\n# comment\n`).join("");
  expect(parsePython(long).fault).toBeUndefined();
  expect(parsePython(`${long}x = = 1\n${long}`).fault?.offset).toBe(long.length + 4);
});

test("any text is read in the end, without a crash", () => {
  const piece = fc.constantFrom(
    "with ",
    "as ",
    "(",
    ")",
    "case ",
    "match x:\n",
    "yield",
    "\n",
    "    ",
    "f'",
    "{",
    "}",
    '"""',
    "\\",
    "1.",
    "*",
    ":",
    "x",
    ",",
    "[",
    "]",
    "for ",
    "in ",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      const text = pieces.join("");
      const { fault } = parsePython(text);
      expect(fault === undefined || (fault.offset >= 0 && fault.offset <= text.length)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("a file of a hundred thousand brackets takes no long time", () => {
  const started = performance.now();
  parsePython(`x = ${"(".repeat(20_000)}`);
  parsePython(`with ${"a as b, ".repeat(20_000)}`);
  parsePython(`match x:\n    case ${"[], ".repeat(20_000)}`);
  expect(performance.now() - started).toBeLessThan(5_000);
});
