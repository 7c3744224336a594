import { isInterruption } from "./setUpError.js";

/**
 * Runs what must leave nothing half-made: the first Ctrl-C (or SIGTERM, SIGHUP) ends it in order, the second at once.
 *
 * @param left what an interruption leaves, for the message
 * @param body gets the signal that ends it
 * @returns its exit code; 130 where it was interrupted
 */
export async function interruptible(left: string, body: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const control = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const end = () => {
    if (control.signal.aborted) process.exit(130);
    control.abort();
  };
  for (const name of signals) process.on(name, end);
  try {
    return await body(control.signal);
  } catch (error) {
    if (!control.signal.aborted && !isInterruption(error)) throw error;
    console.error(`interrupted: ${left}`);
    return 130;
  } finally {
    for (const name of signals) process.removeListener(name, end);
  }
}
