import { open } from "node:fs/promises";

/** Most that is answered of a log, in bytes. */
const limit = 1024 * 1024;
/** Most of one line that a state repeats, in characters: names of files and modules must not be cut. */
const longestLine = 2_000;

/**
 * The end of a text file; empty when it does not exist.
 *
 * @param file its path
 */
export async function readTail(file: string): Promise<string> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, limit);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.subarray(0, bytesRead).toString("utf8");
    } finally {
      await handle.close();
    }
  } catch {
    return "";
  }
}

/** The last line of a log that says something: in Python, the error itself. One that is very long ends with `…`. */
export function lastWords(log: string): string {
  const lines = log.split("\n").map((line) => line.trim());
  const line = lines.findLast((each) => each !== "") ?? "it left no log";
  return line.length > longestLine ? `${line.slice(0, longestLine)} …` : line;
}
