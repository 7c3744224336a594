import path from "node:path";
import { expect, test } from "vitest";
import { layoutCases, type Outcome, type Read, readLayout } from "./layouts.js";

const folder = path.join(__dirname, "layouts");

// Repositories as people have them, written by somebody who had not seen the reader. At the first try it found 57 % of
// the literal and constant names, lost 76 without a word and took ten working agents for faulty ones.
test("agents in real layouts: found or listed, none lost, none that is not there, no false error", async () => {
  const read: Read[] = [];
  for (const name of layoutCases(folder)) read.push(await readLayout(folder, name));
  const notes = (what: "wrong" | "lost" | "listed" | "misjudged") =>
    read.flatMap((one) => one[what].map((note) => `${one.name}: ${note}`));
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
  const [written, configured, dynamic] = rows;
  expect(written?.share).toBeGreaterThanOrEqual(0.97);
  expect(configured?.share).toBeGreaterThanOrEqual(0.95);
  expect(dynamic?.share).toBeGreaterThanOrEqual(0.95);
});
