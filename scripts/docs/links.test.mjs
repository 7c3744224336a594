import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../lib/files.mjs";
import { at } from "../lib/paths.mjs";

const written = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
const pages = filesUnder(at("docs"), (path) => /\.(svg|png)$/.test(path)).map((path) => `docs/${path}`);

/** Anchors of a page's headings, as GitHub makes them. */
function anchors(page) {
  return [...readFileSync(at(page), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("links of the documentation lead somewhere", () => {
  it.each([...written, ...pages])("%s", (page) => {
    const targets = [...readFileSync(at(page), "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    const local = targets.filter((target) => !/^(https?:|#)/.test(target)).map((target) => target.replace(/#.*$/, ""));
    expect(local.filter((target) => !existsSync(at(join(dirname(page), target))))).toEqual([]);
  });

  it.each([...written, ...pages])("%s: to headings that there are", (page) => {
    const targets = [...readFileSync(at(page), "utf8").matchAll(/\]\(([^)\s]*\.md)?#([^)\s]+)\)/g)];
    const dead = targets.filter(([, path, anchor]) => {
      const target = path === undefined ? page : join(dirname(page), path);
      return !/^https?:/.test(path ?? "") && !anchors(target).includes(anchor);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});
