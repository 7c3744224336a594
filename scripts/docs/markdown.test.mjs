import { describe, expect, it } from "vitest";
import { code, kebab, prose, sentence, table } from "./markdown.mjs";

describe("what stands in a table stays in its cell", () => {
  it.each([
    ["a | b", "a \\| b"],
    ["`a | b`", "`a \\| b`"],
    ["already \\| there", "already \\| there"],
    ["two\n  lines", "two lines"],
  ])("%j", (text, cell) => {
    expect(
      table(["h"], [[text]])
        .split("\n")
        .at(-1),
    ).toBe(`| ${cell} |`);
  });
});

describe("code", () => {
  it.each([
    ["name", "`name`"],
    ["a`b", "`` a`b ``"],
    ["``", "``` `` ```"],
  ])("%s", (text, span) => {
    expect(code(text)).toBe(span);
  });
});

describe("prose", () => {
  it("never becomes HTML, and leaves code as it is", () => {
    expect(prose("a <b> and `<c>`, see {@link Named}")).toBe("a &lt;b> and `<c>`, see `Named`");
  });
});

it("kebab-case names of pages", () => {
  expect(["LoggedAgent", "AuthPolicy"].map(kebab)).toEqual(["logged-agent", "auth-policy"]);
});

it("ends a sentence once", () => {
  expect(["a", "a.", "a …"].map(sentence)).toEqual(["a.", "a.", "a …"]);
});
