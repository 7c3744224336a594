import { optionalRoute } from "./optionalRoutes.js";

/** One request as the journal keeps it: no body, no query value, no header. */
export interface JournalEntry {
  /** Counts up from 1. */
  sequence: number;
  /** Milliseconds since the epoch, at the end of the request. */
  time: number;
  method: string;
  path: string;
  /** Status of the answer; 0 when the connection was cut. */
  status: number;
  milliseconds: number;
  /** Kind of the caller: `user`, `servicePrincipal`, `agent`, `onBehalfOfUser`, or `none`. */
  caller: string;
  /** The route that answered; undefined when the workspace covers none. */
  route: string | undefined;
}

/** The last requests, for tests that count calls and for the person who wonders what a program did. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #limit: number;
  #sequence = 0;
  /** Requests of routes that the workspace does not cover, by method and path. */
  readonly unknown = new Map<string, number>();
  /** Those whose client asks for something else then. */
  readonly optional = new Map<string, number>();

  /** @param limit entries that are kept. Default: 10,000 */
  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  add(entry: Omit<JournalEntry, "sequence">): void {
    this.#sequence += 1;
    this.#entries.push({ sequence: this.#sequence, ...entry });
    if (this.#entries.length > this.#limit * 1.2) {
      this.#entries.splice(0, this.#entries.length - this.#limit);
    }
    if (entry.route === undefined && this.unknown.size < 1000) {
      const key = `${entry.method} ${entry.path}`;
      const counts = optionalRoute(entry.method, entry.path) === undefined ? this.unknown : this.optional;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }

  /** Entries after `sequence`, oldest first. */
  since(sequence: number): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }

  /** Sequence of the last entry. */
  get last(): number {
    return this.#sequence;
  }
}
