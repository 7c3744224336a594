import { describe, expect, it } from "vitest";
import { terminalLines } from "./ansi.mjs";
import { terminalPicture } from "./svg.mjs";

const esc = String.fromCharCode(27);

describe("terminalLines", () => {
  it("reads colours of the sixteen and of the 256, and carries them over lines", () => {
    const output = `plain ${esc}[1m${esc}[33m~ changed\nstill${esc}[0m${esc}[38;5;2m+${esc}[0m`;
    expect(terminalLines(output)).toEqual([
      [{ text: "plain " }, { text: "~ changed", bold: true, colour: "yellow" }],
      [
        { text: "still", bold: true, colour: "yellow" },
        { text: "+", colour: "green" },
      ],
    ]);
  });
});

describe("terminalPicture", () => {
  it("is well-formed whatever the program printed", () => {
    const picture = terminalPicture([[{ text: '  <a & "b">' }]], { title: "x < y", description: "d" });
    expect(picture).toContain("&lt;a &amp; &quot;b&quot;&gt;");
    expect(picture).toContain("x &lt; y");
    expect(picture).not.toMatch(/<a |& /);
  });
});
