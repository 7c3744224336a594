import { Readable } from "node:stream";
import type { Upload } from "./types.js";

/** The bytes of a file by range. */
export interface Ranges {
  /** Whether several ranges may be read at once. */
  readonly parallel: boolean;
  /** A fresh stream of the bytes from `start` up to, and without, `end`. */
  open(start: number, end: number): Readable;
  /** Ends what is still open. */
  close(): void;
}

/** The ranges of a file, wherever it comes from. */
export function rangesOf(file: Upload): Ranges {
  const { slice } = file;
  if (slice !== undefined) return { parallel: true, open: (start, end) => slice.call(file, start, end), close() {} };
  return sequential(file);
}

/**
 * The ranges of a file that can only be read from its beginning. One stream serves ranges that follow each other; for a
 * range that is sent anew the file is opened once more and read up to there.
 */
function sequential(file: Upload): Ranges {
  let source: { stream: Readable; pieces: AsyncIterator<Buffer>; position: number; rest: Buffer } | undefined;

  function close(): void {
    source?.stream.destroy();
    source = undefined;
  }

  function begin(): NonNullable<typeof source> {
    close();
    const stream = file.open();
    source = { stream, pieces: stream[Symbol.asyncIterator](), position: 0, rest: Buffer.alloc(0) };
    return source;
  }

  async function* read(start: number, end: number): AsyncGenerator<Buffer> {
    const from = source?.position === start ? source : begin();
    while (from.position < end) {
      if (from.rest.length === 0) {
        const next = await from.pieces.next();
        // Too short: whoever sends it has counted.
        if (next.done === true) return;
        from.rest = Buffer.from(next.value);
      }
      const skipping = from.position < start;
      const piece = from.rest.subarray(0, (skipping ? start : end) - from.position);
      from.rest = from.rest.subarray(piece.length);
      from.position += piece.length;
      if (!skipping) yield piece;
    }
    // A file is checked when its end is reached: that has to be before its last part counts as sent.
    if (end === file.size)
      for (let next = await from.pieces.next(); next.done !== true; ) next = await from.pieces.next();
  }

  return { parallel: false, open: (start, end) => Readable.from(read(start, end), { objectMode: false }), close };
}
