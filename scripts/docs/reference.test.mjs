import { describe, expect, it } from "vitest";
import { referencePages } from "./reference.mjs";
import { readSdk } from "./sdkModel.mjs";

describe("the reference", async () => {
  const { pages, complaints } = await referencePages();

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
    const all = [...pages.values()].join("\n");
    const interfaces = [...exports.values()].filter(({ kind }) => kind === "interface");
    const resources = [...exports.values()].filter(({ kind }) => kind === "class");
    expect(interfaces.length).toBeGreaterThan(25);
    for (const { name, members } of interfaces) {
      // A resource's own arguments stand under "Arguments", those of a workspace under its name.
      const owner = resources.find((one) => `${one.name}Args` === name)?.name;
      const heading = new RegExp(`^## ${name}\n|^# ${owner}\n[^]*?^## Arguments\n|^## ${owner}\n`, "m").exec(all);
      expect({ name, isThere: heading !== null }).toEqual({ name, isThere: true });
      const section = all.slice(heading.index + heading[0].length).split(/^## /m)[0];
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
