import type { Say } from "../progress.js";

/** What every part of the set-up takes. */
export interface SetUpOptions {
  /** The cache folder of this package. */
  cache: string;
  /** Told what is being done. */
  say: Say;
  /** Ends it: what was begun is removed. Default: nothing does. */
  signal?: AbortSignal | undefined;
}
