// `npm run conformance`: that what this project writes is what real MLflow writes, on two releases of it. Prints tables and
// writes .mlflow-agents/conformance/report.json; ends with 1 on any difference. `npm run conformance -- agents` runs one
// section, `npm run conformance -- clients --update` writes workspace/COVERAGE.md anew.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { sections } from "./conformance/sections.mjs";
import { Failure, main } from "./lib/failure.mjs";
import { readJson } from "./lib/files.mjs";
import { localFolder } from "./lib/paths.mjs";
import { print, seconds, step, style } from "./lib/progress.mjs";
import { testEnvironment } from "./lib/testEnvironment.mjs";
import { runVitest } from "./lib/vitest.mjs";
import { ensureNpm } from "./setup/npm.mjs";
import { ensureClientsEnvironment, ensureReleaseEnvironments } from "./setup/python.mjs";
import { setUpTools } from "./setup/tools.mjs";

const begin = Date.now();
const folder = join(localFolder, "conformance");

async function setUp(wanted) {
  let releases = {};
  let clients = {};
  await step("npm dependencies", async (say) => ((await ensureNpm(say)) ? "installed" : ""));
  await step("build", async (say) => ((await build(say)) ? "built" : ""));
  await step("Python, an MLflow release each", async (say) => {
    releases = await ensureReleaseEnvironments(say);
    return Object.keys(releases).join(", ");
  });
  let tools = {};
  if (wanted.some(({ engine }) => engine)) tools = testEnvironment(await setUpTools());
  if (wanted.some(({ name }) => name === "clients" || name === "contract")) {
    await step("Python, Databricks' own packages", async (say) => {
      clients = await ensureClientsEnvironment(say);
    });
  }
  return { releases, interpreters: { ...releases, ...clients }, tools };
}

/** Nothing of the user's own accounts: the agents are logged to files of their own. */
const withoutAccounts = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(DATABRICKS_|MLFLOW_(?!AGENTS_)|OPENAI_|LANGCHAIN_|LANGSMITH_)/.test(name))
    .map((name) => [name, undefined]),
);

async function runSection({ name, title, file, table, engine }, interpreters, tools) {
  const from = Date.now();
  print(`\n${style.strong(title)}`);
  const outcome = await runVitest("conformance", {
    name: `conformance-${name}`,
    filters: [file],
    env: {
      ...withoutAccounts,
      ...(engine ? tools : {}),
      MLFLOW_AGENTS_CONFORMANCE: JSON.stringify(interpreters),
      MLFLOW_AGENTS_CONFORMANCE_REPORT: folder,
      UPDATE_COVERAGE: process.argv.includes("--update") ? "1" : undefined,
    },
  });
  const found = readJson(join(folder, `${name}.json`));
  const ran = found !== undefined && outcome.passed + outcome.failed > 0;
  for (const line of ran ? table(found) : ["nothing was found: it did not run to its end"]) print(line);
  if (outcome.failed > 0) print(`\n${style.bad(`${outcome.failed} failed`)}\n${outcome.details.trim()}`);
  const time = Date.now() - from;
  print(`${outcome.passed} passed, ${outcome.failed} failed, ${seconds(time)}`);
  return { name, passed: outcome.passed, failed: outcome.failed + (ran ? 0 : 1), seconds: time / 1000, found };
}

await main(async () => {
  const words = process.argv.slice(2).filter((word) => word !== "--update");
  const wanted = sections.filter(({ name }) => words.length === 0 || words.includes(name));
  if (wanted.length === 0) {
    throw new Failure(
      `No section is named ${words.join(", ")}.`,
      `There are: ${sections.map(({ name }) => name).join(", ")}.`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { releases, interpreters, tools } = await setUp(wanted);
  const results = [];
  for (const section of wanted) results.push(await runSection(section, interpreters, tools));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const report = join(folder, "report.json");
  const whole = { releases: Object.keys(releases), passed: sum("passed"), failed: sum("failed") };
  const sectionsFound = Object.fromEntries(results.map(({ name, ...rest }) => [name, rest]));
  const all = { ...whole, seconds: (Date.now() - begin) / 1000, sections: sectionsFound };
  writeFileSync(report, `${JSON.stringify(all, undefined, 2)}\n`);
  print(`\n${seconds(Date.now() - begin)} in all, report: .mlflow-agents/conformance/report.json`);
  print(`${whole.passed} passed, ${whole.failed} failed`);
  return whole.failed === 0 && whole.passed > 0 ? 0 : 1;
});
