import { TooSlow } from "./limits.js";

/** What a try may take. */
export interface PaceLimits {
  /** Milliseconds that it has from the start. */
  graceMs: number;
  /** Bytes that are worth a second more. */
  slowestRate: number;
}

/**
 * The time of one try. It begins with some, each byte that moves adds to it, and when it is used up the try is ended: by then
 * it has been slower than any connection worth waiting for.
 */
export class Pace {
  /** Ends with the time of the try, or with what ends the whole call. */
  readonly signal: AbortSignal;
  /** Set once the time was used up. */
  late: TooSlow | undefined;
  /** Set for an answer that is read after the call has returned: who reads it ends the pace. */
  kept = false;
  readonly #ending = new AbortController();
  readonly #limits: PaceLimits;
  readonly #outer: AbortSignal | undefined;
  readonly #forward = () => this.#ending.abort(this.#outer?.reason);
  readonly #start = performance.now();
  #bytes = 0;
  #held = 0;
  #heldSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param limits of the try
   * @param outer ends the call
   */
  constructor(limits: PaceLimits, outer: AbortSignal | undefined) {
    this.signal = this.#ending.signal;
    this.#limits = limits;
    this.#outer = outer;
    if (outer?.aborted === true) this.#forward();
    outer?.addEventListener("abort", this.#forward, { once: true });
    this.#wait(limits.graceMs);
  }

  /** Told of bytes that came or went. */
  moved(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Stops the time while the reader, and not the server, is what takes it. */
  hold(): void {
    this.#heldSince ??= performance.now();
  }

  /** Lets the time run again. */
  resume(): void {
    if (this.#heldSince !== undefined) this.#held += performance.now() - this.#heldSince;
    this.#heldSince = undefined;
  }

  /** The try is over. */
  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#forward);
  }

  #wait(ms: number): void {
    // It holds up nothing by itself: while a try is under way its connection does.
    this.#timer = setTimeout(() => this.#look(), Math.max(ms, 1)).unref();
  }

  #look(): void {
    const { graceMs, slowestRate } = this.#limits;
    const now = performance.now();
    const held = this.#held + (this.#heldSince === undefined ? 0 : now - this.#heldSince);
    const left = graceMs + (this.#bytes / slowestRate) * 1_000 - (now - this.#start - held);
    if (left > 0) {
      this.#wait(this.#heldSince === undefined ? left : Math.max(left, graceMs));
    } else {
      this.late = new TooSlow();
      this.#ending.abort(this.late);
    }
  }
}
