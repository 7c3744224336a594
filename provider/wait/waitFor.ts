import { AgentsError, isAgentsError } from "../errors.js";
import { type Clock, realClock } from "./clock.js";

/** One look at the object that is waited for. */
export type Poll<T> = { done: true; value: T } | { done: false; status: string };

/** How to wait. */
export interface WaitOptions<T> {
  /** Looks once. An error it throws ends the waiting, unless `tolerate` lets it pass. */
  poll: () => Promise<Poll<T>>;
  /** How long to wait, in milliseconds. The object is looked at once more at the very end. */
  timeoutMs: number;
  /** Ends the waiting with a `cancelled` error. */
  signal?: AbortSignal;
  /** Time. Default: the real one. */
  clock?: Clock;
  /** Told after every look that was not the last. */
  progress?: (status: string, elapsedMs: number) => void;
  /** First pause between two looks; each next one is longer by as much. Default: 1 000. */
  firstDelayMs?: number;
  /** Longest pause. Default: 10 000. */
  maxDelayMs?: number;
  /** Whether an error of `poll` is to be passed over. Default: every AgentsError that is `retryable`. */
  tolerate?: (error: unknown) => boolean;
  /** How many such errors in a row are passed over. Default: 10. */
  maxTolerated?: number;
  /** What is waited for, in error messages: `endpoint support`. Default: `the object`. */
  what?: string;
}

/**
 * Looks again and again until something is done: at once, then with pauses that grow linearly up to a cap, as
 * Databricks' own clients do.
 *
 * @returns the value of the look that was `done`
 * @throws AgentsError `timeout` | `cancelled`, or what `poll` threw
 */
export async function waitFor<T>(options: WaitOptions<T>): Promise<T> {
  const { poll, timeoutMs, signal, progress, firstDelayMs = 1_000, maxDelayMs = 10_000, maxTolerated = 10 } = options;
  const clock = options.clock ?? realClock;
  const what = options.what ?? "the object";
  const tolerate = options.tolerate ?? ((error: unknown) => isAgentsError(error) && error.retryable);
  const start = clock.now();
  let status = "not looked at yet";
  let failures = 0;
  let failure: unknown;

  for (let pauses = 1; ; pauses++) {
    let atLeastMs = 0;
    try {
      const look = await untilAborted(poll, signal);
      if (look.done) return look.value;
      ({ status } = look);
      failures = 0;
      failure = undefined;
      progress?.(status, clock.now() - start);
    } catch (error) {
      throwIfCancelled(signal, what, status);
      if (!tolerate(error) || ++failures > maxTolerated) throw error;
      failure = error;
      if (isAgentsError(error)) atLeastMs = (error.retryAfter ?? 0) * 1_000;
    }
    const left = start + timeoutMs - clock.now();
    if (left <= 0) throw timedOut(what, timeoutMs, status, failure);
    const pause = Math.max(atLeastMs, Math.min(firstDelayMs * pauses, maxDelayMs));
    try {
      await clock.sleep(Math.min(pause, left), signal);
    } catch (error) {
      throwIfCancelled(signal, what, status);
      throw error;
    }
  }
}

/** What `work` gives, or a rejection as soon as `signal` is aborted, whatever `work` is doing then. */
function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}

function throwIfCancelled(signal: AbortSignal | undefined, what: string, status: string): void {
  if (signal?.aborted) {
    throw new AgentsError("cancelled", `Waiting for ${what} was cancelled; its last state: ${status}.`);
  }
}

function timedOut(what: string, timeoutMs: number, status: string, cause: unknown): AgentsError {
  const seconds = Math.round(timeoutMs / 1_000);
  const waited = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  const unseen = isAgentsError(cause) ? ` It could not be looked at lately: ${cause.message}` : "";
  return new AgentsError("timeout", `${what} was not ready after ${waited}; its last state: ${status}.${unseen}`, {
    ...(cause === undefined ? {} : { cause }),
  });
}
