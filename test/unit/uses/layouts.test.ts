import path from "node:path";
import { expect, test } from "vitest";
import { layoutCases, type Outcome, type Read, readLayout } from "./layouts.js";

// Repositories as people have them, each set written by somebody who had not seen the reader; their first tries are in
// the README of each. What is said not to be read as a whole may be lost.
test.each([
  ["layouts", []],
  ["idioms", ["19-injector-type-hints"]],
])("agents of %s: found or listed, none lost, none that is not there, no false error", async (set, unread) => {
  const folder = path.join(__dirname, set);
  const read: Read[] = [];
  for (const name of layoutCases(folder)) read.push(await readLayout(folder, name));
  const judged = read.filter(({ name }) => !unread.includes(name));
  const notes = (what: "wrong" | "lost" | "listed" | "misjudged") =>
    judged.flatMap((one) => one[what].map((note) => `${one.name}: ${note}`));
  const outcomes = read.flatMap((one) => one.outcomes);
  const share = (...hows: Outcome["how"][]) => {
    const of = outcomes.filter(({ how }) => hows.includes(how));
    const found = of.filter((one) => one.found).length;
    return { text: `${hows.join(" + ")} ${found} of ${of.length}`, share: found / of.length };
  };
  const rows = [share("literal", "constant"), share("configuration", "default"), share("dynamic", "unresolved")];
  console.log(
    `${read.length} agents: ${rows.map(({ text }) => text).join("; ")}\nlisted: ${notes("listed").join("\nlisted: ")}`,
  );
  expect({ wrong: notes("wrong"), lost: notes("lost"), misjudged: notes("misjudged") }).toEqual({
    wrong: [],
    lost: [],
    misjudged: [],
  });
  for (const name of unread) expect(read.find((one) => one.name === name)?.misjudged).toEqual(["not read as a whole"]);
  const [written, configured, dynamic] = rows;
  expect(written?.share).toBeGreaterThanOrEqual(0.97);
  expect(configured?.share).toBeGreaterThanOrEqual(0.95);
  expect(dynamic?.share).toBeGreaterThanOrEqual(set === "idioms" ? 0.92 : 0.95);
});
