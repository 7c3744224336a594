import { spawn, spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { build } from "../build.mjs";
import { Failure } from "../lib/failure.mjs";
import { root } from "../lib/paths.mjs";
import { print, step } from "../lib/progress.mjs";
import { ensureNpm } from "../setup/npm.mjs";
import { gluedAgents, ordinaryAgents } from "./read/texts.mjs";

const agents = 1_000;
const lines = 200;
const goal = 3_000;

const sets = [
  { name: "ordinary agents: one each, with a prompt and helpers", texts: ordinaryAgents },
  { name: "heavy: several agents of the corpus in each file", texts: gluedAgents },
];

/**
 * Runs the bench: how long it takes to read 1,000 agents of 200 lines and what they use, and to check them: in one process,
 * and shared among as many as there are processors, as `mlflow-agents check` shares many agents among threads. The
 * processor's time is the honest figure on a machine that others use too.
 *
 * @param {string[]} words `--rounds N`
 * @returns {Promise<number>} exit code: 1 where the goal is missed
 */
export async function run(words) {
  const given = words.indexOf("--rounds");
  const rounds = (given < 0 ? undefined : Number(words[given + 1])) || 3;
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  await step("build", async (say) => ((await build(say)) ? "built" : ""));
  const totals = [];
  for (const set of sets) totals.push(await measure(set, rounds));
  const [ordinary] = totals;
  const verdict = ordinary <= goal ? "met" : "missed";
  print(`Goal, reading + uses of ${agents} ordinary agents on all processors: ${goal} ms: ${verdict}.`);
  return ordinary <= goal ? 0 : 1;
}

/** Prints the times of a set of agents; gives how long all processors take to read them and what they use, in milliseconds. */
async function measure({ name, texts: make }, rounds) {
  const texts = make(agents, lines);
  const size = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / 1_000);
  const load = loadavg()[0].toFixed(1);
  print(`\n${name}`);
  print(
    `${agents} x ${lines} lines, ${size} kB; best of ${rounds} processes; ${cpus().length} processors, load ${load}`,
  );
  const results = Array.from({ length: rounds }, () => runOnce(JSON.stringify(texts)));
  print(`${"".padEnd(52)}${"wall".padStart(10)}${"processor".padStart(12)}`);
  const row = (label, ...parts) => {
    const best = (clock) =>
      Math.min(...results.map(({ rows }) => parts.reduce((sum, part) => sum + rows[part][clock], 0)));
    const [wall, processor] = [best("wall"), best("processor")].map((ms) => `${Math.round(ms)} ms`);
    print(`${label.padEnd(52)}${wall.padStart(10)}${processor.padStart(12)}`);
    return best("processor");
  };
  row("the grammar's parser alone (in what follows)", "parser");
  row("reading: tree, names, kind of agent", "reading");
  row("uses", "uses");
  const total = row("reading + uses", "reading", "uses");
  row("checks", "checks");
  row("all of it", "reading", "uses", "checks");
  const shared = await sharedAmongAll(texts, rounds);
  print(`${`reading + uses, shared among ${cpus().length}`.padEnd(52)}${`${Math.round(shared)} ms`.padStart(10)}`);
  const [{ uses, unresolved, findings }] = results;
  print(`${(total / agents).toFixed(1)} ms a file; ${uses} uses, ${unresolved} unresolved, ${findings} findings\n`);
  return shared;
}

/** The longest of the shares, at the best of some rounds. */
async function sharedAmongAll(texts, rounds) {
  const count = cpus().length;
  const shares = Array.from({ length: count }, (_, share) => texts.filter((_, index) => index % count === share));
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const results = await Promise.all(shares.map((share) => runBeside(JSON.stringify(share))));
    times.push(Math.max(...results.map(({ rows }) => rows.reading.wall + rows.uses.wall)));
  }
  return Math.min(...times);
}

async function runBeside(input) {
  const child = spawn(process.execPath, [join(root, "scripts/bench/read/worker.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(input);
  let out = "";
  for await (const chunk of child.stdout) out += chunk;
  return JSON.parse(out);
}

function runOnce(input) {
  const worker = join(root, "scripts/bench/read/worker.mjs");
  const child = spawnSync(process.execPath, [worker], { input, encoding: "utf8", maxBuffer: 1e8 });
  if (child.status !== 0) throw new Failure(`The worker failed: ${child.stderr}`, "npm run bench -- read");
  return JSON.parse(child.stdout);
}
