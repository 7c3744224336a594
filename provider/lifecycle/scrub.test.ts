import { describe, expect, it } from "vitest";
import { overTheWire } from "../../test/unit/provider/support/struct.js";
import { scrub } from "./scrub.js";

describe("scrub makes a result that Pulumi's protocol accepts", () => {
  const cyclic: Record<string, unknown> = { a: 1 };
  cyclic.self = cyclic;
  const shared = { b: 1 };
  const cases: [string, unknown, unknown][] = [
    ["undefined entries go", { a: undefined, b: 1 }, { b: 1 }],
    ["undefined in a list keeps its place", [1, undefined, 2], [1, null, 2]],
    ["nested ones too", { a: [{ b: undefined }] }, { a: [{}] }],
    ["dates are ISO texts", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }],
    ["numbers that JSON does not have are texts", [Number.NaN, Number.POSITIVE_INFINITY, 1n], ["NaN", "Infinity", "1"]],
    ["functions and symbols go", { f: () => 1, s: Symbol("s"), a: 1 }, { a: 1 }],
    ["a cycle is cut", cyclic, { a: 1 }],
    ["the same object twice is no cycle", { x: shared, y: [shared, shared] }, { x: { b: 1 }, y: [{ b: 1 }, { b: 1 }] }],
    ["a key that would become the prototype goes", JSON.parse('{"__proto__": {"x": 1}, "a": 1}'), { a: 1 }],
    ["null stays", { a: null }, { a: null }],
    ["nothing is null", undefined, null],
  ];

  it.each(cases)("%s", (_what, value, expected) => {
    const scrubbed = scrub(value);
    expect(scrubbed).toStrictEqual(expected);
    expect(() => overTheWire({ scrubbed })).not.toThrow();
  });

  it("which refuses the very thing that is scrubbed", () => {
    expect(() => overTheWire({ a: undefined })).toThrow(/Unexpected struct type/);
  });
});
