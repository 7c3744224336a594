import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { findRunning, WorkspaceError } from "../../workspace/index.js";
import { UsageError } from "../usage.js";
import type { WorkspaceArguments } from "./index.js";

/** `reset`: removes the workspace's part of the data folder, never while it runs and never without `--yes`. */
export async function reset(options: WorkspaceArguments): Promise<number> {
  const { root } = options.paths;
  if ((await findRunning(options.paths)) !== undefined) {
    throw new WorkspaceError("alreadyRunning", "The workspace runs: stop it first, with mlflow-agents workspace stop.");
  }
  if (!existsSync(root)) {
    console.log("nothing to remove");
    return 0;
  }
  if (!options.yes) {
    throw new UsageError(`This removes ${root} with all models, traces and endpoints in it. Say --yes to do so.`);
  }
  await rm(root, { recursive: true, force: true });
  console.log(`removed ${root}`);
  return 0;
}
