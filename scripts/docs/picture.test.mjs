import { describe, expect, it } from "vitest";
import { terminalLines } from "./ansi.mjs";
import { readable } from "./picture.mjs";
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
    expect(picture).toContain("&lt;a\u00a0&amp;\u00a0&quot;b&quot;&gt;");
    expect(picture).toContain("x &lt; y");
    expect(picture).not.toMatch(/<a |& /);
  });
});

describe("readable", () => {
  it("shortens a digest whose characters are coloured apart, and drops what says nothing", () => {
    const digest = `abcd${esc}[31mef01${"2".repeat(28)}${esc}[0m${"3".repeat(28)}`;
    const output = `Previewing update (local):\n  pulumi:pulumi:Stack: (same)\n    [urn=urn:x]\n\n  ~ files: "${digest}"\n    --outputs:--\n  + url: "u"\nResources:\n    4 to update\n`;
    expect(readable(output).map((pieces) => pieces.map(({ text }) => text).join(""))).toEqual([
      '  ~ files: "abcdef01…"',
      "Resources:",
      "    4 to update",
    ]);
  });
});
