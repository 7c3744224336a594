// `npm test`: sets up what is missing, then runs everything. `npm test -- engine` runs the stages whose name holds a word.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { checks } from "./checks/list.mjs";
import { Failure, main } from "./lib/failure.mjs";
import { localFolder } from "./lib/paths.mjs";
import { print } from "./lib/progress.mjs";
import { conclude, runStages } from "./lib/stages.mjs";
import { testEnvironment } from "./lib/testEnvironment.mjs";
import { logFolder, runVitest } from "./lib/vitest.mjs";
import { setUpTools } from "./setup/tools.mjs";

const begin = Date.now();

// Tests of other servers and of a killed run: they say nothing that depends on the release of Node or of Pulumi's SDK.
const once = ["killed", "mlflow2", "servingGoldens"].map((name) => `--exclude=**/test/engine/${name}.test.ts`);

/** The long stages, the longest first: two run at once, because each waits for other processes half of its time. */
function longStages({ newest, ...tools }) {
  const env = testEnvironment(tools);
  const withNewest = {
    ...env,
    MLFLOW_AGENTS_TEST_NODE: newest.nodeFolder,
    MLFLOW_AGENTS_TEST_PULUMI_SDK: newest.sdk,
    // Node 22 can keep what it compiled of @pulumi/pulumi: a fifth of each run of the CLI.
    NODE_COMPILE_CACHE: join(localFolder, "test", "compiled"),
  };
  const everything = { ...env, MLFLOW_AGENTS_FUZZ_RUNS: "100000", MLFLOW_AGENTS_FAULTS: "all" };
  const vitest = (name, project, environment, { log = project, filters = [] } = {}) => ({
    name,
    run: (say) => runVitest(project, { name: log, filters, env: environment, say }),
  });
  return [
    vitest("engine", "engine", env),
    vitest("engine, Node 22, newest SDK", "engine", withNewest, { log: "engine-newest", filters: once }),
    vitest("examples and documentation", "examples", env),
    vitest("packaging and npm start", "packaging", env),
    vitest("local workspace", "workspace", env),
    vitest("every fault, 100,000 inputs", "unit", everything, {
      log: "faults-and-fuzz",
      filters: ["test/faults", "test/fuzz"],
    }),
  ];
}

await main(async () => {
  rmSync(logFolder, { recursive: true, force: true });
  const words = process.argv.slice(2);
  const long = longStages(await setUpTools());
  const wanted = ({ name }) => words.length === 0 || words.some((word) => name.includes(word));
  if (![...checks, ...long].some(wanted)) {
    throw new Failure(
      `No stage is named like ${words.join(", ")}.`,
      `There are: ${[...checks, ...long].map(({ name }) => name).join("; ")}.`,
    );
  }
  print("");
  // What is quick and says most comes first.
  const results = [
    ...(await runStages(checks.filter(wanted), { verbose: true })),
    ...(await runStages(long.filter(wanted), { verbose: true, atOnce: 2 })),
  ];
  return conclude(results, begin);
});
