import { setMaxListeners } from "node:events";
import { AgentsError } from "../../errors.js";
import type { Timeouts } from "../../resource.js";

/** The calls of the engine that work with a resource. */
export type Verb = "check" | "diff" | "read" | keyof Timeouts;

const hour = 3_600;
const day = 24 * hour;

/**
 * How long each call of the engine may take, in seconds, where `customTimeouts` say nothing. What waits for something has a
 * limit of its own that is shorter; this one is for what nobody thought of, so that no run hangs for ever. A check may
 * install an agent's requirements and run it, a rollout may wait days for its requests.
 */
const longest: Readonly<Record<Verb, number>> = {
  check: 2 * hour,
  diff: hour / 6,
  read: hour / 2,
  create: 7 * day,
  update: 7 * day,
  delete: 2 * hour,
};

/** Longest time that a timer of Node takes; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** A limit for one call of the engine. */
export interface Deadline {
  /** Ends with the limit, or with what cancels every call. */
  readonly signal: AbortSignal;
  /** Lets go of the timer and of the cancellation once the call is over: a limit of hours would keep all that the call held. */
  clear(): void;
}

/**
 * A signal that ends a call at its deadline, or with `cancellation`.
 *
 * @param verb which call
 * @param timeouts of the program
 * @param cancellation ends every call
 */
export function deadline(verb: Verb, timeouts: Timeouts, cancellation: AbortSignal): Deadline {
  const own = verb === "create" || verb === "update" || verb === "delete" ? timeouts[verb] : undefined;
  const seconds = own ?? longest[verb];
  const limit = new AbortController();
  setMaxListeners(0, limit.signal);
  const cancel = () => limit.abort(cancellation.reason);
  if (cancellation.aborted) cancel();
  else cancellation.addEventListener("abort", cancel, { once: true });
  const end = () =>
    limit.abort(new AgentsError("timeout", own === undefined ? tooLong(verb, seconds) : notWithin(own)));
  const ms = Math.min(seconds * 1000, longestTimerMs);
  // The program's own limit is on the clock that waiting is on; ours is on the system's, which no test makes run faster.
  const stop = own === undefined ? onSystemClock(ms, end) : onClock(ms, end);
  return {
    signal: limit.signal,
    clear() {
      stop();
      cancellation.removeEventListener("abort", cancel);
    },
  };
}

function onClock(ms: number, end: () => void): () => void {
  const timer = setTimeout(end, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

function onSystemClock(ms: number, end: () => void): () => void {
  const timer = AbortSignal.timeout(ms);
  timer.addEventListener("abort", end, { once: true });
  return () => timer.removeEventListener("abort", end);
}

function notWithin(seconds: number): string {
  return `not finished within the ${seconds} s of customTimeouts.`;
}

function tooLong(verb: Verb, seconds: number): string {
  const time =
    seconds < 2 * hour
      ? `${seconds / 60} minutes`
      : seconds < 2 * day
        ? `${seconds / hour} hours`
        : `${seconds / day} days`;
  const more = verb === "create" || verb === "update" || verb === "delete";
  return `${verb} did not finish within ${time} and was given up. ${
    more ? `Allow it more with customTimeouts.` : "See what the workspace is busy with, and run it again."
  }`;
}

/** What `work` gives, or a rejection as soon as `signal` ends: also where `work` does not look at it. */
export function within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) return end();
    signal.addEventListener("abort", end, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", end));
  });
}
