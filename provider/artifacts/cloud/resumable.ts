import { Readable } from "node:stream";
import { AgentsError, isAgentsError } from "../../errors.js";
import { route, type Uploaded } from "../../http/index.js";
import { realClock } from "../../wait/clock.js";
import { observed } from "../observed.js";
import { rangesOf } from "../ranges.js";
import type { SignedAddress, Transfer, Upload } from "../types.js";
import { atStorage } from "./fault.js";

/** How often an upload is taken up again without a byte more having arrived. */
const idleTries = 5;

/**
 * Sends a file to a session of Google's resumable upload (cloud.google.com/storage/docs/performing-resumable-uploads): in one
 * request, and after a break from the byte that the store names. The end of a file is said by its length in
 * `content-range`, so a store that has less does not answer that it is complete.
 *
 * @param transfer of the file
 * @param file what is sent; not empty
 * @param session address of the session
 */
export function putResumable(transfer: Transfer, file: Upload, session: SignedAddress): Promise<void> {
  return atStorage(() => put(transfer, file, session));
}

async function put(transfer: Transfer, file: Upload, session: SignedAddress): Promise<void> {
  const ranges = rangesOf(file);
  let offset = 0;
  let pauses = 0;
  let told = 0;
  const meter = (bytes: number) => {
    told += bytes;
    transfer.meter(bytes);
  };
  try {
    for (;;) {
      let answer: Uploaded | undefined;
      try {
        answer = await sendFrom(offset);
      } catch (error) {
        // Broken, or refused for now: what has arrived has to be asked for before anything is sent again.
        if (!mayResume(error) || pauses >= idleTries) throw error;
        await realClock.sleep(300 * 2 ** pauses, transfer.signal).catch(() => {
          throw new AgentsError("cancelled", "The upload was cancelled.");
        });
        answer = await status();
      }
      if (answer.status !== 308) return;
      const arrived = arrivedBytes(answer);
      if (arrived < offset || arrived > file.size) {
        throw new AgentsError("invalidResponse", `the store says that it has ${arrived} bytes, which cannot be.`);
      }
      // Bytes that went out and did not arrive are sent again.
      meter(arrived - told);
      pauses = arrived > offset ? 0 : pauses + 1;
      if (pauses > idleTries)
        throw new AgentsError("unavailable", "the store takes no more bytes.", { retryable: true });
      offset = arrived;
    }
  } finally {
    ranges.close();
  }

  function sendFrom(start: number): Promise<Uploaded> {
    const size = file.size - start;
    const body = observed(() => (start === 0 ? file.open() : ranges.open(start, file.size)), size, {
      meter,
      checksum: false,
    });
    const range = size === 0 ? `bytes */${file.size}` : `bytes ${start}-${file.size - 1}/${file.size}`;
    return transfer.workspace.upload({
      method: "PUT",
      path: route.signed(session.url),
      headers: { ...session.headers, "content-range": range },
      open: () => body.open(),
      size,
      signal: transfer.signal,
      accepts: [308],
      // Bytes sent twice at one offset are an error: what arrived is asked first.
      safeToRepeat: false,
    });
  }

  function status(): Promise<Uploaded> {
    return transfer.workspace.upload({
      method: "PUT",
      path: route.signed(session.url),
      // With the length in place of the second star a store may take it for the end of the file.
      headers: { ...session.headers, "content-range": "bytes */*" },
      open: () => Readable.from([]),
      size: 0,
      signal: transfer.signal,
      accepts: [308],
    });
  }
}

/** Bytes that a store has, from its `range` header `bytes=0-N`; without one it has none. */
function arrivedBytes({ headers }: Uploaded): number {
  const last = /^bytes=0-(\d{1,15})$/.exec(String(headers.range ?? ""))?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}

/** Whether the session is still there: a connection that broke, or an answer that says "later". */
function mayResume(error: unknown): boolean {
  if (!isAgentsError(error)) return false;
  if (error.code === "unknownOutcome" || error.code === "unreachable") return true;
  return error.status !== undefined && (error.status >= 500 || error.status === 408 || error.status === 429);
}
