import { setMaxListeners } from "node:events";
import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { redactor, type Secret } from "../../http/redact.js";
import { type Creation, identityOf } from "../../lifecycle/ownership.js";
import type { Context, Timeouts } from "../../resource.js";
import { formerUrn, hidden } from "../hidden.js";
import { noteUnseen } from "../unseen.js";
import { bound } from "./bound.js";
import { type Deadline, deadline, type Verb, within } from "./deadline.js";
import { watchEngine } from "./engineLife.js";
import type { EngineLog } from "./engineLog.js";
import { messageOf } from "./failure.js";

/** The limits among `given`, by hand: zod takes half of the time in which the provider has to load. */
function timeoutsOf(given: unknown): Timeouts {
  const limits: Timeouts = {};
  if (typeof given !== "object" || given === null) return limits;
  const named = new Map<string, unknown>(Object.entries(given));
  for (const kind of ["create", "update", "delete"] as const) {
    const seconds = named.get(kind);
    if (typeof seconds === "number" && seconds > 0) limits[kind] = seconds;
  }
  return limits;
}

/**
 * Aborted when the engine asks the provider to stop: at the second Ctrl-C it sends SIGINT and kills 5 s later; and when
 * the engine is gone.
 */
const cancellation = new AbortController();
// Every running call of every resource listens to it: many listeners are no leak here, and Node would warn of one.
setMaxListeners(0, cancellation.signal);
let listening = false;
let running = 0;

/** Time for the last answer to leave the process, in milliseconds. */
const flushMs = 200;
/** Time for running operations to stop once the engine is gone, which would have killed the process itself after 5 s. */
const orphanedMs = 10_000;

/**
 * Makes SIGINT end running operations with what exists recorded, and then the process. The engine sends it to every
 * provider at the end of each run as well, and waits for up to 5 s: with nothing running the process ends at once.
 *
 * The death of the engine does the same: what went on after it, a canary for example, nobody would record, and it would
 * meet what the next run does.
 */
export function listenForCancellation(): void {
  const [, , engine] = process.argv;
  if (listening || engine === undefined) return;
  listening = true;
  process.on("SIGINT", () => {
    stop("cancelled; what exists is recorded, and the next run continues from it.");
  });
  watchEngine(engine, () => {
    stop("stopped, because the engine of this run is gone; the next run continues from what exists.");
    setTimeout(() => process.exit(130), orphanedMs);
  });
}

function stop(message: string): void {
  cancellation.abort(new AgentsError("cancelled", message));
  endIfIdle();
}

function endIfIdle(): void {
  if (running === 0) setTimeout(() => process.exit(130), flushMs);
}

/** Runs one call of the engine, for the end of which a cancelled process waits. */
export async function tracked<T>(work: () => Promise<T>): Promise<T> {
  running++;
  try {
    return await work();
  } finally {
    running--;
    if (listening && cancellation.signal.aborted) endIfIdle();
  }
}

/** What an operation recorded before it failed. */
export interface Checkpoint {
  id: string;
  outputs: Record<string, unknown>;
}

/** What an operation is made of. */
export interface OperationParts {
  /** The resource's type. */
  type: string;
  /** The `__` keys of the call. */
  hiddenInputs: Record<string, unknown>;
  /** What tells the resource from others of its names. */
  creation: Creation;
  /** See `Context.stopsAt`. */
  stopsAt?: string | undefined;
  connect: () => Promise<Workspace>;
  log: EngineLog;
  /** What the program marked as secret among the arguments of the call. */
  secrets: readonly Secret[];
  /** Which call it is, which says how long it may take. */
  verb: Verb;
}

/** One call of the engine, with what it has recorded so far. */
export class Operation {
  readonly context: Context;
  readonly #redactor = redactor();
  readonly #deadline: Deadline;
  recorded: Checkpoint | undefined;

  constructor({ type, hiddenInputs, creation, stopsAt, connect, log, secrets, verb }: OperationParts) {
    const named = identityOf(String(hiddenInputs[hidden.urn] ?? ""), type, creation);
    const former = hiddenInputs[formerUrn];
    const identity = typeof former === "string" ? { ...named, formerUrn: former } : named;
    const timeouts = timeoutsOf(hiddenInputs[hidden.timeouts]);
    this.#deadline = deadline(verb, timeouts, cancellation.signal);
    const { signal } = this.#deadline;
    this.#redactor.add(...secrets);
    const values = secrets.map(({ value }) => value);
    this.context = {
      identity,
      preview: hiddenInputs[hidden.preview] === true,
      workspace: async () => bound(await connect(), signal, values),
      redact: (text, more) => this.#redactor.redact(text, more),
      progress: (message) => log.status(identity.urn, this.mask(message)),
      warn: (message) => log.write("warning", identity.urn, this.mask(message)),
      unseen: (message) => {
        log.write("warning", identity.urn, this.mask(message));
        noteUnseen(identity.urn);
      },
      note: (message) => log.write("info", identity.urn, this.mask(message)),
      signal,
      timeouts,
      stopsAt,
      checkpoint: (id, outputs) => {
        this.recorded = { id, outputs };
      },
    };
  }

  /** Runs what only looks, and lets go of it at the deadline, whatever it is waiting for. */
  look<T>(work: () => Promise<T>): Promise<T> {
    return within(this.context.signal, work);
  }

  /** Lets go of what the call held. */
  end(): void {
    this.#deadline.clear();
  }

  /** A text of ours without the secrets of this call: a resource may quote what only the program knows to be secret. */
  mask(text: string): string {
    return this.#redactor.mask(text);
  }

  /** What the user reads of an error. */
  explain(error: unknown): string {
    return this.mask(messageOf(error, this.context.signal));
  }

  /** The proof that an error carries. */
  evidence(error: unknown): string | undefined {
    const evidence = isAgentsError(error) ? error.evidence : undefined;
    return evidence === undefined ? undefined : this.#redactor.redact(evidence);
  }
}
