import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { style } from "../../lib/progress.mjs";

const width = 62;
const columns = [12, 12, 10, 10];
const row = (name, cells) => name.padEnd(width) + cells.map((cell, index) => cell.padStart(columns[index])).join("");

/** The head of the table. */
export const heading = row("", ["theirs", "ours", "ratio", "goal"]);

/** What the figures were taken on. */
export function facts() {
  const load = loadavg()[0].toFixed(1);
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`;
  return `${availableParallelism()} processors (${cpus()[0]?.model.trim() ?? "unknown"}), ${memory}, Node ${process.versions.node}, load ${load}`;
}

const units = {
  ms: (value) => (value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`),
  calls: (value) => `${value} calls`,
  bytes: (value) => `${(value / 1_048_576).toFixed(1)} MiB`,
};

/** Whether a result misses its goal. */
export function missed({ goal, rule, ratio, ours }) {
  if (goal === undefined) return false;
  return rule === "ratio" ? ratio < goal : ours > goal;
}

function goalOf({ goal, rule, unit }) {
  if (goal === undefined) return "";
  return rule === "ratio" ? `≥ ${goal} ×` : `≤ ${units[unit](goal).replace(".0", "").replace(" calls", "")}`;
}

/** One line of the table. */
export function line(result) {
  const show = (value) => (value === undefined ? "" : units[result.unit](value));
  const ratio = result.ratio === undefined ? "" : `${result.ratio.toFixed(result.ratio < 10 ? 2 : 1)} ×`;
  const text = row(result.name, [show(result.theirs), show(result.ours), ratio, goalOf(result)]);
  const mark = result.goal === undefined ? "" : missed(result) ? style.bad("  ✗ missed") : style.good("  ✓");
  const bound = result.curl === undefined ? "" : `  curl: ${show(result.curl)}`;
  const floors = Object.entries(result.floor ?? {}).map(([what, value]) => `${what}: ${show(value)}`);
  const floor = floors.length === 0 ? "" : `\n${" ".repeat(4)}bounds: ${floors.join("; ")}`;
  const puts = result.puts === undefined ? "" : `  and PUTs: ${result.puts.theirs}, ${result.puts.ours}`;
  return `${text}${mark}${bound}${puts}${floor}`;
}

/** The calls of both sides, and what was missed. */
export function summary(results) {
  const lines = [];
  for (const { seen } of results) {
    for (const [side, calls] of Object.entries(seen ?? {})) {
      lines.push("", `Calls, ${side}:`, ...calls.map((call) => `  ${call.replace(/[0-9a-f]{32}/g, "…")}`));
    }
  }
  const failed = results.filter(missed);
  const verdict =
    failed.length === 0
      ? "Every goal is reached."
      : `Missed: ${failed.map(({ name }) => name).join("; ")}. Under load of other work, run it again.`;
  return [...lines, "", verdict].join("\n");
}
