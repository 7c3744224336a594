import { AgentsError, isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { isStorageFault } from "../cloud/fault.js";
import { putResumable } from "../cloud/resumable.js";
import { type Addresses, renewable, send } from "../cloud/send.js";
import { isSourceFault, notServed } from "../failure.js";
import { eachPart, mebibyte, type Part, partsOf } from "../parts.js";
import { rangesOf } from "../ranges.js";
import type { SignedAddress, Transfer, Upload } from "../types.js";
import * as api from "./filesApi.js";

const smallestPart = 10 * mebibyte;
const mostParts = 100;
/** How long tidying up after a failure may take. */
const abortMs = 15_000;

/**
 * Sends a large file in parts, or in a stream that can be taken up again.
 *
 * @returns where it was not sent, one request may still work: the workspace does not offer pieces, or its storage cannot be
 *   reached from here
 */
export async function inPieces(
  transfer: Transfer,
  target: string,
  file: Upload,
): Promise<"sent" | "not offered" | "out of reach"> {
  const { workspace } = transfer;
  let session: api.Session | undefined;
  try {
    session = await api.initiateUpload(workspace, target);
  } catch (error) {
    if (notServed(error) || (isAgentsError(error) && error.code === "badRequest")) return "not offered";
    throw error;
  }
  if (session === undefined) return "not offered";
  const { kind, token } = session;
  let resumable: SignedAddress | undefined;
  try {
    if (kind === "multipart") {
      const etags = await sendParts(transfer, target, file, token);
      await complete(workspace, target, token, etags, file.size);
    } else {
      const address = await api.createResumableUrl(workspace, target, token);
      resumable = address;
      await transfer.slot(() => putResumable(transfer, file, address));
    }
  } catch (error) {
    await forget(transfer, target, token, resumable);
    if (transfer.signal.aborted || isSourceFault(error) || !isStorageFault(error)) throw error;
    return "out of reach";
  }
  await checkSize(transfer, target, file.size);
  return "sent";
}

async function complete(workspace: Workspace, target: string, token: string, etags: string[], size: number) {
  try {
    await api.completeUpload(workspace, target, token, etags);
  } catch (error) {
    // A completion whose answer was lost is sent again, and the session is gone by then.
    const gone = isAgentsError(error) && error.code === "notFound";
    if (!gone || (await api.sizeOf(workspace, target).catch(() => undefined)) !== size) throw error;
  }
}

async function sendParts(transfer: Transfer, target: string, file: Upload, token: string): Promise<string[]> {
  const parts = partsOf(file.size, smallestPart, mostParts);
  const addresses = partAddresses(transfer, target, token, parts);
  const ranges = rangesOf(file);
  try {
    return await eachPart(transfer, parts, ranges.parallel, async (inner, part) => {
      const piece = { size: part.end - part.start, open: () => ranges.open(part.start, part.end) };
      const { headers } = await send(inner, addresses(part), piece);
      return String(headers.etag ?? "");
    });
  } finally {
    ranges.close();
  }
}

/** The addresses of the parts, asked for a few at a time, since they expire; a refused one is asked for alone. */
function partAddresses(
  transfer: Transfer,
  target: string,
  token: string,
  parts: readonly Part[],
): (part: Part) => Addresses {
  const { workspace } = transfer;
  const batch = Math.max(1, Math.ceil(Math.sqrt(parts.length)));
  const batches = new Map<number, Promise<Map<number, SignedAddress>>>();
  const ask = async (number: number, from: number, count: number) => {
    const asked = count === 1 ? undefined : batches.get(from);
    const asking = asked ?? api.createPartUrls(workspace, target, token, from, count);
    if (count > 1) batches.set(from, asking);
    const found = (await asking).get(number);
    if (found === undefined)
      throw new AgentsError("invalidResponse", `the workspace gave no address for part ${number}.`);
    return found;
  };
  return ({ number }) => {
    const from = number - ((number - 1) % batch);
    const count = Math.min(batch, parts.length - from + 1);
    let first = true;
    return renewable(() => {
      const alone = !first;
      first = false;
      return alone ? ask(number, number, 1) : ask(number, from, count);
    });
  };
}

/** Lets the workspace drop what has arrived of an upload; without success it is dropped after some days. */
async function forget(transfer: Transfer, target: string, token: string, resumable: SignedAddress | undefined) {
  const { workspace } = transfer;
  // The upload's own signal may be what ended it.
  const signal = AbortSignal.timeout(abortMs);
  try {
    const address = resumable ?? (await api.createAbortUrl(workspace, target, token, signal));
    // Google answers 499 to the end of a session.
    const accepts = resumable === undefined ? [] : [499];
    await workspace.call({
      method: "DELETE",
      path: route.signed(address.url),
      headers: address.headers,
      signal,
      accepts,
    });
  } catch {
    // The first error is the one to be told.
  }
}

/** Looks at the size of what was put together. A workspace that does not tell is believed. */
async function checkSize(transfer: Transfer, target: string, size: number): Promise<void> {
  const there = await api.sizeOf(transfer.workspace, target).catch(() => undefined);
  if (there === undefined || there === size) return;
  throw new AgentsError("invalidResponse", `the workspace has ${there} bytes of it, and ${size} were sent. Try again.`);
}
