import { type AgentsError, isAgentsError } from "../errors.js";
import { realClock } from "./clock.js";
import { goneAfterMs, lagMs, untilSeen, type Watch } from "./untilSeen.js";

/** All tries of one creation together, in milliseconds. */
const budgetMs = 120_000;
/** A longer Retry-After than this is told, and not waited for, in milliseconds. */
const longestPauseMs = 60_000;
/** Statuses and codes that say "later". What stands in front of a server gives them too, also after the effect. */
const busy: readonly unknown[] = [429, 503, "REQUEST_LIMIT_EXCEEDED", "TEMPORARILY_UNAVAILABLE"];

/** A call that must have its effect once. */
export interface Creation<T> {
  /** What it makes, in words. */
  what: string;
  /** Sends it. */
  send(): Promise<T>;
  /** Looks whether it is there: by its name, or by the marks that it was sent with. */
  lookUp(): Promise<T | undefined>;
}

/**
 * Sends a call that is not safe to repeat. An answer that leaves open whether it had its effect, whatever its status, is
 * looked up before anything is sent again; and it is sent again only where nothing is there and the answer said "later".
 *
 * @returns what is there. `made`: its own answer told it; else it may be older, and somebody else's. `doubtful`: a call
 *   before may have had its effect as well, later than it was looked for
 * @throws AgentsError the answer, where nothing is found: `unknownOutcome` then says that the effect is open
 */
export async function createOnce<T>(
  watch: Watch,
  creation: Creation<T>,
): Promise<{ value: T; made: boolean; doubtful: boolean }> {
  const start = realClock.now();
  let resent = false;
  for (;;) {
    try {
      return { value: await creation.send(), made: true, doubtful: resent };
    } catch (error) {
      const looked = isAgentsError(error) ? lookFor[error.code] : undefined;
      if (!isAgentsError(error) || looked === undefined) throw error;
      const answered = realClock.now();
      const value = await untilSeen(watch, creation.what, creation.lookUp, looked);
      if (value !== undefined) return { value, made: false, doubtful: true };
      const pauseMs = (error.retryAfter ?? 0) * 1_000;
      const until = answered + pauseMs;
      const isBusy = busy.includes(error.status) || busy.includes(error.serverCode);
      if (!isBusy || pauseMs > longestPauseMs || until > start + budgetMs) throw error;
      resent = true;
      watch.progress(`${creation.what}: the server answered ${error.status} and made nothing; sending it again`);
      await realClock.sleep(until - realClock.now(), watch.signal);
    }
  }
}

/** How long is looked, by the answer, in milliseconds. */
const lookFor: { readonly [code in AgentsError["code"]]?: number } = {
  // The server says that it is there.
  alreadyExists: lagMs,
  conflict: goneAfterMs,
  unknownOutcome: goneAfterMs,
};
