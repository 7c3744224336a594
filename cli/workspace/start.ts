import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, findRunning, startWorkspace, WorkspaceError } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";
import { pageLink } from "./open.js";

/** Milliseconds the first start may take: it downloads Python packages. */
const startLimit = 900_000;
/** A log above this size is begun anew, in bytes. */
const logLimit = 5 * 1024 * 1024;

/** `start`: idempotent; in the background unless `--foreground` is given. */
export async function start(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running !== undefined) {
    await tell(running, "already running");
    return 0;
  }
  return options.foreground ? foreground(options) : background(options);
}

async function foreground(options: WorkspaceArguments): Promise<number> {
  const workspace = await startWorkspace({
    data: options.data,
    log: (line) => console.log(line),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(options.chatUrl === undefined ? {} : { chatUrl: options.chatUrl }),
    ...(options.eventualReads === undefined ? {} : { eventualReads: options.eventualReads }),
  });
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, resolve);
    }
  });
  console.log("stopping");
  await workspace.stop();
  return 0;
}

async function background(options: WorkspaceArguments): Promise<number> {
  mkdirSync(options.paths.root, { recursive: true, mode: 0o700 });
  const size = statSync(options.paths.log, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(options.paths.log, size > logLimit ? "w" : "a", 0o600);
  const follow = follower(options.paths.log);
  const main = join(__dirname, "..", "main.js");
  const args = ["workspace", "start", "--foreground", "--data", options.data];
  if (options.port !== undefined) {
    args.push("--port", String(options.port));
  }
  if (options.chatUrl !== undefined) {
    args.push("--chat-url", options.chatUrl);
  }
  if (options.eventualReads !== undefined) {
    args.push("--eventual-reads", String(options.eventualReads));
  }
  const child = spawn(process.execPath, [main, ...args], {
    detached: true,
    stdio: ["ignore", log, log],
    // Not an argument: those can be read by every user of the machine.
    env: { ...process.env, ...(options.token === undefined ? {} : { MLFLOW_AGENTS_WORKSPACE_TOKEN: options.token }) },
  });
  closeSync(log);
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
  const deadline = Date.now() + startLimit;
  for (;;) {
    const code = await Promise.race([ended, sleep(100, undefined)]);
    follow();
    const running = await findRunning(options.paths);
    if (running !== undefined && (running.pid === child.pid || code !== undefined)) {
      await tell(running, running.pid === child.pid ? "ready" : "already running");
      child.unref();
      return 0;
    }
    if (code !== undefined) {
      return code === 0 ? 1 : code;
    }
    if (Date.now() > deadline) {
      child.kill("SIGTERM");
      throw new WorkspaceError("serverFailed", `The workspace was not ready after ${startLimit / 60_000} minutes.`);
    }
  }
}

/** Prints what a file gains, from its present end on. */
function follower(file: string): () => void {
  let position = statSync(file).size;
  return () => {
    const size = statSync(file).size;
    if (size > position) {
      const handle = openSync(file, "r");
      const bytes = Buffer.alloc(size - position);
      position += readSync(handle, bytes, 0, bytes.length, position);
      closeSync(handle);
      process.stdout.write(bytes);
    }
  };
}

async function tell(running: Connection, how: string): Promise<void> {
  console.log(`workspace ${how} at ${running.host} (process ${running.pid})`);
  console.log(`its page (this link opens it once): ${await pageLink(running)}`);
}
