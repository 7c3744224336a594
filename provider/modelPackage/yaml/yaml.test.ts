import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { hostileKeys, hostileValues } from "../../../test/conformance/hostile.js";
import { PyFloat, type Value, ValueMap } from "../../python/documents/values.js";
import { canonical } from "../digest.js";
import { readYaml, YamlFault } from "./read.js";
import { writeYaml } from "./write.js";

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.constantFrom(...hostileValues.filter((value) => typeof value === "string")),
  fc.bigInt(),
  fc.double({ noDefaultInfinity: false }).map((value) => new PyFloat(value)),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(
  fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.constantFrom(...hostileKeys),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }).map((object) => new ValueMap(Object.entries(object))),
  ),
}));

test("whatever is written is read back as the same value", () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      expect(canonical(readYaml(writeYaml({ values })))).toBe(canonical({ values }));
    }),
    { numRuns: 300 },
  );
}, 30_000);

test("what is written is the same to another YAML reader", () => {
  fc.assert(
    fc.property(fc.dictionary(key, fc.oneof(fc.boolean(), fc.string({ unit: "grapheme" }))), (object) => {
      expect(parse(writeYaml(object), { version: "1.1" })).toEqual({ ...object });
    }),
    { numRuns: 200 },
  );
}, 30_000);

test("the text is ASCII, one line per text, and looks as MLflow's files do", () => {
  expect(writeYaml({ b: ["x", { c: "1", d: null }], a: { f: 1.5, e: [] }, é: "line\nbreak" })).toBe(
    'a:\n  e: []\n  f: 1.5\nb:\n- x\n- c: "1"\n  d: null\n"\\xe9": "line\\nbreak"\n',
  );
});

const plain: [string, Value][] = [
  ["yes", true],
  ["Off", false],
  ["y", "y"],
  ["~", null],
  ["0777", 511n],
  ["0o17", "0o17"],
  ["0x1F", 31n],
  ["-0b11", -3n],
  ["1_000", 1000n],
  ["1:30", 90n],
  ["08", "08"],
  ["1e3", "1e3"],
  ["1.5e+3", new PyFloat(1500)],
  ["1.5e3", "1.5e3"],
  [".5", new PyFloat(0.5)],
  ["-.inf", new PyFloat(Number.NEGATIVE_INFINITY)],
  ["1:30.5", new PyFloat(90.5)],
  ['"1"', "1"],
  ["!!str 1", "1"],
  ['!!int "3"', 3n],
  ["!!float 3", new PyFloat(3)],
  ["2024-13-01x", "2024-13-01x"],
];

for (const [text, expected] of plain) {
  test(`a configuration that says ${text} means what Python reads`, () => {
    const read = readYaml(`a: ${text}\n`);
    expect(canonical(read)).toBe(canonical({ a: expected }));
  });
}

test("merge keys, aliases and repeated keys are read as Python does", () => {
  const read = readYaml("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: {<<: [{a: 9}, *x], c: 4}\nw: 1\nw: 2\n");
  const expected = { x: { a: 1, b: 2 }, y: { a: 1, b: 3 }, z: { a: 9, b: 2, c: 4 }, w: 2 };
  expect(canonical(read)).toBe(canonical(expected));
});

const refused: [string, RegExp][] = [
  ["a: !!python/name:os.system x\n", /its tag/],
  ["a: !local x\n", /its tag/],
  ["a: 2024-13-01\n", /is not a date/],
  ["a: !!int x\n", /is not an integer/],
  ["a: 1\n---\nb: 2\n", /more than one document/],
  ["a: *b\n", /./],
  ["a: [1\n", /./],
  ["? [1]\n: 2\n", /cannot be a key/],
  ["a: {<<: 1}\n", /needs a mapping/],
];

for (const [text, message] of refused) {
  test(`refused: ${JSON.stringify(text)}`, () => {
    expect(() => readYaml(text)).toThrow(YamlFault);
    expect(() => readYaml(text)).toThrow(message);
  });
}

test("a few lines that unfold to billions of values are refused at once", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level++) lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`);
  expect(() => readYaml(lines.join("\n"))).toThrow(/too many values/);
});
