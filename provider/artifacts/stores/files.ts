import { AgentsError, isAgentsError } from "../../errors.js";
import { isStorageFault } from "../cloud/fault.js";
import { isSourceFault, notServed } from "../failure.js";
import type { Location } from "../location.js";
import { observed } from "../observed.js";
import { largestPut, mebibyte } from "../parts.js";
import type { Store, Transfer, Upload } from "../types.js";
import type { DatabricksStorage } from "./databricksStorage.js";
import * as api from "./filesApi.js";
import { inPieces } from "./filesInPieces.js";

/** From this size on Databricks' own client sends parts. */
const partsFrom = 50 * mebibyte;

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

  /** @returns false where the workspace hands out no address, or its storage cannot be reached from here */
  async #viaStorage(transfer: Transfer, path: string, file: Upload): Promise<boolean> {
    const storage = this.#storage;
    if (storage === undefined) return false;
    try {
      await storage.offers(transfer.workspace, path);
    } catch (error) {
      if (isAgentsError(error) && error.status !== undefined && error.status < 500) return false;
      throw error;
    }
    try {
      await storage.put(transfer, path, file);
      return true;
    } catch (error) {
      if (transfer.signal.aborted || isSourceFault(error) || !isStorageFault(error)) throw error;
      return false;
    }
  }

  async #viaFilesApi(transfer: Transfer, path: string, file: Upload): Promise<void> {
    const target = `${this.#at.folder}/${path}`;
    if (file.size >= partsFrom) {
      const outcome = await inPieces(transfer, target, file);
      if (outcome === "sent") return;
      // A whole file would be sent in vain, should the API not be served at all: the storage is the cheaper thing to try.
      if (outcome === "not offered" && (await this.#viaStorage(transfer, path, file))) return;
    }
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
