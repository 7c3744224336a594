import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allRules, policyCodes } from "../../../provider/checks/index.js";
import { scopeTable } from "../../../provider/policy/scopes.js";
import { targetsOf } from "../../../provider/policy/scopeTargets.js";
import { targets } from "../../../provider/policy/targets.js";

test("docs/check.md has each rule as it is", () => {
  const page = readFileSync(join(__dirname, "../../../docs/check.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const expected = allRules.map(
    ({ code, severity, doc, fatal }) => `| \`${code}\`${fatal === true ? "*" : ""} | ${severity} | ${doc} |`,
  );
  expect(rows).toEqual(expected);
});

test("docs/policy.md has each scope and each finding about policies", () => {
  const page = readFileSync(join(__dirname, "../../../docs/policy.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const scopes = Object.entries<{ means: string; covers?: readonly string[] }>(scopeTable).map(
    ([scope, { means, covers = [] }]) => {
      const known = targetsOf(scope).map((target) => targets[target].label);
      return `| \`${scope}\` | ${means} | ${covers.map((one) => `\`${one}\``).join(", ")} | ${known.join(", ")} |`;
    },
  );
  expect(rows.slice(policyCodes.length)).toEqual(scopes);
  expect(rows.slice(0, policyCodes.length).map((row) => row.split("`")[1])).toEqual([...policyCodes]);
});

test("codes are unique, in small letters, and say more than their title", () => {
  const codes = allRules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code, title, doc } of allRules) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(doc.length).toBeGreaterThan(title.length);
  }
});
