import type { Principal } from "../auth/principal.js";
import { ApiError } from "../errors.js";
import { isRecord } from "../paths.js";
import type { EndpointRecord } from "./records.js";

/** Milliseconds until a limit begins anew. Databricks knows minutes only. */
const period = 60_000;

interface Counted {
  since: number;
  calls: number;
}

/** Counts the questions that rate limits of the AI gateway count, and refuses what is above them. */
export class RateLimits {
  readonly #now: () => number;
  /** By endpoint, limit and whom it counts. */
  readonly #counted = new Map<string, Counted>();

  /** @param now clock in milliseconds. Default: the machine's */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Counts a question. Limits of tokens and of groups are not counted.
   *
   * @param caller who asks
   * @throws ApiError 429 where it is one too many; it is then not counted
   */
  take({ id, name, ai_gateway: gateway }: EndpointRecord, caller: Principal | undefined): void {
    const limits = Array.isArray(gateway?.rate_limits) ? gateway.rate_limits.filter(isRecord) : [];
    const taken = limits.flatMap((limit) => {
      const whom = counts(limit, caller);
      return whom === undefined || typeof limit.calls !== "number" ? [] : [{ whom, calls: limit.calls }];
    });
    const counters = taken.map(({ whom, calls }) => ({ whom, calls, counted: this.#counter(`${id} ${whom}`) }));
    const full = counters.find(({ calls, counted }) => counted.calls >= calls);
    if (full !== undefined) {
      throw new ApiError(
        429,
        "REQUEST_LIMIT_EXCEEDED",
        `REQUEST_LIMIT_EXCEEDED: Exceeded the rate limit of endpoint '${name}': ${full.calls} calls a minute ` +
          `(${full.whom}).`,
      );
    }
    for (const { counted } of counters) {
      counted.calls += 1;
    }
  }

  #counter(key: string): Counted {
    const now = this.#now();
    const known = this.#counted.get(key);
    if (known !== undefined && now - known.since < period) {
      return known;
    }
    const fresh = { since: now, calls: 0 };
    this.#counted.set(key, fresh);
    return fresh;
  }
}

/** Under which name a limit counts a caller's question; undefined where it does not. */
function counts({ key = "endpoint", principal }: Record<string, unknown>, caller: Principal | undefined) {
  const name = caller?.name ?? "";
  const kind = caller?.kind === "servicePrincipal" ? "service_principal" : "user";
  if (key === "endpoint") {
    return "endpoint";
  }
  if (typeof principal === "string" && principal !== "") {
    return key === kind && principal === name ? `${kind} ${name}` : undefined;
  }
  // A limit per user holds for each of them, service principals too.
  return key === "user" || key === kind ? `each ${key} ${name}` : undefined;
}
