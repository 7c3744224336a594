import path from "node:path";
import { expect, test } from "vitest";
import { compare, corpusCases, readCase, readUses } from "./corpus.js";

const cases = corpusCases(path.join(__dirname, "corpus"));

test("every agent of the corpus: at least 95 % of its uses, none that it has not", async () => {
  let wanted = 0;
  let found = 0;
  const wrong: string[] = [];
  const notes: string[] = [];
  for (const one of cases) {
    const { environment } = one.expected;
    const uses = readUses(await readCase(one), environment === undefined ? {} : { environment });
    const difference = compare(one, uses);
    wanted += one.expected.uses.length;
    found += difference.found;
    for (const name of difference.wrong) wrong.push(`${one.name} ${name}`);
    for (const [what, list] of Object.entries(difference))
      if (Array.isArray(list)) for (const name of list) notes.push(`${what} ${one.name} ${name}`);
  }
  console.log(`${cases.length} agents: ${found} of ${wanted} uses, ${wrong.length} false\n${notes.join("\n")}`);
  expect(wrong).toEqual([]);
  expect(found / wanted).toBeGreaterThanOrEqual(0.95);
});
