import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "../..");

/** Messages of Pulumi's, which no source of ours holds. */
const pulumis =
  /toJavaScript|Resource import|registerResourceTransform|reading 'stack'|could not read plugin|currently locked/;

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /(?<!\.test)\.ts$/.test(name) ? [readFileSync(path, "utf8")] : [];
  });
}

/** All literals of the code, as one text: a message may be put together from several. */
const text = ["provider", "sdk", "cli", "workspace"]
  .flatMap((folder) => sources(join(root, folder)))
  .join("\n")
  // `"a " +\n "b"` is one message, and so is a text in backticks with escaped ones.
  .replace(/["`']\s*\+\s*["`']/g, "")
  .replace(/\\`/g, "`");

const headings = readFileSync(join(root, "docs/troubleshooting.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("### ") && !pulumis.test(line));

describe("the page of messages", () => {
  it("has some", () => expect(headings.length).toBeGreaterThan(15));

  it.each(headings)("names what is really printed: %s", (heading) => {
    for (const [, fragment = ""] of heading.matchAll(/`([^`]+)`/g)) {
      expect({ fragment, isPrinted: text.includes(fragment) }).toEqual({ fragment, isPrinted: true });
    }
  });
});
