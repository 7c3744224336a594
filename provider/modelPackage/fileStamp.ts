import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/**
 * How long a file must have been left alone before its times tell that it was not written since: two writes within one
 * tick of a file system's clock leave the same time. FAT's tick is the longest, two seconds.
 */
export const quietMs = 2_000;

/** What a file's metadata says at one moment. */
export interface FileStamp {
  /**
   * Which file it is and when it was last written. It is the same twice only for a file that nobody wrote between: the
   * system itself sets the time of change (ctime) with every write, and no program can set it back.
   *
   * A network file system may keep a file's times for some seconds, and a program that writes through mapped memory sets
   * them with the first of many writes: there, a write in the very seconds of an upload may be seen too late.
   */
  identity: string;
  /** Size in bytes. */
  size: number;
  /** When it was last written or changed, plus {@link quietMs}; milliseconds since the epoch. */
  quietAt: number;
}

/**
 * Takes the stamp of an open file.
 *
 * @param handle of the file
 */
export async function fileStamp(handle: FileHandle): Promise<FileStamp> {
  return stampOf(await handle.stat({ bigint: true }));
}

/**
 * The stamp that metadata come to.
 *
 * @param stats of the file
 */
export function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileStamp {
  const latest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return {
    identity: [dev, ino, size, mtimeNs, ctimeNs].join(":"),
    size: Number(size),
    quietAt: Number(latest / 1_000_000n) + quietMs,
  };
}
