import { findRunning, WorkspaceError } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";

/** `env`: what other clients need, for `eval "$(mlflow-agents workspace env)"`. It holds the token, as it must. */
export async function env(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running === undefined) {
    throw new WorkspaceError("notRunning", "No workspace runs here: mlflow-agents workspace start.");
  }
  const variables = {
    DATABRICKS_HOST: running.host,
    DATABRICKS_TOKEN: running.token,
    MLFLOW_TRACKING_URI: "databricks",
    MLFLOW_REGISTRY_URI: "databricks-uc",
  };
  for (const [name, value] of Object.entries(variables)) {
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
  }
  return 0;
}
