/** Limits of retrying, in milliseconds. */
export interface RetryPolicy {
  /** All tries of one call together. Default: 120 000. */
  budgetMs: number;
  /** The same for a host that has never answered. Default: 10 000. */
  firstContactMs: number;
  /** The same for a refused connection to this machine: nothing is starting up there unasked. Default: 2 000. */
  refusedLoopbackMs: number;
  /** First pause; doubles from try to try. Default: 300. */
  baseDelayMs: number;
  /** Longest pause. Default: 10 000. */
  maxDelayMs: number;
  /** A longer Retry-After than this is not waited for. Default: 60 000. */
  maxRetryAfterMs: number;
  /** A number from 0 to 1, for the jitter. Default: Math.random. */
  random: () => number;
}
