import type { ByteProgress } from "./types.js";

/** From this size on files are worth counting in bytes. */
const worthBytes = 20_000_000;

/**
 * How far a transfer is, for a resource's row: `3 of 12 files`, and of large ones `3 of 12 files, 240 of 1,074 MB`.
 *
 * @param done files that are through
 * @param total files
 * @param bytes the same in bytes
 */
export function progressText(done: number, total: number, bytes: ByteProgress): string {
  const files = `${done} of ${total} file${total === 1 ? "" : "s"}`;
  if (bytes.total < worthBytes) return files;
  const megabytes = (count: number) => Math.floor(count / 1_000_000).toLocaleString("en-US");
  return `${files}, ${megabytes(Math.min(bytes.sent, bytes.total))} of ${megabytes(bytes.total)} MB`;
}
