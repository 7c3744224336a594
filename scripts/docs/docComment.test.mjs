import { describe, expect, it } from "vitest";
import { meaningAndDefault, parse, typescriptBlocks } from "./docComment.mjs";

describe("meaningAndDefault", () => {
  it.each([
    ["What it is. Default: none.", "What it is.", "none"],
    [
      "Release, such as `3.11.7`. Default: `3.11.7` of\n the table. More words.",
      "Release, such as `3.11.7`. More words.",
      "`3.11.7` of the table",
    ],
    ["Default: false; an error then. Whether.", "Whether.", "false; an error then"],
    ["No word of what happens without.", "No word of what happens without.", undefined],
    ["By default: nothing.", "By default: nothing.", undefined],
  ])("%s", (text, meaning, fallback) => {
    expect(meaningAndDefault(text)).toEqual({ meaning, fallback });
  });
});

describe("parse", () => {
  const comment = `/**
   * First.
   *
   * @example
   * \`\`\`ts
   * new Thing({
   *   "@name": 1,
   *   @decorated
   * });
   * \`\`\`
   * @param name what it is,
   *   in two lines
   */`;

  it("keeps an example's indentation, and takes no tag from it", () => {
    const { text, tags } = parse(comment);
    expect(text).toBe("First.");
    expect(tags.map(({ tag }) => tag)).toEqual(["example", "param"]);
    expect(typescriptBlocks(`${tags[0].text}\n`)).toEqual(['new Thing({\n  "@name": 1,\n  @decorated\n});\n']);
  });
});
