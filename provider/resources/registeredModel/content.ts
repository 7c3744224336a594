import type { Location, TransferOptions } from "../../artifacts/index.js";
import type { Context } from "../../resource.js";

/** What a version is made of: an agent that was logged, or a version of another model. */
export interface Content {
  /** Digest of the agent's content; where nobody knows one, of what stands for it. */
  readonly digest: string;
  /** What a version names as its source. It may take a call to know it. */
  source(): Promise<string>;
  /** Proves that the source is there. @throws AgentsError `notFound` that names it and the way out */
  requireSource(): Promise<void>;
  /** Logged model and run that the source belongs to. */
  readonly modelId: string | undefined;
  readonly runId: string | undefined;
  /** Where it comes from, as tags of the version. */
  readonly history: Readonly<Record<string, string>>;
  /**
   * What Unity Catalog records beside the version. It refuses a model without a full signature only after the files are
   * there, so that is looked at before anything is created.
   *
   * @throws AgentsError `invalidAgent` without a full signature
   */
  dependencies(): Promise<{ type: string; name: string }[]>;
  /** Writes the files, streamed, over what an earlier run left there. */
  write(context: Context, to: Location, progress: TransferOptions["progress"]): Promise<void>;
}

/** First digits of a digest, enough to tell the contents of one model apart. */
export function shortDigest(digest: string): string {
  return digest.replace(/^m-/, "").slice(0, 12);
}
