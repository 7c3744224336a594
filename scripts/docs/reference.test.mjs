import { describe, expect, it } from "vitest";
import { referencePages } from "./reference.mjs";

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
