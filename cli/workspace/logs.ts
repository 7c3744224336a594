import { existsSync, readFileSync } from "node:fs";
import { WorkspaceError } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";

/** `logs`: the last lines of the workspace's own log. */
export async function logs(options: WorkspaceArguments): Promise<number> {
  if (!existsSync(options.paths.log)) {
    throw new WorkspaceError("notRunning", `There is no log yet: ${options.paths.log}`);
  }
  const lines = readFileSync(options.paths.log, "utf8").trimEnd().split("\n");
  console.log(lines.slice(-options.lines).join("\n"));
  return 0;
}
