import fc from "fast-check";
import { expect, test } from "vitest";
import { floatRepr } from "../python/documents/values.js";
import { readJson } from "./json.js";
import { pythonJson } from "./pythonJson.js";

test("JSON is written as Python writes it, and read back without loss", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.parse(pythonJson(readJson(text)))).toEqual(JSON.parse(text));
      expect(JSON.parse(pythonJson(readJson(text), { indent: 2 }))).toEqual(JSON.parse(text));
    }),
    { numRuns: 1_000 },
  );
});

test("a file's numbers keep their kind and all their digits", () => {
  const text = '{"a": 1.0, "b": 1, "c": 123456789012345678901234567890, "d": 1e3, "e": [-0.0, -5]}';
  expect(pythonJson(readJson(text))).toBe(
    '{"a": 1.0, "b": 1, "c": 123456789012345678901234567890, "d": 1000.0, "e": [-0.0, -5]}',
  );
});

test("what is not ASCII is escaped", () => {
  expect(pythonJson({ é: '"\\\n\t\u0000\u007f🙂' })).toBe('{"\\u00e9": "\\"\\\\\\n\\t\\u0000\\u007f\\ud83d\\ude42"}');
});

test("the indented form is Python's", () => {
  expect(pythonJson({ a: [1, { b: [] }], c: {} }, { indent: 2 })).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ],\n  "c": {}\n}',
  );
});

const reprs: [number, string][] = [
  [1, "1.0"],
  [0.1, "0.1"],
  [1e16, "1e+16"],
  [1e15, "1000000000000000.0"],
  [123456789012345680, "1.2345678901234568e+17"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [-1.5e-7, "-1.5e-07"],
  [5e-324, "5e-324"],
  [1.7976931348623157e308, "1.7976931348623157e+308"],
  [-0, "-0.0"],
];

for (const [value, text] of reprs) {
  test(`repr(${text})`, () => {
    expect(floatRepr(value)).toBe(text);
  });
}

for (const text of ["", "{", "[1,]", "nul", "01", "'a'", "{a: 1}", "1 2"]) {
  test(`not JSON: ${JSON.stringify(text)}`, () => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  });
}
