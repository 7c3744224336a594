import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Chapter } from "./chapters.js";

const updating = process.env.UPDATE_GOLDENS === "1";

/** Compares a chapter's text with its golden file, or makes it the golden file (`UPDATE_GOLDENS=1`). */
export function expectGolden({ name }: Chapter, told: string): void {
  // Owner ids are made anew with each creation.
  const text = told.replace(/\b[0-9a-f]{8}-[0-9a-z]{15}\b/g, "<owner>");
  const file = join(__dirname, `${name}.golden.md`);
  if (updating) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
  // Whatever the golden file says: after each step nothing is left to do.
  expect(text.match(/^ {2}(?:at once|after a refresh): (?!nothing$).*$/gm)).toBeNull();
}
