import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { readJson } from "./files.mjs";
import { at, localFolder } from "./paths.mjs";
import { run, tail } from "./run.mjs";

/** Folder with the full output of every stage of the last run. */
export const logFolder = join(localFolder, "test-logs");

/**
 * Runs a vitest project. A skipped test counts as failed: a test that needs something installs it.
 *
 * @param {string} project Name in vitest.config.mts.
 * @param {object} [options]
 * @param {string} [options.name] Name of the log. Default: the project's.
 * @param {string[]} [options.filters] Paths of tests; default: all of the project.
 * @param {Record<string, string | undefined>} [options.env]
 * @param {(line: string) => void} [options.say] Gets a line for each test file that ended.
 * @returns {Promise<{ passed: number, failed: number, details: string }>}
 */
export async function runVitest(project, { name = project, filters = [], env = {}, say = () => {} } = {}) {
  const report = join(logFolder, `${name}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = at("node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const result = await run(process.execPath, [vitest, "run", "--project", project, ...reporters, ...filters], {
    env: { NO_COLOR: "1", FORCE_COLOR: undefined, VITEST: undefined, ...env },
    log: join(logFolder, `${name}.log`),
    onLine: (line) => {
      if (/^ [✓❯×] /.test(line)) say(line.trim());
    },
  });
  const outcome = count(readJson(report));
  if (result.code !== 0 && outcome.failed === 0) {
    // No test failed and yet the run did: an error outside of a test, a crash, or no test was found at all.
    return { passed: outcome.passed, failed: 1, details: tail(result.output, 40) };
  }
  const shown = shownFailures(result.output) ?? outcome.details;
  return { ...outcome, details: [shown, ...outcome.skipped].filter(Boolean).join("\n") };
}

/** The part of vitest's own output that shows the failures: it has the differences, which its report has not. */
function shownFailures(output) {
  const begin = output.search(/^.*⎯ (Failed (Suites|Tests)|Unhandled Errors) /m);
  const end = output.search(/^ *Test Files {2}/m);
  return begin >= 0 && end > begin ? output.slice(begin, end) : undefined;
}

/** Counts of a vitest report; without one nothing was run. */
function count(report) {
  let passed = 0;
  const failures = [];
  const skipped = [];
  for (const file of report?.testResults ?? []) {
    const path = file.name.replace(`${at()}/`, "");
    // A file that cannot be loaded has no tests in the report.
    if (file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")) {
      failures.push(`${path}\n${file.message}`);
    }
    for (const test of file.assertionResults) {
      if (test.status === "passed") passed++;
      else if (test.status === "failed")
        failures.push(`${path} > ${test.fullName}\n${test.failureMessages.join("\n")}`);
      else skipped.push(`${path} > ${test.fullName}: not run (${test.status}); a test is never skipped`);
    }
  }
  return { passed, failed: failures.length + skipped.length, skipped, details: failures.join("\n\n") };
}
