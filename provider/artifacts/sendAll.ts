import type { Workspace } from "../http/index.js";
import { limiter } from "../http/limiter.js";
import { failure } from "./failure.js";
import { type Location, outOfReach } from "./location.js";
import { DatabricksStorage } from "./stores/databricksStorage.js";
import { FilesStore } from "./stores/files.js";
import { ProxyStore } from "./stores/proxy.js";
import { ServerStorage } from "./stores/serverStorage.js";
import type { Store, Transfer, TransferOptions, Upload } from "./types.js";

/** How often progress in bytes is told, in milliseconds. */
const reportEveryMs = 500;

/** How many parts of files that are copied are under way at once: each takes a connection for either end. */
const copiedParts = 8;

/** Where the files come from. */
export interface Sources {
  /** Opens one. */
  open(path: string): Promise<{ file: Upload; close(): void }>;
  /** Bytes of all files, where that is known before they are opened. */
  total?: number;
  /** Whether a file holds one place among the transfers from its opening to its end. Default: each call has its own. */
  together?: boolean;
}

/** The store of a location. */
function storeOf(to: Location, paths: readonly string[]): Store {
  switch (to.api) {
    case "files":
      return new FilesStore(to, to.owner === undefined ? undefined : new DatabricksStorage(to.owner, paths));
    case "proxy":
      return new ProxyStore(to);
    case "storage":
      if (to.owner === undefined) throw outOfReach(to.folder);
      return new ServerStorage(to.owner, to.folder);
  }
}

/** Sends files in parallel, each tried again by itself; the first error is thrown only when none is running any more. */
export async function sendAll(
  workspace: Workspace,
  to: Location,
  paths: readonly string[],
  options: TransferOptions,
  sources: Sources,
): Promise<void> {
  const store = storeOf(to, paths);
  const { concurrency } = workspace;
  const { signal } = options;
  let done = 0;
  let sent = 0;
  let known = sources.total ?? 0;
  let reported = 0;
  const report = () => {
    reported = Date.now();
    options.progress(done, paths.length, { sent, total: known });
  };

  async function sendOne(path: string): Promise<void> {
    const { file, close } = await sources.open(path);
    let counted = 0;
    const meter = (bytes: number) => {
      counted += bytes;
      sent += bytes;
      if (Date.now() - reported >= reportEveryMs) report();
    };
    const together: Partial<Transfer> =
      sources.together === true ? { partSlot: (work) => parts.run(work, signal) } : {};
    const slot: Transfer["slot"] =
      sources.together === true ? (work) => work() : (work) => concurrency.run(work, signal);
    try {
      if (sources.total === undefined) known += file.size;
      await store.put({ workspace, signal, slot, meter, ...together }, path, file);
    } catch (error) {
      throw failure(error, path, store.name);
    } finally {
      close();
    }
    sent += file.size - counted;
    done++;
    report();
  }

  // A large file takes many places, one for each part under way; so a file as such takes none of them, and another limit
  // keeps the files that are under way few.
  const parts = limiter(copiedParts);
  const gate = sources.together === true ? concurrency : limiter(concurrency.limit);
  reported = Date.now();
  const results = await Promise.allSettled(paths.map((path) => gate.run(() => sendOne(path), signal)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
