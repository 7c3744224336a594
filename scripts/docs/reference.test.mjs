import { describe, expect, it } from "vitest";
import { referencePages } from "./reference.mjs";
import { readSdk } from "./sdkModel.mjs";

describe("the reference", async () => {
  const { pages, complaints } = await referencePages();

  /** The section of a type: its own, or, of arguments, the one under "Arguments" or under the name of their class. */
  function sectionOf(name) {
    const owner = name.replace(/Args$/, "");
    const sections = [...pages.values()].flatMap((text) => {
      const [title, ...parts] = text.split(/^## /m);
      return parts.map((part) =>
        title.includes(`\n# ${owner}\n`) ? part.replace(/^Arguments\n/, `${owner}\n`) : part,
      );
    });
    return [name, owner].map((one) => sections.find((part) => part.startsWith(`${one}\n`))).find(Boolean);
  }

  it("lacks no doc comment", () => {
    expect(complaints).toEqual([]);
  });

  it("is the same text every time", async () => {
    expect([...(await referencePages()).pages]).toEqual([...pages]);
  });

  it("links only to pages and headings that there are", () => {
    const targets = new Set();
    for (const [name, text] of pages) {
      targets.add(name);
      for (const [, title] of text.matchAll(/^## (\w+)$/gm)) targets.add(`${name}#${title.toLowerCase()}`);
    }
    for (const [name, text] of pages) {
      for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
        expect(targets).toContain(target.startsWith("#") ? `${name}${target}` : target);
      }
    }
  });

  it("has a table for each interface of the sdk, with a row for each entry, and a link where it is mentioned", async () => {
    const { exports } = await readSdk();
    const interfaces = [...exports.values()].filter(({ kind }) => kind === "interface");
    expect(interfaces.length).toBeGreaterThan(25);
    for (const { name, members } of interfaces) {
      const section = sectionOf(name);
      expect({ name, section }).toEqual({ name, section: expect.stringContaining("| --- |") });
      for (const member of members) {
        const row = new RegExp(`^\\| \`${member.name}\` \\| (.*)$`, "m").exec(section)?.[1] ?? "";
        for (const type of member.mentions)
          if (exports.has(type)) expect({ name, row }).toEqual({ name, row: expect.stringContaining(`[${type}](`) });
        expect({ name, member: member.name, row }).toEqual({
          name,
          member: member.name,
          row: expect.stringMatching(/./),
        });
      }
    }
  });

  it("has as many cells in each row of a table as the table has columns", () => {
    for (const text of pages.values()) {
      let columns = 0;
      for (const line of text.split("\n")) {
        const cells = line.startsWith("|") ? line.replaceAll("\\|", "").split("|").length : 0;
        if (columns > 0 && cells > 0) expect(cells).toBe(columns);
        columns = cells;
      }
    }
  });
});
