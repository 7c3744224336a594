import { Readable } from "node:stream";
import type { Pace } from "./pace.js";

/** The answer ended before it was complete. */
export class AnswerBroke extends Error {}

/** More came than an answer may have. */
export class AnswerTooLong extends Error {}

/**
 * Reads a text.
 *
 * @param body read to its end, or destroyed
 * @param limit in bytes
 * @param cut true: stop at the limit. false: more is an error
 * @param pace of the try
 * @throws AnswerBroke, AnswerTooLong
 */
export async function readText(body: Readable, limit: number, cut: boolean, pace: Pace): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      pace.moved(bytes.length);
      if (size > limit) break;
    }
  } catch (cause) {
    throw new AnswerBroke("broke off", { cause });
  }
  // A connection is taken into use again one turn of the event loop after its answer ended. Whoever calls at once
  // would open a second connection, and over TLS that costs more than the call.
  await new Promise((resolve) => setImmediate(resolve));
  if (size > limit && !cut) throw new AnswerTooLong("too long");
  return Buffer.concat(chunks).subarray(0, limit).toString("utf8");
}

/**
 * The same stream, whose failure is told in our words.
 *
 * @param body an answer's
 * @param explain makes the error
 * @param pace of the try, which ends with the stream
 */
export function explained(body: Readable, explain: (cause: unknown) => Error, pace: Pace): Readable {
  pace.kept = true;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        pace.moved(chunk.length);
        // A reader that passes the bytes on to a busy place is no fault of who sends them.
        pace.hold();
        yield chunk;
        pace.resume();
      }
    } catch (error) {
      throw explain(error);
    } finally {
      pace.end();
    }
  }
  return Readable.from(chunks(), { objectMode: false });
}
