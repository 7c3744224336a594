import type { Readable } from "node:stream";
import type { Workspace } from "../http/index.js";

/** A file to be sent. */
export interface Upload {
  /** Path below the folder, with `/`. */
  path: string;
  /** Exact size in bytes. */
  size: number;
  /** A fresh stream of the same bytes, called once per try. */
  open(): Readable;
  /**
   * A fresh stream of the bytes from `start` up to, and without, `end`. Where it is missing, the parts of a large file are
   * read one after the other from `open()`.
   */
  slice?(start: number, end: number): Readable;
}

/** How far a transfer is, in bytes. */
export interface ByteProgress {
  /** Bytes that went out; less than before when a part is sent anew. */
  sent: number;
  /** Bytes of all files. */
  total: number;
}

/** How a transfer is watched and ended. */
export interface TransferOptions {
  signal: AbortSignal;
  /** Told how many files are through; while large files are under way also in between, twice a second at most. */
  progress(done: number, total: number, bytes: ByteProgress): void;
}

/** What the stores need to send one file. */
export interface Transfer {
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  /** Runs a call that moves bytes when there is room among the transfers of the workspace. */
  slot<T>(work: () => Promise<T>): Promise<T>;
  /** The same for one of several parts of a file that are sent at once. Default: {@link slot}. */
  partSlot?<T>(work: () => Promise<T>): Promise<T>;
  /** Told how many bytes went out; negative when they will be sent once more. */
  meter(bytes: number): void;
}

/** An address that a server handed out for one file or part. It is a secret. */
export interface SignedAddress {
  url: string;
  /** Headers that go with it. */
  headers: Record<string, string>;
}

/** A place that keeps files. */
export interface Store {
  /**
   * Sends one file, over whatever is there.
   *
   * @param path below the location
   */
  put(transfer: Transfer, path: string, file: Upload): Promise<void>;
  /** What messages call the place. */
  readonly name: string;
}
