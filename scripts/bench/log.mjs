import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { Failure } from "../lib/failure.mjs";
import { writeWhole } from "../lib/files.mjs";
import { localFolder, root } from "../lib/paths.mjs";
import { print, step } from "../lib/progress.mjs";
import { ensureNpm } from "../setup/npm.mjs";
import { ensurePythonEnvironment } from "../setup/python.mjs";
import { makeFolders } from "./log/folders.mjs";
import { startHelper } from "./log/helper.mjs";
import { facts, heading, line, missed, summary } from "./log/report.mjs";
import { rows } from "./log/rows.mjs";
import { startServer } from "./log/server.mjs";
import { endWorkers } from "./log/worker.mjs";

/**
 * Runs the bench. Both sides take turns in every round, so that other work on the machine meets both.
 *
 * @param {string[]} words `--rounds N` for every row, `--json FILE`, and words: only rows whose name holds one
 * @returns {Promise<number>} exit code: 1 where a goal is missed
 */
export async function run(words) {
  const { rounds, json, wanted } = argumentsOf(words);
  const chosen = rows.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
  if (chosen.length === 0) throw new Failure("No row has such a name.", rows.map(({ name }) => name).join(", "));
  const context = { rounds };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "bench-log-")));
  const running = [];
  try {
    await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
    await step("build", async (say) => ((await build(say)) ? "built" : ""));
    await step("Python with MLflow", async (say) => {
      context.python = await ensurePythonEnvironment(say);
      return "";
    });
    await step("agents", async () => {
      context.folders = makeFolders(folder);
    });
    await step("MLflow server", async () => {
      context.server = await startServer(context.python, join(folder, "server"));
      running.push(context.server);
      for (const [name, args] of [
        ["sink", []],
        ["instant", []],
        ["proxy", [context.server.url, "50"]],
        ["counter", [context.server.url, "0"]],
      ]) {
        context[name] = await startHelper(name === "counter" ? "proxy" : name, args);
        running.push(context[name]);
      }
      return context.server.about;
    });
    print(`\n${facts()}\n\n${heading}`);
    const results = [];
    for (const row of chosen) {
      for (const result of await row.run(context)) {
        results.push(result);
        print(line(result));
      }
    }
    print(summary(results));
    writeWhole(json, `${JSON.stringify({ machine: facts(), server: context.server.about, results }, null, 2)}\n`);
    print(`\nAll figures: ${json}`);
    return results.some(missed) ? 1 : 0;
  } finally {
    endWorkers();
    for (const each of running) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function argumentsOf(words) {
  let values;
  let positionals;
  try {
    ({ values, positionals } = parseArgs({
      args: words,
      options: { rounds: { type: "string" }, json: { type: "string" } },
      allowPositionals: true,
    }));
  } catch (error) {
    throw new Failure(error.message, "npm run bench -- log [--rounds N] [--json FILE] [words of rows]");
  }
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Failure("--rounds is a number from 1.");
  }
  const json = values.json === undefined ? join(localFolder, "bench", "log.json") : resolve(root, values.json);
  mkdirSync(dirname(json), { recursive: true });
  return { rounds, json, wanted: positionals };
}
