import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A program to run to its end. */
export interface Command {
  program: string;
  args: readonly string[];
  /** Working folder. */
  cwd: string;
  /** Its whole environment: nothing is inherited. */
  env: NodeJS.ProcessEnv;
  /** Milliseconds after which it is ended. */
  timeoutMs: number;
  /** Ends it. */
  signal?: AbortSignal | undefined;
  /**
   * Given each line that it writes to descriptor 3. Such a program also ends by itself when its standard input closes, and
   * is given time to end its children.
   */
  onReport?: (line: string) => void;
}

/** How a program ended. */
export interface Finished {
  /** Exit code; null when it was ended by a signal or could not be started. */
  code: number | null;
  /** Standard output and error as they came, the last part of them if they were long. */
  output: string;
  /** Set when it could not be started: why. */
  unstarted?: string;
  /** Whether the time limit ended it. */
  late: boolean;
}

/** Runs a program. The seam that tests replace. */
export type Runner = (command: Command) => Promise<Finished>;

/** Characters of output that are kept. */
const kept = 64 * 1024;
/** Time for a program to end its children, and for the last output to arrive, in milliseconds. */
const graceMs = 6_000;
const flushMs = 300;

/**
 * Runs a program in a process group of its own, without a shell, and ends the whole group with it. Never throws: what
 * could not be started says so in its result.
 */
export const run: Runner = (command) =>
  new Promise((resolve) => {
    const reporting = command.onReport !== undefined;
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: [reporting ? "pipe" : "ignore", "pipe", "pipe", reporting ? "pipe" : "ignore"],
    });
    let output = "";
    let late = false;
    const add = (text: string) => {
      output += text;
      if (output.length > 2 * kept) output = output.slice(-kept);
    };
    child.stdout?.setEncoding("utf8").on("data", add);
    child.stderr?.setEncoding("utf8").on("data", add);
    // A child that is gone breaks the pipe; how it ended is told below.
    child.stdin?.on("error", () => undefined);
    const reports = child.stdio[3];
    if (command.onReport !== undefined && isReadable(reports))
      createInterface({ input: reports }).on("line", command.onReport);

    const killGroup = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // The group is gone.
      }
    };
    let killer: NodeJS.Timeout | undefined;
    const end = () => {
      if (child.stdin === null) killGroup();
      else {
        child.stdin.end();
        killer ??= setTimeout(killGroup, graceMs);
      }
    };
    const limit = setTimeout(() => {
      late = true;
      end();
    }, command.timeoutMs);
    command.signal?.addEventListener("abort", end);
    if (command.signal?.aborted) end();

    let settled = false;
    const settle = (finished: Omit<Finished, "output" | "late">) => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      clearTimeout(killer);
      command.signal?.removeEventListener("abort", end);
      killGroup();
      for (const stream of child.stdio) stream?.destroy();
      resolve({ ...finished, output: output.slice(-kept), late });
    };
    child.once("error", (error) => settle({ code: null, unstarted: error.message }));
    child.once("close", (code) => settle({ code }));
    // A process that got away may hold the output open: what is there by then is all there is.
    child.once("exit", (code) => setTimeout(() => settle({ code }), flushMs));
  });

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === "object" && stream !== null && "read" in stream;
}
