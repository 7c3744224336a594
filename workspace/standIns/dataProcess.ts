import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { pythonVariables } from "../environment/pythonVariables.js";
import { pythonSource } from "../paths.js";
import type { InferenceLog } from "../serving/inferenceSpans.js";

const failed = z.object({
  ok: z.literal(false),
  /** `sql`: SQLite's own words; `function`: a function in Python raised; `internal`: a fault of the stand-in. */
  kind: z.enum(["sql", "function", "internal"]),
  message: z.string(),
  function: z.string().optional(),
});
const rows = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
  truncated: z.boolean(),
  changed: z.number(),
});
const tables = z.object({ tables: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))) });
const answer = z.looseObject({ id: z.number() });

/** The rows of a statement, as text. */
export type DataRows = z.infer<typeof rows>;

/** Why the process behind the tables did not do what was asked. */
export class DataFailure extends Error {
  readonly kind: "sql" | "function" | "internal" | "timeout";
  /** Name of the function that raised. */
  readonly functionName: string | undefined;

  constructor(kind: DataFailure["kind"], message: string, functionName?: string) {
    super(message);
    this.name = "DataFailure";
    this.kind = kind;
    this.functionName = functionName;
  }
}

/** A table to be made. */
export interface TableToLoad {
  /** Three-part name in lower case. */
  name: string;
  /** Changes with the content. */
  version: string;
  /** Names and the words they are declared with. */
  columns: readonly (readonly [string, string])[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** A statement to be run. */
export interface StatementToRun {
  statements: readonly string[];
  parameters: Readonly<Record<string, string | number | null>>;
  reads: readonly string[];
  writes: readonly string[];
  functions: readonly unknown[];
  user: string;
  /** Rows that are wanted at most; null for all. */
  limit: number | null;
}

/** What the process works with. */
export interface DataProcessOptions {
  /** Interpreter. */
  python: string;
  /** SQLite file. */
  database: string;
  /** File its error output is appended to. */
  log: string;
  /** Tables of the fixtures. */
  tables: readonly TableToLoad[];
}

interface Waiting {
  resolve(value: Record<string, unknown>): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/**
 * The one Python process behind the SQL stand-in (workspace/python/standins.py): started on first need, again after it
 * died, and gone with the workspace, whose end closes its standard input.
 */
export class DataProcess {
  readonly #options: DataProcessOptions;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #loaded: Promise<unknown> | undefined;
  #stopped = false;
  #last = 0;

  constructor(options: DataProcessOptions) {
    this.#options = options;
  }

  /** Whether a process is up. */
  get running(): boolean {
    return this.#child !== undefined;
  }

  /**
   * Runs a statement.
   *
   * @param milliseconds after which it is given up, and the process with it
   * @param started told the number by which it can be cancelled
   * @throws DataFailure
   */
  async run(statement: StatementToRun, milliseconds: number, started?: (id: number) => void): Promise<DataRows> {
    await this.#load();
    return rows.parse(await this.#ask("run", statement, milliseconds, started));
  }

  /** Columns of every table, with the words they are declared with. */
  async tables(): Promise<z.infer<typeof tables>["tables"]> {
    await this.#load();
    return tables.parse(await this.#ask("tables", {}, 30_000)).tables;
  }

  /**
   * Brings new lines of an inference log into its table.
   *
   * @param table three-part name in lower case
   * @param source the log, and what the table takes of it
   */
  async ingest(table: string, { file, sampling, spans }: InferenceLog): Promise<void> {
    await this.#load();
    const times = spans.map(({ from, to }) => [from, to ?? null]);
    await this.#ask("ingest", { table, log: file, sampling, spans: times }, 60_000);
  }

  /** Interrupts a statement; one that is done is left alone. */
  cancel(target: number): void {
    if (this.#child !== undefined) {
      this.#ask("cancel", { target }, 10_000).catch(() => undefined);
    }
  }

  /** Ends the process for good. What is under way fails. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (child === undefined) {
      return;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.end();
    const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
    await ended;
    clearTimeout(late);
  }

  #load(): Promise<unknown> {
    if (this.#stopped) {
      return Promise.reject(new DataFailure("internal", "the workspace ends"));
    }
    if (this.#child === undefined) {
      this.#start();
      this.#loaded = this.#ask("load", { tables: this.#options.tables }, 120_000);
    }
    return this.#loaded ?? Promise.resolve();
  }

  #start(): void {
    const { python, database, log } = this.#options;
    mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
    const output = openSync(log, "a", 0o600);
    const child = spawn(python, [pythonSource("standins.py"), database], {
      env: pythonVariables(),
      cwd: dirname(database),
      stdio: ["pipe", "pipe", output],
    });
    closeSync(output);
    this.#child = child;
    // A child that is gone before us breaks the pipe; its end is reported below.
    child.stdin?.on("error", () => undefined);
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on("line", (line) => this.#settle(line));
    }
    let over = false;
    const end = (how: string): void => {
      if (over) {
        return;
      }
      over = true;
      if (this.#child === child) {
        this.#child = undefined;
      }
      for (const [id, waiting] of this.#waiting) {
        clearTimeout(waiting.timer);
        waiting.reject(new DataFailure("internal", `the process behind the tables ${how}`));
        this.#waiting.delete(id);
      }
    };
    child.once("error", (error) => end(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) =>
      end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
  }

  #ask(
    op: string,
    request: object,
    milliseconds: number,
    started?: (id: number) => void,
  ): Promise<Record<string, unknown>> {
    this.#last += 1;
    const id = this.#last;
    const child = this.#child;
    if (child === undefined) {
      return Promise.reject(new DataFailure("internal", "the process behind the tables ended"));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new DataFailure("timeout", `it did not end within ${milliseconds / 1000} s`));
        // SQLite can be interrupted, a function in Python cannot: the process goes, the next statement starts another.
        child.kill("SIGKILL");
      }, milliseconds);
      this.#waiting.set(id, { resolve, reject, timer });
      child.stdin?.write(`${JSON.stringify({ id, op, ...request })}\n`);
      started?.(id);
    });
  }

  #settle(line: string): void {
    const { data: parsed } = answer.safeParse(readJson(line));
    const waiting = parsed === undefined ? undefined : this.#waiting.get(parsed.id);
    if (parsed === undefined || waiting === undefined) {
      return;
    }
    this.#waiting.delete(parsed.id);
    clearTimeout(waiting.timer);
    const failure = failed.safeParse(parsed);
    if (failure.success) {
      const { kind, message, function: name } = failure.data;
      waiting.reject(new DataFailure(kind, message, name));
    } else {
      waiting.resolve(parsed);
    }
  }
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A line that is cut off: the process died while it wrote, which is reported otherwise.
    return undefined;
  }
}
