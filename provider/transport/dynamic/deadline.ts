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

/** A limit lives as long as the signal that it ends. */
const limits = new WeakMap<AbortSignal, AbortController>();

/**
 * A signal that ends a call at its deadline, or with `cancellation`.
 *
 * @param verb which call
 * @param timeouts of the program
 * @param cancellation ends every call
 */
export function deadline(verb: Verb, timeouts: Timeouts, cancellation: AbortSignal): AbortSignal {
  const own = verb === "create" || verb === "update" || verb === "delete" ? timeouts[verb] : undefined;
  const seconds = own ?? longest[verb];
  const limit = new AbortController();
  const reason = new AgentsError("timeout", own === undefined ? tooLong(verb, seconds) : notWithin(own));
  const ms = Math.min(seconds * 1000, longestTimerMs);
  // The timer outlives the call, by hours: it must not keep what the call held.
  const weak = new WeakRef(limit);
  const end = () => weak.deref()?.abort(reason);
  // The program's own limit is on the clock that waiting is on; ours is on the system's, which no test makes run faster.
  if (own === undefined) AbortSignal.timeout(ms).addEventListener("abort", end, { once: true });
  else setTimeout(end, ms).unref();
  const signal = AbortSignal.any([cancellation, limit.signal]);
  limits.set(signal, limit);
  setMaxListeners(0, signal);
  return signal;
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
