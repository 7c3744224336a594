import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { resolveCacheFolder } from "../../workspace/paths.js";
import { UsageError } from "../usage.js";
import { entriesOf } from "./entries.js";
import { reasons } from "./inUse.js";

const help = `Usage: mlflow-agents cache [clean] [options]

Tells what is in the cache folder, which all projects of this user share, how large it is and what uses it. All of it is made
again when it is needed.

Commands:
  clean    remove what is not in use now: what no process runs from, and this release would not look for

Options:
  --all    of clean: also what this release would look for, where no process runs from it
  --json   as JSON`;

/**
 * `mlflow-agents cache`.
 *
 * @param args what follows `cache`
 * @returns exit code
 */
export async function cacheCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      all: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const clean = positionals[0] === "clean";
  if (positionals.length > (clean ? 1 : 0)) {
    throw new UsageError(`Unknown command "cache ${positionals.join(" ")}": there is clean.`);
  }
  const cache = resolveCacheFolder();
  const entries = entriesOf(cache);
  const used = await reasons(cache, entries, clean && values.all);
  const listed = entries.map(({ path, what, bytes }) => ({ path, what, bytes, inUse: used.get(path) ?? null }));
  const removed = clean ? listed.filter(({ inUse }) => inUse === null) : [];
  for (const { path } of removed) rmSync(join(cache, path), { recursive: true, force: true });
  const report = {
    folder: cache,
    bytes: sum(listed) - sum(removed),
    entries: listed.filter((entry) => !removed.includes(entry)),
    ...(clean ? { removed, freed: sum(removed) } : {}),
  };
  console.log(values.json ? JSON.stringify(report, undefined, 2) : text(report));
  return 0;
}

interface Listed {
  path: string;
  what: string;
  bytes: number;
  inUse: string | null;
}

function text(report: {
  folder: string;
  bytes: number;
  entries: Listed[];
  removed?: Listed[];
  freed?: number;
}): string {
  const line = ({ path, what, bytes, inUse }: Listed) =>
    `${size(bytes).padStart(9)}  ${path.padEnd(42)} ${what}${inUse === null ? "" : ` (${inUse})`}`;
  const { folder, bytes, entries, removed } = report;
  if (removed !== undefined) {
    const gone = removed.map((entry) => `removed ${line(entry).trimStart()}`);
    const end = removed.length === 0 ? "nothing to remove" : `freed ${size(report.freed ?? 0)}`;
    return [...gone, `${end}; ${size(bytes)} left in ${folder}`].join("\n");
  }
  return [folder, ...entries.map(line), `${size(bytes).padStart(9)}  in all`].join("\n");
}

function sum(entries: readonly Listed[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}

function size(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
