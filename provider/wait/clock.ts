/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since the epoch; never goes backwards. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds.
   *
   * @param ms zero or negative resolves at once
   * @param signal rejects with its reason when it is aborted, also before
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's time. A changed system clock does not disturb it. */
export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
        Math.max(0, ms),
      );
      signal?.addEventListener("abort", abort, { once: true });
    });
  },
};
