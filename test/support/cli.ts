import { execFile } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";

/** What a run of `mlflow-agents` came to. */
export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built `mlflow-agents` beside a project of the engine's tests, as its user would. */
export function mlflowAgents(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliRun> {
  const { modules, host, token } = inject("shared");
  const program = join(modules, "node_modules/pulumi-mlflow-agents/dist/cli/main.js");
  const variables = {
    ...process.env,
    DATABRICKS_HOST: host,
    DATABRICKS_TOKEN: token,
    PULUMI_BACKEND_URL: `file://${join(folder, ".state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    ...env,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: variables, maxBuffer: 64_000_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
