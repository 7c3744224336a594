import type { Clock } from "../../wait/clock.js";
import type { Credentials } from "../caller.js";
import type { Redactor } from "../redact.js";

/** A token that was obtained. */
export interface Obtained {
  /** To be sent as a bearer token. */
  token: string;
  /** Milliseconds since the epoch; undefined when it is not known to expire. */
  expiresAt?: number;
}

const longestLeadMs = 20 * 60_000;

/**
 * Credentials from tokens that expire. One is obtained with the first call and kept; it is renewed half of its
 * life before its end, at most 20 minutes. However many calls wait for it, it is asked for once. When renewing ahead of
 * time fails, the old token is used as long as it lives.
 *
 * @param obtain asks for a token
 * @param clock time
 * @param redactor is told each token
 */
export function tokenSource(obtain: () => Promise<Obtained>, clock: Clock, redactor: Redactor): Credentials {
  let current: (Obtained & { renewAt: number }) | undefined;
  let asking: Promise<Obtained> | undefined;

  async function ask(): Promise<Obtained> {
    const start = clock.now();
    const obtained = await obtain();
    redactor.add(obtained.token);
    const end = obtained.expiresAt ?? Number.POSITIVE_INFINITY;
    current = { ...obtained, renewAt: end - Math.min((end - start) / 2, longestLeadMs) };
    return obtained;
  }

  async function token(): Promise<string> {
    const now = clock.now();
    const held = current;
    if (held !== undefined && now < held.renewAt) return held.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    try {
      return (await asking).token;
    } catch (error) {
      if (held !== undefined && held === current && clock.now() < (held.expiresAt ?? 0)) return held.token;
      throw error;
    }
  }

  return {
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    renew(refused) {
      // Another call may have brought a new token meanwhile: then that one is tried, and no third is asked for.
      if (current !== undefined && refused.authorization === `Bearer ${current.token}`) current = undefined;
      return true;
    },
  };
}
