import { open } from "node:fs/promises";

/** Most that is answered at once, in bytes. */
const limit = 256 * 1024;

/** A piece of a text file that grows. */
export interface Piece {
  text: string;
  /** Where the next piece begins, in bytes. */
  next: number;
  /** Whether the text begins anew: the file was written again, or what came before is too long to show. */
  anew: boolean;
}

/**
 * What a file holds from a position on; its last 256 KiB when that is more. A file that does not exist is empty.
 *
 * @param file its path
 * @param from `next` of the piece before, in bytes. 0 for the first
 */
export async function readPiece(file: string, from: number): Promise<Piece> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const first = size < from ? 0 : from;
      const begin = Math.max(first, size - limit);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - begin), 0, size - begin, begin);
      const whole = wholeCharacters(buffer.subarray(0, bytesRead));
      return { text: whole.toString("utf8"), next: begin + whole.length, anew: begin !== from || from === 0 };
    } finally {
      await handle.close();
    }
  } catch {
    return { text: "", next: 0, anew: true };
  }
}

/** Without a character at the end of which only a part is written yet. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) {
    end -= 1;
  }
  const first = bytes[end - 1] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return length > 1 && bytes.length - end + 1 < length ? bytes.subarray(0, end - 1) : bytes;
}
