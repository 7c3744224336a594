import { join } from "node:path";
import { inject } from "vitest";
import { pythonVariables } from "../../workspace/environment/pythonVariables.js";
import { run } from "../../workspace/environment/run.js";

/**
 * Runs one of this folder's scripts with real clients.
 *
 * @param env where the clients are pointed, beside what keeps them quiet
 * @returns the JSON of its last line
 */
// biome-ignore lint/suspicious/noExplicitAny: each script prints a shape of its own
export async function python(script: string, env: Record<string, string>, ...args: string[]): Promise<any> {
  const quiet = { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1" };
  const finished = await run([inject("shared").python, join(__dirname, script), ...args], {
    timeout: 120_000,
    env: pythonVariables({ ...quiet, ...env }),
  });
  if (finished.code !== 0)
    throw new Error(`${script} ended with ${finished.code}:\n${finished.stdout}\n${finished.stderr}`);
  return JSON.parse(finished.stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** The shared workspace, as Databricks' clients are pointed at it. */
export function databricks(): Record<string, string> {
  const { host, token } = inject("shared");
  return {
    DATABRICKS_HOST: host,
    DATABRICKS_TOKEN: token,
    MLFLOW_TRACKING_URI: "databricks",
    MLFLOW_REGISTRY_URI: "databricks-uc",
  };
}
