import { AgentsError, isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { isStorageFault } from "../cloud/fault.js";
import { putResumable } from "../cloud/resumable.js";
import { type Addresses, renewable, send } from "../cloud/send.js";
import { isSourceFault } from "../failure.js";
import type { Location } from "../location.js";
import { observed } from "../observed.js";
import { eachPart, largestPut, mebibyte, type Part, partsOf } from "../parts.js";
import { rangesOf } from "../ranges.js";
import type { SignedAddress, Store, Transfer, Upload } from "../types.js";
import type { DatabricksStorage } from "./databricksStorage.js";
import * as api from "./filesApi.js";

/** From this size on Databricks' own client sends parts. */
const partsFrom = 50 * mebibyte;
const smallestPart = 10 * mebibyte;
const mostParts = 100;
/** How long tidying up after a failure may take. */
const abortMs = 15_000;

/** Databricks' Files API, and the storage's addresses where it does not serve MLflow's folders. */
export class FilesStore implements Store {
  readonly #at: Location;
  readonly #storage: DatabricksStorage | undefined;
  /** Set once the Files API refused a file that the storage then took. */
  #refused = false;

  /**
   * @param at where
   * @param storage the other way, where there is one
   */
  constructor(at: Location, storage: DatabricksStorage | undefined) {
    this.#at = at;
    this.#storage = storage;
  }

  get name(): string {
    if (this.#refused && this.#storage !== undefined) return this.#storage.name;
    return `the Files API (${this.#at.folder.split("/").slice(0, 2).join("/")}/…)`;
  }

  async put(transfer: Transfer, path: string, file: Upload): Promise<void> {
    const storage = this.#storage;
    if (this.#refused && storage !== undefined) return storage.put(transfer, path, file);
    try {
      await this.#viaFilesApi(transfer, path, file);
    } catch (error) {
      if (storage === undefined || !notServed(error) || transfer.signal.aborted) throw error;
      // Whether it is the file that is refused or the API that is not served: the other way tells.
      await storage.offers(transfer.workspace, path).catch((second: unknown) => {
        throw notServed(second) || (isAgentsError(second) && second.code === "badRequest") ? error : second;
      });
      this.#refused = true;
      await storage.put(transfer, path, file);
    }
  }

  async #viaFilesApi(transfer: Transfer, path: string, file: Upload): Promise<void> {
    const target = `${this.#at.folder}/${path}`;
    if (file.size >= partsFrom && (await inPieces(transfer, target, file))) return;
    if (file.size > largestPut) {
      throw new AgentsError(
        "unsupported",
        `it has ${file.size} bytes, the workspace offers no upload in parts, and one request takes ${largestPut} at most. ` +
          "Keep such a file in a Unity Catalog volume, and let the agent read it from there.",
      );
    }
    const body = observed(() => file.open(), file.size, { meter: (bytes) => transfer.meter(bytes), checksum: false });
    await transfer.slot(() =>
      transfer.workspace.upload({
        method: "PUT",
        path: api.filePath(target),
        query: api.overwrite,
        open: () => body.open(),
        size: file.size,
        signal: transfer.signal,
      }),
    );
  }
}

/** Whether a Files API that is not there for this folder may answer so: judged by code, never by text. */
export function notServed(error: unknown): boolean {
  return (
    isAgentsError(error) &&
    (error.code === "unsupported" || error.code === "permissionDenied" || error.code === "notFound")
  );
}

/**
 * Sends a large file in parts, or in a stream that can be taken up again.
 *
 * @returns false where that is not to be had and one request may still work: the workspace does not offer it, or its storage
 *   cannot be reached from here
 */
async function inPieces(transfer: Transfer, target: string, file: Upload): Promise<boolean> {
  const { workspace } = transfer;
  let session: api.Session | undefined;
  try {
    session = await api.initiateUpload(workspace, target);
  } catch (error) {
    if (notServed(error) || (isAgentsError(error) && error.code === "badRequest")) return false;
    throw error;
  }
  if (session === undefined) return false;
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
    return false;
  }
  await checkSize(transfer, target, file.size);
  return true;
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
