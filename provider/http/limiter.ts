/** Lets a fixed number of works run at once; the others wait in order. */
export interface Limiter {
  /** How many run at once. */
  readonly limit: number;
  /**
   * Runs `work` when there is room.
   *
   * @param work begins only when its turn has come
   * @param signal gives up waiting; work that has begun has to watch it by itself
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * A {@link Limiter}.
 *
 * @param limit how many works run at once, at least 1
 */
export function limiter(limit: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  function enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (running < limit) {
      running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(admit), 1);
        reject(signal?.reason);
      };
      waiting.push(admit);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  return {
    limit,
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        // The place goes straight to the next in line: `running` only falls when nobody waits.
        const next = waiting.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}
