/** One decision whether a served agent, or someone it acts for, may use a thing. */
export interface UsageEntry {
  /** Counts up from 1. */
  sequence: number;
  /** Milliseconds since the epoch. */
  time: number;
  /** Model and version of the agent, as people read it. */
  agent: string;
  /** Its endpoint. */
  endpoint: string;
  /** Its served entity. */
  entity: string;
  /** Kind of the thing, by its key in MLmodel. */
  kind: string;
  /** Name of the thing. */
  name: string;
  /** Whether it was to be used with the caller's credential instead of the agent's own. */
  onBehalfOfUser: boolean;
  allowed: boolean;
  /** Whom the agent acted for. Absent where it acted as itself. */
  user?: string;
  /** Why it was refused. Absent where it was not. */
  reason?: string;
}

/** The last decisions about what served agents use, for the page and for tests. */
export class Usage {
  readonly #entries: UsageEntry[] = [];
  readonly #limit: number;
  #sequence = 0;

  /** @param limit entries that are kept. Default: 5,000 */
  constructor(limit = 5_000) {
    this.#limit = limit;
  }

  add(entry: Omit<UsageEntry, "sequence">): void {
    this.#sequence += 1;
    this.#entries.push({ sequence: this.#sequence, ...entry });
    if (this.#entries.length > this.#limit * 1.2) {
      this.#entries.splice(0, this.#entries.length - this.#limit);
    }
  }

  /** Entries after `sequence`, oldest first. */
  since(sequence: number): readonly UsageEntry[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }

  /** Sequence of the last entry. */
  get last(): number {
    return this.#sequence;
  }
}
