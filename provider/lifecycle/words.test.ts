import { describe, expect, it } from "vitest";
import { pathText, printable, valueText } from "./describe.js";
import { nearest } from "./nearest.js";

describe("a path reads as a program would write it", () => {
  it.each([
    [["traffic", 1, "percentage"], "traffic[1].percentage"],
    [["environment", "api-key"], 'environment["api-key"]'],
    [["environment", 'a"b'], 'environment["a\\"b"]'],
    [[], ""],
  ] as [PropertyKey[], string][])("%j", (path, expected) => {
    expect(pathText(path)).toBe(expected);
  });
});

describe("a value in a message", () => {
  it.each([
    [undefined, "nothing"],
    [null, "null"],
    [true, "true"],
    ["a", '"a"'],
    [[], "an empty list"],
    [[1, 2], "a list of 2"],
    [{ secret: 1 }, "an object"],
    ["\u001b[31mred\u0007", '"\ufffd[31mred\ufffd"'],
    ["\u202egpj.exe", '"\ufffdgpj.exe"'],
    ["a\nb", '"a\ufffdb"'],
  ])("%j", (value, expected) => {
    expect(valueText(value)).toBe(expected);
  });

  it("is cut to a length that can be read, and its quotes are closed", () => {
    expect(valueText("x".repeat(1_000_000))).toBe(`"${"x".repeat(60)}…"`);
    expect(printable("abcdef", 3)).toBe("abc…");
  });
});

describe("the nearest name", () => {
  const names = ["code", "codePaths", "environment", "workloadSize", "tags"];
  it.each([
    ["cod", "code"],
    ["codepaths", "codePaths"],
    ["enviroment", "environment"],
    ["worklodSize", "workloadSize"],
    ["label", undefined],
    ["xyzzy", undefined],
  ])("of %s is %s", (given, expected) => {
    expect(nearest(given, names)).toBe(expected);
  });

  it("is found quickly for a text of any length", () => {
    const start = performance.now();
    expect(nearest("x".repeat(5_000_000), names)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(500);
  });
});
