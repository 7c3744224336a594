import { isAgentsError } from "../errors.js";
import { waitFor } from "./waitFor.js";

/** How long an answer may lag behind a write of ours, or behind a server's own "it exists", in milliseconds. */
export const lagMs = 30_000;
/**
 * How long "not found" is looked at again before something counts as gone that the state, or the program, says is there, in
 * milliseconds. What is there costs one look, what is gone eight.
 */
export const goneAfterMs = 6_000;

/** Pauses between two looks, in milliseconds: each is longer by the first, up to the other. */
const pauses = { firstDelayMs: 250, maxDelayMs: 5_000 } as const;

/** What waiting needs of an operation. */
export interface Watch {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Shows why it takes longer. */
  progress(message: string): void;
}

/**
 * Looks until something is found: a store may answer "not found", or what was before, for a while after a write.
 *
 * @param what is looked for, in words
 * @param look gives undefined where it is not there (yet); an error `notFound` counts as that
 * @param withinMs {@link lagMs} after a write of ours, else {@link goneAfterMs}
 * @returns undefined where it was not found in that time
 * @throws AgentsError `cancelled`, or what `look` threw
 */
export async function untilSeen<T>(
  watch: Watch,
  what: string,
  look: () => Promise<T | undefined>,
  withinMs: number,
): Promise<T | undefined> {
  return await lookUntil(watch, what, look, withinMs, () => `${what} cannot be read yet`);
}

/** What {@link untilSeen} and {@link untilSo} share. `status` tells in words why it goes on. */
async function lookUntil<T>(
  { signal, progress }: Watch,
  what: string,
  look: () => Promise<T | undefined>,
  withinMs: number,
  status: () => string,
): Promise<T | undefined> {
  try {
    return await waitFor<T>({
      what,
      timeoutMs: withinMs,
      ...pauses,
      signal,
      progress: (line) => progress(line),
      poll: async () => {
        const value = await orUndefined(look());
        return value === undefined ? { done: false, status: status() } : { done: true, value };
      },
    });
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "timeout") throw error;
    if (error.cause === undefined) return undefined;
    // The last look failed: nothing is known, and why it failed is all there is to say. Nobody waited for it to be ready.
    throw error.cause;
  }
}

/**
 * Looks until what is found is as it should be: an answer may lag behind, and show what was before a write of ours.
 *
 * @param what is looked for, in words
 * @param look as for {@link untilSeen}
 * @param isSo whether it is as it should be
 * @param withinMs as for {@link untilSeen}
 * @returns what was found last, also where it never was so; undefined where nothing was found
 */
export async function untilSo<T>(
  watch: Watch,
  what: string,
  look: () => Promise<T | undefined>,
  isSo: (found: T) => boolean,
  withinMs: number,
): Promise<T | undefined> {
  let last: T | undefined;
  const one = async () => {
    last = await orUndefined(look());
    return last !== undefined && isSo(last) ? last : undefined;
  };
  const status = () =>
    last === undefined ? `${what} cannot be read yet` : `looking again at ${what}: what it shows may lag behind`;
  return (await lookUntil(watch, what, one, withinMs, status)) ?? last;
}

/**
 * A call on something that was made just now, or that the state says is there: "not found" is asked again for a while.
 *
 * @throws AgentsError `notFound` where the answer stayed that
 */
export async function whileNotFound<T>(
  watch: Watch,
  what: string,
  call: () => Promise<T>,
  withinMs: number,
): Promise<T> {
  let missing: unknown;
  const answer = await untilSeen(
    watch,
    what,
    async () => {
      try {
        return { value: await call() };
      } catch (error) {
        missing = error;
        throw error;
      }
    },
    withinMs,
  );
  if (answer === undefined) throw missing;
  return answer.value;
}

/**
 * Removes what the state says is there. One answer "not found" is no proof that it is gone: it may stand in a store that
 * lags behind, and would be left there.
 *
 * @param remove tells whether there was something to remove
 */
export async function removeSurely(watch: Watch, what: string, remove: () => Promise<boolean>): Promise<void> {
  await untilSeen(watch, what, async () => (await remove()) || undefined, goneAfterMs);
}

async function orUndefined<T>(answer: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}
