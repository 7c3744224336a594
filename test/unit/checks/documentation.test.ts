import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allRules } from "../../../provider/checks/index.js";

test("docs/check.md has each rule as it is", () => {
  const page = readFileSync(join(__dirname, "../../../docs/check.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const expected = allRules.map(
    ({ code, severity, doc, fatal }) => `| \`${code}\`${fatal === true ? "*" : ""} | ${severity} | ${doc} |`,
  );
  expect(rows).toEqual(expected);
});

test("codes are unique, in small letters, and say more than their title", () => {
  const codes = allRules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code, title, doc } of allRules) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(doc.length).toBeGreaterThan(title.length);
  }
});
