import { z } from "zod";
import { AgentsError, isAgentsError } from "../../errors.js";
import { type ApiPath, route } from "../../http/index.js";
import { isStorageFault } from "../cloud/fault.js";
import { fixedAddress, send } from "../cloud/send.js";
import { isSourceFault } from "../failure.js";
import type { Location } from "../location.js";
import { observed } from "../observed.js";
import { eachPart, mebibyte, partsOf } from "../parts.js";
import { rangesOf } from "../ranges.js";
import type { Store, Transfer, Upload } from "../types.js";
import { type ServerInfo, serverInfo } from "./serverInfo.js";

// MLflow's client sends parts of 10 MiB, from 500 MiB on (MLFLOW_MULTIPART_UPLOAD_*).
const smallestPart = 10 * mebibyte;
/** Most parts of an upload to S3 and Google. */
const mostParts = 10_000;

const begun = z.object({
  upload_id: z.string().optional(),
  credentials: z.array(
    z.object({ url: z.string(), part_number: z.number(), headers: z.record(z.string(), z.string()).optional() }),
  ),
});

/** The path of a file behind an MLflow server's artifact proxy. */
export function proxyPath(path: string): ApiPath {
  return route`/api/2.0/mlflow-artifacts/artifacts/${route.rest(path)}`;
}

/** Where a server says by which address its storage gives a file. */
export function presignedPath(path: string): ApiPath {
  return route`/api/2.0/mlflow-artifacts/presigned/${route.rest(path)}`;
}

/** The artifact proxy of an MLflow server. */
export class ProxyStore implements Store {
  readonly name = "the MLflow server's artifact store";
  readonly #folder: string;
  readonly #partsFrom: number;
  #info: Promise<ServerInfo> | undefined;
  /** Whether the server has refused a file because it passes none on. */
  #addressesOnly = false;

  /**
   * @param at where
   * @param partsFrom size in bytes from which a file is sent in parts
   */
  constructor(at: Location, partsFrom = 500 * mebibyte) {
    this.#folder = at.folder;
    this.#partsFrom = partsFrom;
  }

  async put(transfer: Transfer, path: string, file: Upload): Promise<void> {
    const target = `${this.#folder}/${path}`;
    if (this.#addressesOnly) return this.#pastTheProxy(transfer, target, file);
    if (file.size >= this.#partsFrom && (await this.#knows(transfer)).parts && (await inParts(transfer, target, file)))
      return;
    try {
      await this.#throughTheProxy(transfer, target, file);
    } catch (error) {
      // Asked only then: the servers of today that refuse every file are few.
      if (!isAgentsError(error) || error.code !== "permissionDenied") throw error;
      if (!(await this.#knows(transfer)).addressesOnly) throw error;
      this.#addressesOnly = true;
      await this.#pastTheProxy(transfer, target, file);
    }
  }

  #knows({ workspace }: Transfer): Promise<ServerInfo> {
    this.#info ??= serverInfo(workspace);
    return this.#info;
  }

  /** @throws AgentsError `unsupported` where the storage cannot be reached by addresses */
  async #pastTheProxy(transfer: Transfer, target: string, file: Upload): Promise<void> {
    if (await inParts(transfer, target, file)) return;
    throw new AgentsError(
      "unsupported",
      "the MLflow server passes no files on (--artifacts-presigned-only), and its storage takes none from here: either it " +
        "hands out no addresses for uploads in parts, or this machine does not reach it. Start the server without the option, " +
        "on a storage that does (S3, Google, Azure), or open the way to the storage.",
    );
  }

  async #throughTheProxy(transfer: Transfer, target: string, file: Upload): Promise<void> {
    const body = observed(() => file.open(), file.size, { meter: (bytes) => transfer.meter(bytes), checksum: false });
    await transfer.slot(() =>
      transfer.workspace.upload({
        method: "PUT",
        path: proxyPath(target),
        open: () => body.open(),
        size: file.size,
        signal: transfer.signal,
      }),
    );
  }
}

/**
 * Sends a file in parts, past the server, to the storage behind it (`mlflow-artifacts/mpu/create|complete|abort`).
 *
 * @returns false where the file can still go through the server: its storage knows no parts, or cannot be reached from here
 */
async function inParts(transfer: Transfer, target: string, file: Upload): Promise<boolean> {
  const { workspace } = transfer;
  const slash = target.lastIndexOf("/");
  const folder = route.rest(target.slice(0, slash));
  const name = target.slice(slash + 1);
  // An empty file is one empty part.
  const parts = file.size === 0 ? [{ number: 1, start: 0, end: 0 }] : partsOf(file.size, smallestPart, mostParts);
  let upload: z.infer<typeof begun>;
  try {
    upload = await workspace.json(begun, {
      method: "POST",
      path: route`/api/2.0/mlflow-artifacts/mpu/create/${folder}`,
      body: { path: name, num_parts: parts.length },
      safeToRepeat: true,
      timeoutMs: 300_000,
    });
  } catch (error) {
    if (isAgentsError(error) && error.status !== undefined && isNotOffered(error)) return false;
    throw error;
  }
  const { upload_id, credentials } = upload;
  const addresses = new Map(
    credentials.map((each) => [each.part_number, { url: each.url, headers: each.headers ?? {} }]),
  );
  if (parts.some((part) => !addresses.has(part.number))) return false;
  const ranges = rangesOf(file);
  try {
    const sent = await eachPart(transfer, parts, ranges.parallel, async (inner, part) => {
      const address = addresses.get(part.number) ?? { url: "", headers: {} };
      const piece = { size: part.end - part.start, open: () => ranges.open(part.start, part.end) };
      // The server gives no second address for a part.
      const { headers } = await send(inner, fixedAddress(address), piece);
      return { part_number: part.number, etag: String(headers.etag ?? ""), url: address.url };
    });
    await workspace.call({
      method: "POST",
      path: route`/api/2.0/mlflow-artifacts/mpu/complete/${folder}`,
      // The address goes back because the blocks of Azure are known by it.
      body: { path: name, upload_id, parts: sent },
      safeToRepeat: true,
      timeoutMs: 300_000,
    });
    return true;
  } catch (error) {
    await workspace
      .call({
        method: "POST",
        path: route`/api/2.0/mlflow-artifacts/mpu/abort/${folder}`,
        body: { path: name, upload_id },
        safeToRepeat: true,
        signal: AbortSignal.timeout(15_000),
      })
      .catch(() => undefined);
    if (transfer.signal.aborted || isSourceFault(error) || !isStorageFault(error)) throw error;
    return false;
  } finally {
    ranges.close();
  }
}

/** NOT_IMPLEMENTED of a storage without parts, or a route that is not there. */
function isNotOffered(error: AgentsError): boolean {
  return error.code === "unsupported" || error.status === 501 || error.status === 404;
}
