import { Readable } from "node:stream";
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
 * The bytes of one try, counted: the server has been told how many will come.
 *
 * @param open a fresh stream
 * @param size how many bytes
 * @param shown the call, for messages
 */
export function uploadBody(open: () => Readable, size: number, shown: string): Readable {
  const changed = () =>
    new SourceError(
      new AgentsError(
        "fileRefused",
        `${shown}: the file changed while it was sent (${size} bytes were expected). Try again.`,
      ),
    );
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    let source: Readable | undefined;
    try {
      source = open();
      for await (const chunk of source) {
        const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
        sent += bytes.length;
        if (sent > size) throw changed();
        yield bytes;
      }
    } catch (error) {
      if (error instanceof SourceError) throw error;
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
      throw new SourceError(
        new AgentsError(
          code === "ENOENT" ? "fileNotFound" : "fileRefused",
          `${shown}: the file cannot be read (${code}).`,
          {
            cause: error,
          },
        ),
      );
    } finally {
      source?.destroy();
    }
    if (sent !== size) throw changed();
  }
  return Readable.from(chunks(), { objectMode: false });
}
