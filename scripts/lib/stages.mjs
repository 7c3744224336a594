import { describe, Failure } from "./failure.mjs";
import { print, seconds, style, transient } from "./progress.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string} details What failed, in full; empty where nothing did.
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {(say: (line: string) => void) => Promise<Outcome>} run
 */

/** Runs a stage to its outcome; whatever it throws is one failure. */
async function outcomeOf(stage, say) {
  try {
    const outcome = await stage.run(say);
    if (outcome.passed + outcome.failed > 0) return outcome;
    return { passed: 0, failed: 1, details: "this stage ran no test" };
  } catch (error) {
    const text = error instanceof Failure ? describe(error) : String(error?.stack ?? error);
    return { passed: 0, failed: 1, details: text };
  }
}

const line = ({ stage, outcome, time }) => {
  const mark = outcome.failed === 0 ? style.good("✓") : style.bad("✗");
  const counts = `${outcome.passed} passed${outcome.failed ? `, ${style.bad(`${outcome.failed} failed`)}` : ""}`;
  return `${mark} ${stage.name.padEnd(28)} ${seconds(time).padStart(12)}   ${counts}`;
};

/**
 * Runs all stages, whatever fails, and prints a line for each as it ends.
 *
 * @param {Stage[]} stages
 * @param {{ atOnce?: number, verbose?: boolean }} [options] `atOnce`: how many run at a time. Default: 1. `verbose`: print
 *   what a stage says while it runs.
 */
export async function runStages(stages, { atOnce = 1, verbose = false } = {}) {
  const results = [];
  const waiting = [...stages];
  const worker = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) {
      const begin = Date.now();
      if (verbose) print(style.dim(`· ${stage.name}`));
      const whose = atOnce > 1 ? `${stage.name}: ` : "";
      const say = (text) => (verbose ? print(style.dim(`    ${whose}${text}`)) : transient(`· ${stage.name}: ${text}`));
      const outcome = await outcomeOf(stage, say);
      results.push({ stage, outcome, time: Date.now() - begin });
      print(line(results.at(-1)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage));
}

/**
 * Prints every failure in full, then a table of the stages and, last, the counts.
 *
 * @returns {number} exit code
 */
export function conclude(results, begin) {
  for (const { stage, outcome } of results.filter((one) => one.outcome.failed > 0)) {
    print(`\n${style.bad(`── ${stage.name} `.padEnd(80, "─"))}\n${outcome.details.trim()}`);
  }
  print("");
  for (const result of results) print(line(result));
  const sum = (key) => results.reduce((total, { outcome }) => total + outcome[key], 0);
  print(`\n${seconds(Date.now() - begin)} in all`);
  print(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
}
