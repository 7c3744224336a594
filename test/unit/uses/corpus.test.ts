import path from "node:path";
import { expect, test } from "vitest";
import { compare, corpusCases, readCase, readUses } from "./corpus.js";

// The second was written by somebody who had not seen the reader, which was repaired by it afterwards.
test.each(["corpus", "blind"])("every agent of %s: at least 95 % of its uses, none that it has not", async (folder) => {
  const cases = corpusCases(path.join(__dirname, folder));
  const counts = { usual: { wanted: 0, found: 0 }, unusual: { wanted: 0, found: 0 } };
  const wrong: string[] = [];
  const notes: string[] = [];
  for (const one of cases) {
    const { environment } = one.expected;
    const reading = await readCase(one);
    const count = one.expected.unusual === true ? counts.unusual : counts.usual;
    count.wanted += one.expected.uses.length;
    if (reading === undefined) continue;
    const uses = readUses(reading, environment === undefined ? {} : { environment });
    const difference = compare(one, uses);
    count.found += difference.found;
    for (const name of difference.wrong) wrong.push(`${one.name} ${name}`);
    for (const [what, list] of Object.entries(difference))
      if (Array.isArray(list)) for (const name of list) notes.push(`${what} ${one.name} ${name}`);
  }
  const { usual, unusual } = counts;
  console.log(
    `${folder}: ${cases.length} agents: ${usual.found} of ${usual.wanted} uses, of unusual ones ${unusual.found} of ${unusual.wanted}; ` +
      `${wrong.length} false\n${notes.join("\n")}`,
  );
  expect(wrong).toEqual([]);
  expect(usual.found / usual.wanted).toBeGreaterThanOrEqual(0.95);
});
