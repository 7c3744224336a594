import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../lib/files.mjs";
import { at } from "../lib/paths.mjs";

const written = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
const pages = filesUnder(at("docs"), (path) => /\.(svg|png)$/.test(path)).map((path) => `docs/${path}`);

describe("links of the documentation lead somewhere", () => {
  it.each([...written, ...pages])("%s", (page) => {
    const targets = [...readFileSync(at(page), "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    const local = targets.filter((target) => !/^(https?:|#)/.test(target)).map((target) => target.replace(/#.*$/, ""));
    expect(local.filter((target) => !existsSync(at(join(dirname(page), target))))).toEqual([]);
  });
});
