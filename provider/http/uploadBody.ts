import type { Readable } from "node:stream";
import { AgentsError } from "../errors.js";

/** What is sent could not be read, which no other try will change. */
export class SourceError extends Error {
  /** For the user. */
  readonly explained: AgentsError;

  /** @param explained for the user */
  constructor(explained: AgentsError) {
    super(explained.message);
    this.explained = explained;
  }
}

/**
 * A stream whose content can also be had in pieces that are good only until the next one is asked for: then their memory is
 * used again. For one large file that saves a third of the time.
 */
export interface PieceStream extends Readable {
  /** The same content, read anew. */
  pieces(): AsyncIterable<Buffer>;
}

/**
 * undici, the way through proxies, waits for a socket that has taken more than its limit (16 or 64 KiB, by Node's release) until
 * all of it is gone, before it asks for more. A smaller piece may still lie there: it gets memory of its own.
 */
const waitedFor = 128 * 1024;

/**
 * The content of a stream in pieces, each good until the next one is asked for.
 *
 * @param stream whose content is read this way or as a stream, not both
 */
export function piecesOf(stream: Readable): AsyncIterable<Buffer> {
  return isPieceStream(stream) ? stream.pieces() : stream;
}

function isPieceStream(stream: Readable): stream is PieceStream {
  return "pieces" in stream && typeof stream.pieces === "function";
}

/** The bytes of one try, counted: the server has been told how many will come. Its content is read once. */
export class UploadBody implements AsyncIterable<Buffer> {
  /** How many bytes. */
  readonly size: number;
  readonly #open: () => Readable;
  readonly #shown: string;
  /** Told of the bytes of each piece that is asked for. */
  moved: (bytes: number) => void = () => {};
  #source: Readable | undefined;
  #pieces: AsyncGenerator<Buffer> | undefined;

  /**
   * @param open a fresh stream
   * @param size how many bytes
   * @param shown the call, for messages
   */
  constructor(open: () => Readable, size: number, shown: string) {
    this.#open = open;
    this.size = size;
    this.#shown = shown;
  }

  /** Pieces that are good until the next one is asked for. */
  [Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    this.#pieces ??= this.#read(true);
    return this.#pieces;
  }

  /**
   * All of it, in memory of its own.
   *
   * @throws SourceError
   */
  async whole(): Promise<Buffer> {
    const all = Buffer.allocUnsafe(this.size);
    let position = 0;
    this.#pieces = this.#read(false);
    for await (const piece of this.#pieces) position += piece.copy(all, position);
    return all;
  }

  /** Ends the reading, wherever it is. */
  destroy(): void {
    this.#source?.destroy();
    // It may be waiting for a consumer that will never come back.
    this.#pieces?.return(undefined).catch(() => undefined);
  }

  /** @param sent whether what is small has to last until it is sent */
  async *#read(sent: boolean): AsyncGenerator<Buffer> {
    let count = 0;
    try {
      const source = this.#open();
      this.#source = source;
      const reused = isPieceStream(source);
      for await (const chunk of piecesOf(source)) {
        const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
        count += bytes.length;
        if (count > this.size) throw this.#changed();
        this.moved(bytes.length);
        yield sent && reused && bytes.length < waitedFor ? Buffer.from(bytes) : bytes;
      }
    } catch (error) {
      throw this.#explained(error);
    } finally {
      this.#source?.destroy();
    }
    if (count !== this.size) throw this.#changed();
  }

  #changed(): SourceError {
    const message = `${this.#shown}: the file changed while it was sent (${this.size} bytes were expected). Try again.`;
    return new SourceError(new AgentsError("fileRefused", message));
  }

  #explained(error: unknown): SourceError {
    if (error instanceof SourceError) return error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    const message = `${this.#shown}: the file cannot be read (${code}).`;
    return new SourceError(
      new AgentsError(code === "ENOENT" ? "fileNotFound" : "fileRefused", message, { cause: error }),
    );
  }
}
