import { delimiter, join } from "node:path";
import { localFolder } from "./paths.mjs";

/**
 * The environment of the tests: the tools that the set-up made, and nothing of the user's own accounts. A test that
 * forgets to say where it deploys to must find no workspace, not yours.
 *
 * @param {{ cliFolder: string, python: string, python222: string }} tools
 */
export function testEnvironment({ cliFolder, python, python222 }) {
  const own = Object.keys(process.env).filter((name) => /^(DATABRICKS_|MLFLOW_|PULUMI_|OPENAI_)/.test(name));
  const kept = ["MLFLOW_AGENTS_CACHE", "MLFLOW_AGENTS_DEBUG", "MLFLOW_AGENTS_PYTHON"];
  return {
    ...Object.fromEntries(own.filter((name) => !kept.includes(name)).map((name) => [name, undefined])),
    PATH: [cliFolder, process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: join(localFolder, "test", "pulumi-home"),
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_CONFIG_PASSPHRASE: "test",
    // The stage "types" has checked the programs already; to do it again in each run of the CLI takes seconds.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    DATABRICKS_CONFIG_FILE: join(localFolder, "test", "no-such-file.databrickscfg"),
    MLFLOW_AGENTS_TEST_PYTHON: python,
    MLFLOW_AGENTS_TEST_PYTHON_222: python222,
  };
}
