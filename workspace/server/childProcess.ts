import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Bytes. */
const logLimit = 5 * 1024 * 1024;

/** What to start. */
export interface ChildOptions {
  /** Program and arguments. */
  command: readonly [string, ...string[]];
  /** The child's whole environment. */
  env: NodeJS.ProcessEnv;
  /** File its output is appended to. */
  log: string;
  /** Told as the first line of its standard input, and nowhere else. Default: nothing is told. */
  secret?: string;
  /** Its working folder. Default: this process's. */
  cwd?: string;
}

/**
 * A process behind the workspace. It holds the read end of a pipe as its standard input and ends when that closes,
 * so it cannot outlive the workspace, however that dies (workspace/python/lifeline.py).
 */
export class Child {
  /** Settles with a sentence about the end, never rejects. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  #end: string | undefined;

  constructor(options: ChildOptions) {
    const [program, ...args] = options.command;
    mkdirSync(dirname(options.log), { recursive: true, mode: 0o700 });
    // A log above the limit is put aside; one older is kept.
    if ((statSync(options.log, { throwIfNoEntry: false })?.size ?? 0) > logLimit) {
      renameSync(options.log, `${options.log}.1`);
    }
    const log = openSync(options.log, "a", 0o600);
    this.#process = spawn(program, args, {
      env: options.env,
      stdio: ["pipe", log, log],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    closeSync(log);
    // A child that is gone before us breaks the pipe; its end is reported below.
    this.#process.stdin?.on("error", () => undefined);
    if (options.secret !== undefined) {
      this.#process.stdin?.write(`${options.secret}\n`);
    }
    this.ended = new Promise((resolve) => {
      const end = (sentence: string): void => {
        this.#end ??= sentence;
        resolve(sentence);
      };
      this.#process.once("error", (error) => end(`could not be started: ${error.message}`));
      this.#process.once("exit", (code, signal) =>
        end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
      );
    });
  }

  /** Its process id; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** How it ended; undefined while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  /**
   * Ends it: SIGINT, so that traces under way are still written, then SIGKILL.
   *
   * @param grace milliseconds between the two. Default: 8,000
   */
  async stop(grace = 8_000): Promise<void> {
    if (this.#end !== undefined) {
      return;
    }
    this.#process.kill("SIGINT");
    const timer = new AbortController();
    const late = sleep(grace, true, { signal: timer.signal }).catch(() => false);
    const expired = await Promise.race([this.ended.then(() => false), late]);
    timer.abort();
    if (expired) {
      this.#process.kill("SIGKILL");
      await this.ended;
    }
  }
}
