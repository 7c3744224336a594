import { graceMs, mostTries, slowestRate } from "./limits.js";

/** Limits of trying, in milliseconds where nothing else is said. */
export interface RetryPolicy {
  /** All tries of one call together. Default: 120 000. */
  budgetMs: number;
  /** The same for a host that has never answered. Default: 10 000. */
  firstContactMs: number;
  /** The same for a refused connection to this machine: nothing starts up there unasked. Default: 2 000. */
  refusedLoopbackMs: number;
  /** First pause; it doubles from try to try. Default: 300. */
  baseDelayMs: number;
  /** Longest pause. Default: 10 000. */
  maxDelayMs: number;
  /** A longer Retry-After than this is not waited for. Default: 60 000. */
  maxRetryAfterMs: number;
  /** Most tries of one call, a number. Default: 25. */
  mostTries: number;
  /** Longest time of one try beyond the longest silence. Default: 60 000. */
  graceMs: number;
  /** Bytes that let a try take a second longer. Default: 8 192. */
  slowestRate: number;
  /** A number from 0 to 1, for the jitter. Default: Math.random. */
  random: () => number;
}

/** What holds where nothing else is said. */
export const defaultRetry: RetryPolicy = {
  budgetMs: 120_000,
  firstContactMs: 10_000,
  refusedLoopbackMs: 2_000,
  baseDelayMs: 300,
  maxDelayMs: 10_000,
  maxRetryAfterMs: 60_000,
  mostTries,
  graceMs,
  slowestRate,
  random: Math.random,
};

/**
 * How long to pause before the next try: growing by doubling, between half and the whole of it by chance, so that many
 * callers do not come back at once; longer where the server asks for it, and never shorter. A server that says 0, or a time
 * in the past, means "now", and every caller would come back at once.
 *
 * @param policy limits
 * @param tries how many there were, from 1
 * @param retryAfter seconds the server asked for
 * @returns milliseconds; undefined when the server asked for more than is waited for
 */
export function pauseBefore(policy: RetryPolicy, tries: number, retryAfter: number | undefined): number | undefined {
  const asked = (retryAfter ?? 0) * 1_000;
  if (asked > policy.maxRetryAfterMs) return undefined;
  const grown = Math.min(policy.baseDelayMs * 2 ** Math.min(tries - 1, 20), policy.maxDelayMs);
  return Math.max(asked, grown * (0.5 + policy.random() / 2));
}

/**
 * Reads a Retry-After header.
 *
 * @param header seconds, or an HTTP date
 * @param now milliseconds since the epoch
 * @returns seconds, not negative; undefined when there is none or it means nothing
 */
export function parseRetryAfter(header: string | string[] | undefined, now: number): number | undefined {
  const value = (Array.isArray(header) ? header[0] : header)?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(value)) return Number(value);
  // Without a letter it is no date: `Date.parse("-5")` is a year.
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1_000);
}
