import { AgentsError, isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { putBlocks } from "../cloud/azureBlob.js";
import { putAppended } from "../cloud/azureDataLake.js";
import { renewable, send } from "../cloud/send.js";
import { type Owner, ownedPath } from "../location.js";
import { eachPart, largestPut, mebibyte, partsOf } from "../parts.js";
import { rangesOf } from "../ranges.js";
import type { Store, Transfer, Upload } from "../types.js";
import * as api from "./databricksStorageApi.js";

/** How many addresses are asked for at once: they expire, so not all are asked for at the beginning. */
const batchSize = 50;

/** The storage behind a Databricks workspace, through addresses of single files. */
export class DatabricksStorage implements Store {
  readonly name = "the workspace's storage, through addresses it hands out";
  readonly #owner: Owner;
  readonly #files: readonly string[];
  readonly #partsFrom: number;
  readonly #batches = new Map<string, Promise<Map<string, api.StorageAddress>>>();

  /**
   * @param owner whose files
   * @param files paths below the location that will be sent
   * @param partsFrom size in bytes from which a file is sent to S3 in parts; MLflow's client does so from 500 MiB on
   */
  constructor(owner: Owner, files: readonly string[], partsFrom = 500 * mebibyte) {
    this.#owner = owner;
    this.#partsFrom = partsFrom;
    this.#files = files;
  }

  /** Asks for the address of a file. @throws AgentsError of the workspace when it hands out none */
  async offers(workspace: Workspace, path: string): Promise<api.StorageAddress> {
    const index = Math.max(0, this.#files.indexOf(path));
    const batch = this.#files.slice(index - (index % batchSize), index - (index % batchSize) + batchSize);
    const paths = batch.includes(path) ? batch : [path];
    const key = paths[0] ?? path;
    let asking = this.#batches.get(key);
    if (asking === undefined) {
      asking = this.#ask(workspace, paths);
      this.#batches.set(key, asking);
      asking.catch(() => this.#batches.delete(key));
    }
    return (await asking).get(path) ?? this.#one(workspace, path);
  }

  async put(transfer: Transfer, path: string, file: Upload): Promise<void> {
    const { workspace } = transfer;
    const first = await this.offers(workspace, path);
    const addresses = renewable(() => this.#one(workspace, path), first);
    switch (first.kind) {
      case "AZURE_SAS_URI":
        return putBlocks(transfer, file, addresses);
      case "AZURE_ADLS_GEN2_SAS_URI":
        return putAppended(transfer, file, addresses);
      case "AWS_PRESIGNED_URL":
      case "GCP_SIGNED_URL":
        if (
          first.kind === "AWS_PRESIGNED_URL" &&
          file.size >= this.#partsFrom &&
          (await this.#inParts(transfer, path, file))
        )
          return;
        if (file.size > largestPut) throw tooLarge(file.size);
        await transfer.slot(() => send(transfer, addresses, { size: file.size, open: () => file.open() }));
        return;
      default:
        throw new AgentsError(
          "unsupported",
          `the workspace handed out an address of the kind ${JSON.stringify(first.told)}, which this release does not ` +
            `know; it knows ${api.addressKinds.join(", ")}. Is there a newer one?`,
        );
    }
  }

  async #one(workspace: Workspace, path: string): Promise<api.StorageAddress> {
    const address = (await this.#ask(workspace, [path])).get(path);
    if (address === undefined) throw new AgentsError("invalidResponse", "the workspace handed out no address for it.");
    return address;
  }

  async #ask(workspace: Workspace, paths: readonly string[]): Promise<Map<string, api.StorageAddress>> {
    const owned = paths.map((path) => ownedPath(this.#owner, path));
    const found = await api.addressesFor(workspace, this.#owner, "upload", owned);
    // MLflow's client goes by their order; where the workspace names the file, that is surer.
    return new Map(
      paths.flatMap((path, index) => {
        const address = found.find((each) => each.path === owned[index]) ?? found[index];
        return address === undefined ? [] : [[path, address] as const];
      }),
    );
  }

  /** @returns false where the workspace offers no parts */
  async #inParts(transfer: Transfer, path: string, file: Upload): Promise<boolean> {
    const { workspace } = transfer;
    const owner = this.#owner;
    const target = ownedPath(owner, path);
    const parts = partsOf(file.size, 10 * mebibyte, 1_000);
    let upload: api.PartsUpload;
    try {
      upload = await api.beginParts(workspace, owner, target, parts.length);
    } catch (error) {
      if (isAgentsError(error) && error.status !== undefined && error.status < 500) return false;
      throw error;
    }
    const ranges = rangesOf(file);
    try {
      const etags = await eachPart(transfer, parts, ranges.parallel, async (inner, part) => {
        const again = () => api.partAddress(workspace, owner, target, upload.id, part.number);
        const addresses = renewable(again, upload.parts[part.number - 1]);
        const piece = { size: part.end - part.start, open: () => ranges.open(part.start, part.end) };
        const { headers } = await send(inner, addresses, piece);
        return String(headers.etag ?? "");
      });
      await api.completeParts(workspace, owner, target, upload.id, etags);
      return true;
    } catch (error) {
      const { abort } = upload;
      if (abort !== undefined) {
        const signal = AbortSignal.timeout(15_000);
        const request = { method: "DELETE" as const, path: route.signed(abort.url), headers: abort.headers, signal };
        await workspace.call(request).catch(() => undefined);
      }
      throw error;
    } finally {
      ranges.close();
    }
  }
}

/** The error for a file that one request cannot hold, where there is no other way. */
export function tooLarge(size: number): AgentsError {
  return new AgentsError(
    "unsupported",
    `it has ${size} bytes, and the storage takes ${largestPut} at most in one request. ` +
      "Keep such a file outside of the model, and let the agent read it from there.",
  );
}
