import type { Clock } from "./clock.js";

/** A {@link Clock} without waiting. */
export interface TestClock extends Clock {
  /** Length of every sleep so far, in milliseconds. */
  readonly sleeps: readonly number[];
  /** Moves time, waking who sleeps until then. For a clock that does not run by itself. */
  advance(ms: number): void;
}

/**
 * A clock for tests. By default time jumps to the next sleeper as soon as nothing else is going on; works that really
 * talk (to a server on loopback) must not sleep beside each other on such a clock.
 *
 * @param options `start`: milliseconds since the epoch, default 0. `manual`: time moves only by `advance`.
 */
export function testClock(options: { start?: number; manual?: boolean } = {}): TestClock {
  let now = options.start ?? 0;
  const sleeps: number[] = [];
  let sleepers: { until: number; wake: () => void }[] = [];

  function advanceTo(time: number): void {
    now = Math.max(now, time);
    const due = sleepers.filter((sleeper) => sleeper.until <= now).sort((a, b) => a.until - b.until);
    sleepers = sleepers.filter((sleeper) => sleeper.until > now);
    for (const sleeper of due) sleeper.wake();
  }

  return {
    sleeps,
    now: () => now,
    advance: (ms) => advanceTo(now + ms),
    sleep(ms, signal) {
      sleeps.push(ms);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const sleeper = { until: now + Math.max(0, ms), wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener(
          "abort",
          () => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            reject(signal.reason);
          },
          { once: true },
        );
        if (options.manual !== true) {
          setImmediate(() => {
            if (sleepers.includes(sleeper)) advanceTo(Math.min(...sleepers.map((other) => other.until)));
          });
        }
      });
    },
  };
}
