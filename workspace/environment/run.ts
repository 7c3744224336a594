import { spawn } from "node:child_process";

/** What a finished command left. */
export interface Finished {
  /** Exit code; -1 when it could not be started, -2 when it was stopped by a signal or the time limit. */
  code: number;
  stdout: string;
  stderr: string;
  /** Whether there is no such program. */
  missing: boolean;
}

/** How to run a command. */
export interface RunOptions {
  /** Environment of the command. Default: this process's own. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds before it is killed. Default: 600,000. */
  timeout?: number;
  /** Folder that it runs in. Default: this process's own. */
  cwd?: string;
  /** Ends it. */
  signal?: AbortSignal;
  /** Called with each line of either output, as it comes. */
  onLine?: (line: string) => void;
}

/**
 * Runs a command to its end, without a shell. Never throws: a command that cannot be started has code -1.
 *
 * @param command program and its arguments
 */
export function run(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<Finished> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const out: Record<"stdout" | "stderr", string> = { stdout: "", stderr: "" };
    const child = spawn(program, args, {
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    // Not spawn's own: it would hold this process for all of the time where there is no such program.
    const timer = setTimeout(() => child.kill(), options.timeout ?? 600_000);
    for (const name of ["stdout", "stderr"] as const) {
      let rest = "";
      child[name].setEncoding("utf8");
      child[name].on("data", (chunk: string) => {
        out[name] += chunk;
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          options.onLine?.(line);
        }
      });
    }
    child.on("error", (error) => {
      clearTimeout(timer);
      const missing = "code" in error && error.code === "ENOENT";
      resolve({ code: -1, stdout: out.stdout, stderr: error.message, missing });
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -2, stdout: out.stdout, stderr: out.stderr, missing: false });
    });
  });
}
