import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findRunning, WorkspaceError } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";

/** Milliseconds a workspace has to end by itself. */
const stopLimit = 30_000;

/** `stop`: ends the workspace of this data folder, and nothing else: it must answer as the workspace it claims to be. */
export async function stop(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running === undefined) {
    await rm(options.paths.connection, { force: true });
    console.log("no workspace runs here");
    return 0;
  }
  process.kill(running.pid, "SIGTERM");
  const deadline = Date.now() + stopLimit;
  while (alive(running.pid)) {
    if (Date.now() > deadline) {
      throw new WorkspaceError("serverFailed", `Process ${running.pid} does not end. Its log: ${options.paths.log}`);
    }
    await sleep(50);
  }
  console.log(`workspace at ${running.host} stopped`);
  return 0;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
