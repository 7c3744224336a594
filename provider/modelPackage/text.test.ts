import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText, quoteForMessage } from "./text.js";

test("texts are ordered by code point, as in Python", () => {
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const [left, right] = [points(a), points(b)];
      const at = left.findIndex((point, index) => point !== right[index]);
      const expected = at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      expect(Math.sign(compareText(a, b))).toBe(Math.sign(expected));
    }),
    {
      numRuns: 2_000,
      examples: [
        ["\uffff", "\u{10000}"],
        ["a\u{1f600}", "a\u{1f601}"],
      ],
    },
  );
});

test("a name in a message cannot break out of its line", () => {
  expect(quoteForMessage('a"\n\u001b[31m\u2028')).toBe('"a\\"\\n\\u001b[31m\\u2028"');
  expect(quoteForMessage("x".repeat(1_000)).length).toBeLessThan(250);
});
