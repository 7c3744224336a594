import { availableParallelism } from "node:os";
import { checkReference } from "../docs/write.mjs";
import { at } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";
import { runVitest } from "../lib/vitest.mjs";
import { npmCommand } from "../setup/npm.mjs";
import { checkCommittedFiles } from "./committedFiles.mjs";

/** A check that is one program of node_modules: passed where it ends with 0. */
function program(name, file, ...args) {
  return {
    name,
    run: async () => {
      const result = await run(process.execPath, [at("node_modules", file), ...args], { env: { NO_COLOR: "1" } });
      const passed = result.code === 0;
      return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, details: passed ? "" : tail(result.output, 200) };
    },
  };
}

/** `npm ci` refuses a lock file that does not fit package.json, or lacks packages of other systems. */
const lockFile = {
  name: "lock file",
  run: async () => {
    const [npm, args] = npmCommand();
    const result = await run(npm, [...args, "ci", "--dry-run", "--ignore-scripts", "--no-audit", "--loglevel=error"]);
    const passed = result.code === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, details: passed ? "" : result.output };
  },
};

const rooms = ["provider", "sdk", "cli", "workspace", "test", "examples", "scripts"];

/** The checks of `npm run check`. A new one is one line here. @type {import("../lib/stages.mjs").Stage[]} */
export const checks = [
  program("types", "typescript/bin/tsc", "-p", "tsconfig.test.json", "--pretty", "false"),
  program("types of the page", "typescript/bin/tsc", "-p", "workspace/page/web/tsconfig.json", "--pretty", "false"),
  program("format and lint", "@biomejs/biome/bin/biome", "ci", "--colors=off", "."),
  program(
    "import rules",
    "dependency-cruiser/bin/dependency-cruise.mjs",
    "--config",
    ".dependency-cruiser.cjs",
    ...rooms,
  ),
  lockFile,
  { name: "committed files", run: checkCommittedFiles },
  { name: "docs are current", run: checkReference },
  // vitest leaves one processor free, which on a machine with two is half of it.
  { name: "unit tests", run: (say) => runVitest("unit", { say, filters: [`--maxWorkers=${availableParallelism()}`] }) },
];
