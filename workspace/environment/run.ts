import { spawn } from "node:child_process";

/** What a finished command left. */
export interface Finished {
  /** Exit code; -1 when it could not be started, -2 when it was stopped by a signal or the time limit. */
  code: number;
  stdout: string;
  stderr: string;
}

/** How to run a command. */
export interface RunOptions {
  /** Environment of the command. Default: this process's own. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds before it is killed. Default: 600,000. */
  timeout?: number;
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
      timeout: options.timeout ?? 600_000,
    });
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
    child.on("error", (error) => resolve({ code: -1, stdout: out.stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -2, stdout: out.stdout, stderr: out.stderr }));
  });
}
