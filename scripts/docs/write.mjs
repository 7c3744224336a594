// docs/reference on disk: written, or compared with what the sources say.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { at } from "../lib/paths.mjs";
import { referencePages } from "./reference.mjs";

const folder = at("docs/reference");

const existing = () => {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).filter((name) => name.endsWith(".md"));
};

function textOf(name) {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch {
    return undefined;
  }
}

/** Pages whose text is not what the sources say, with what is wrong. */
function stalePages(pages) {
  const changed = [...pages].flatMap(([name, text]) => {
    const now = textOf(name);
    return now === text ? [] : [{ name, what: now === undefined ? "is missing" : "is not what the sources say" }];
  });
  const superfluous = existing().filter((name) => !pages.has(name));
  return [...changed, ...superfluous.map((name) => ({ name, what: "has no source any more" }))];
}

/**
 * Makes docs/reference fit the sources.
 *
 * @returns {Promise<string[]>} names of the pages that changed
 * @throws {Failure} naming what has no doc comment
 */
export async function writeReference() {
  const { pages, complaints } = await referencePages();
  if (complaints.length > 0) {
    throw new Failure("Doc comments are missing or contradict the provider.", "Add them where they are named.", {
      detail: complaints.join("\n"),
    });
  }
  const stale = stalePages(pages).map(({ name }) => name);
  for (const name of stale) {
    if (pages.has(name)) writeFileSync(join(folder, name), pages.get(name));
    else rmSync(join(folder, name));
  }
  return stale;
}

/**
 * Compares docs/reference with the sources, for `npm run check`.
 *
 * @returns {Promise<import("../lib/stages.mjs").Outcome>}
 */
export async function checkReference() {
  const { pages, complaints } = await referencePages();
  const stale = stalePages(pages).map(({ name, what }) => `docs/reference/${name} ${what}: run \`npm run docs\``);
  const problems = [...complaints, ...stale];
  return { passed: problems.length === 0 ? 1 : 0, failed: problems.length, details: problems.join("\n") };
}
