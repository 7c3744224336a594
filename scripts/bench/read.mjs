import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { build } from "../build.mjs";
import { Failure } from "../lib/failure.mjs";
import { root } from "../lib/paths.mjs";
import { print, step } from "../lib/progress.mjs";
import { ensureNpm } from "../setup/npm.mjs";

const agents = 1_000;
const lines = 200;
const goal = 2_000;

/**
 * Runs the bench: how long it takes to read 1,000 agents of 200 lines, and to tell what is wrong in them and what they
 * use. The processor's time is the honest figure on a machine that others use too.
 *
 * @param {string[]} words `--rounds N`
 * @returns {Promise<number>} exit code: 1 where the goal is missed
 */
export async function run(words) {
  const rounds = Number(words[words.indexOf("--rounds") + 1] ?? 3) || 3;
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  await step("build", async (say) => ((await build(say)) ? "built" : ""));
  const texts = agentTexts();
  print(
    `\n${agents} agents of ${lines} lines, ${Math.round(texts.reduce((sum, text) => sum + text.length, 0) / 1_000)} kB; ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}; best of ${rounds} processes\n`,
  );
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const child = spawnSync(process.execPath, [join(root, "scripts/bench/read/worker.mjs")], {
      input: JSON.stringify(texts),
      encoding: "utf8",
      maxBuffer: 1e8,
    });
    if (child.status !== 0) throw new Failure(`The worker failed: ${child.stderr}`, "npm run bench -- read");
    results.push(JSON.parse(child.stdout));
  }
  const [first] = results;
  print(`${"".padEnd(52)}${"wall".padStart(10)}${"processor".padStart(12)}`);
  for (const name of Object.keys(first.rows)) {
    const wall = Math.min(...results.map(({ rows }) => rows[name].wall));
    const processor = Math.min(...results.map(({ rows }) => rows[name].processor));
    print(`${name.padEnd(52)}${`${Math.round(wall)} ms`.padStart(10)}${`${Math.round(processor)} ms`.padStart(12)}`);
  }
  print(`\n${first.uses} uses, ${first.unresolved} unresolved, ${first.findings} findings`);
  const total = Math.min(...results.map(({ rows }) => rows["all of it"].processor));
  print(total <= goal ? `Goal (${goal} ms): met.` : `Goal (${goal} ms): missed.`);
  return total <= goal ? 0 : 1;
}

/** The corpus' agents, each with functions of others behind it up to the length, all of them different. */
function agentTexts() {
  const folder = join(root, "test/unit/uses/corpus");
  const corpus = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name, "agent.py"))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "latin1"))
    .filter((text) => text.length > 500 && text.split("\n").length < lines && /^[\x20-\x7e\n]*$/.test(text));
  return Array.from({ length: agents }, (_, index) => {
    let text = corpus[index % corpus.length];
    for (let next = index + 1; text.split("\n").length < lines; next++) {
      text = `${corpus[(next * 7) % corpus.length].replaceAll("set_model(", "ready(")}\n${text}`;
    }
    return `${text.split("\n").slice(-lines).join("\n")}\n# ${index}\n`;
  });
}
