import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { type PieceStream, piecesOf } from "../http/uploadBody.js";

/** What watches a stream. */
interface Watch {
  /** Told of every piece; told a negative number when the stream is opened anew. */
  meter(bytes: number): void;
  /** Whether a checksum is wanted. */
  checksum: boolean;
}

/** A body whose bytes are counted on their way out. */
export interface Observed {
  /** A fresh stream. */
  open(): Readable;
  /** MD5 of what the last stream gave, in base64; undefined where none was wanted or can be made. */
  md5(): string | undefined;
}

/** Below this size a body is counted when it has arrived: watching it would cost more than it tells. */
const worthWatching = 4 * 1_048_576;

/**
 * Watches a body. What its stream can, the watched one can: its memory is used again where it was.
 *
 * @param open a fresh stream
 * @param size how many bytes it has
 * @param watch who is told
 */
export function observed(open: () => Readable, size: number, watch: Watch): Observed {
  const counting = size >= worthWatching;
  let counted = 0;
  let hash: Hash | undefined;

  async function* watched(source: Readable): AsyncGenerator<Buffer> {
    const own = watch.checksum ? md5OrNone() : undefined;
    hash = own;
    for await (const piece of piecesOf(source)) {
      own?.update(piece);
      if (counting) {
        counted += piece.length;
        watch.meter(piece.length);
      }
      yield piece;
    }
  }

  async function* copies(source: Readable): AsyncGenerator<Buffer> {
    for await (const piece of watched(source)) yield Buffer.from(piece);
  }

  return {
    open() {
      if (counted > 0) watch.meter(-counted);
      counted = 0;
      const source = open();
      if (!counting && !watch.checksum) return source;
      const stream: PieceStream = Object.assign(Readable.from(copies(source), { objectMode: false }), {
        pieces: () => watched(source),
      });
      // Also where nothing of it was ever read.
      return stream.once("close", () => source.destroy());
    },
    md5: () => hash?.copy().digest("base64"),
  };
}

/** A machine under FIPS rules has no MD5: then nothing is compared. */
function md5OrNone(): Hash | undefined {
  try {
    return createHash("md5");
  } catch {
    return undefined;
  }
}
