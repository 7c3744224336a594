import { homedir } from "node:os";
import { join } from "node:path";

const naming = /^(DATABRICKS_(HOST|TOKEN|CLIENT_ID|CONFIG_PROFILE)|MLFLOW_TRACKING_(URI|TOKEN))$/;

/** The variables by which the environment says that a workspace beside the local one is meant. */
export function namedPlace(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env).filter((name) => naming.test(name) && (env[name] ?? "") !== "");
}

/** The file of profiles, which need not exist. */
export function profileFile(env: NodeJS.ProcessEnv): string {
  return env.DATABRICKS_CONFIG_FILE || join(env.HOME || homedir(), ".databrickscfg");
}
