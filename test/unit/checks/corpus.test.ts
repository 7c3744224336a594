import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allRules } from "../../../provider/checks/index.js";
import { examplesIn, findingsOf } from "./corpus.js";

// Agents with faults and what is found in them; agents without, in which nothing may be found. After a change on purpose,
// `UPDATE_GOLDENS=1 npx vitest run --project unit test/unit/checks` writes the findings anew: read the difference.
const golden = join(__dirname, "findings.golden.txt");

test("what is found in agents with faults", async () => {
  const examples = examplesIn(join(__dirname, "faulty"));
  const seen = new Set<string>();
  let text = "";
  for (const example of examples) {
    const { findings, others } = await findingsOf(example);
    expect(findings.length, `${example.name}: nothing is found`).toBeGreaterThan(0);
    text += `== ${example.name}\n`;
    for (const { file, line, column, severity, code, message, excerpt } of findings) {
      seen.add(code);
      text += `${file}:${line}:${column}: ${severity}[${code}]: ${message}\n${excerpt === "" ? "" : `${excerpt}\n`}`;
    }
    expect(others, example.name).toEqual([]);
    text += "\n";
  }
  if (process.env.UPDATE_GOLDENS === "1") writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, "utf8"));
  expect(examples.length).toBeGreaterThanOrEqual(30);
  // A rule that nothing here hits could be broken unseen.
  expect([...seen].sort()).toEqual(allRules.map(({ code }) => code).sort());
});

const correct = examplesIn(join(__dirname, "correct"));

test("there are enough agents without a fault", () => {
  expect(correct.length).toBeGreaterThanOrEqual(20);
});

for (const example of correct) {
  test(`nothing is found in ${example.name}`, async () => {
    const { findings, others } = await findingsOf(example);
    expect(findings.map(({ file, line, code, message }) => `${file}:${line}: ${code}: ${message}`)).toEqual([]);
    expect(others).toEqual([]);
  });
}
