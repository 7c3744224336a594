import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pythonVariables } from "../../workspace/environment/pythonVariables.js";
import { ensurePython, findRunning, WorkspaceError } from "../../workspace/index.js";
import { pythonSource } from "../../workspace/paths.js";
import type { WorkspaceArguments } from "./index.js";

/** Lines of its error output that are shown when it fails. */
const shown = 15;

/** `seed`: fills a running workspace with an example, through public clients. What is there already stays as it is. */
export async function seed(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running === undefined) {
    throw new WorkspaceError("notRunning", "No workspace runs here: mlflow-agents workspace start.");
  }
  const { python } = await ensurePython({ log: (line) => console.log(line) });
  const child = spawn(python, [pythonSource("seed.py")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: pythonVariables({
      DATABRICKS_HOST: running.host,
      DATABRICKS_TOKEN: running.token,
      MLFLOW_TRACKING_URI: "databricks",
      MLFLOW_REGISTRY_URI: "databricks-uc",
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_RECORD_ENV_VARS_IN_MODEL_LOGGING: "false",
      // The progress bars of its uploads.
      MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: "false",
    }),
  });
  const errors: string[] = [];
  let made = 0;
  createInterface(child.stderr).on("line", (line) => errors.push(line));
  // MLflow itself prints links and names of what it registers.
  createInterface(child.stdout).on("line", (line) => {
    if (/^(model|version|alias|endpoint|\d+ questions)\b/.test(line)) {
      made += 1;
      console.log(`made ${line}`);
    }
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (ended) => resolve(ended ?? 1));
  });
  if (code !== 0) {
    throw new WorkspaceError("seedFailed", `The example was not made whole:\n${errors.slice(-shown).join("\n")}`);
  }
  console.log(made === 0 ? "the example is there already" : "look at it: mlflow-agents workspace open");
  return 0;
}
