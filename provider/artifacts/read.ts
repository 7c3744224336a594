import { z } from "zod";
import { isAgentsError } from "../errors.js";
import { type Download, route, type Workspace } from "../http/index.js";
import { notServed } from "./failure.js";
import { type Entry, listDirectory, listOwned, listProxied, type Page } from "./listing.js";
import { type Location, outOfReach, ownedPath } from "./location.js";
import { addressesFor } from "./stores/databricksStorageApi.js";
import { filePath } from "./stores/filesApi.js";
import { presignedPath, proxyPath } from "./stores/proxy.js";
import { serverInfo } from "./stores/serverInfo.js";

/** What a download is given beside its address. */
interface Options {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/**
 * One file, streamed.
 *
 * @param path below the location
 * @param range the bytes from `start` up to, and without, `end`: answered 206, or 200 with all of it where ranges are not known
 */
export async function openFile(
  workspace: Workspace,
  from: Location,
  path: string,
  signal?: AbortSignal,
  range?: { start: number; end: number },
): Promise<Download> {
  const target = `${from.folder}/${path}`;
  const options: Options = {
    ...(signal === undefined ? {} : { signal }),
    ...(range === undefined ? {} : { headers: { range: `bytes=${range.start}-${range.end - 1}` } }),
  };
  if (from.api === "proxy") {
    const addressOf = () => workspace.json(handedOut, { method: "GET", path: presignedPath(target) });
    return byAddress(
      workspace,
      options,
      () => workspace.download({ method: "GET", path: proxyPath(target), ...options }),
      addressOf,
    );
  }
  if (from.api === "storage") return openOwned(workspace, from, path, options);
  try {
    return await workspace.download({ method: "GET", path: filePath(target), ...options });
  } catch (error) {
    if (from.owner === undefined || !notServed(error)) throw error;
    return openStored(workspace, { ...from, owner: from.owner }, path, options, error);
  }
}

/**
 * A file that the MLflow server itself fetches from its storage: there are addresses for runs only, and not before 3.16.
 * The routes are those of its web page.
 */
function openOwned(workspace: Workspace, from: Location, path: string, options: Options): Promise<Download> {
  const { owner } = from;
  if (owner === undefined) throw outOfReach(from.folder);
  const below = ownedPath(owner, path);
  const request =
    owner.kind === "model"
      ? {
          method: "GET" as const,
          path: route`/ajax-api/2.0/mlflow/logged-models/${owner.id}/artifacts/files`,
          query: { artifact_file_path: below },
        }
      : { method: "GET" as const, path: route`/get-artifact`, query: { run_id: owner.id, path: below } };
  const addressOf = () => workspace.json(handedOut, { ...request, query: { ...request.query, presigned: "true" } });
  return byAddress(workspace, options, () => workspace.download({ ...request, ...options }), addressOf);
}

/** `GET mlflow-artifacts/presigned/…`, or `presigned=true` of the routes of the web page, since MLflow 3.18. */
const handedOut = z.object({ url: z.string(), headers: z.record(z.string(), z.string()).nullish() });

/** A file of a server that may pass none on: then the storage gives it, by an address that the server hands out. */
async function byAddress(
  workspace: Workspace,
  options: Options,
  open: () => Promise<Download>,
  addressOf: () => Promise<z.infer<typeof handedOut>>,
): Promise<Download> {
  try {
    return await open();
  } catch (error) {
    if (!isAgentsError(error) || error.code !== "permissionDenied") throw error;
    if (!(await serverInfo(workspace)).addressesOnly) throw error;
    const { url, headers } = await addressOf();
    const path = route.signed(url);
    return workspace.download({ method: "GET", path, ...options, headers: { ...headers, ...options.headers } });
  }
}

/** A file of Databricks' storage, by its address; where there is none, the Files API's error stands. */
async function openStored(
  workspace: Workspace,
  from: Required<Location>,
  path: string,
  options: Options,
  refused: unknown,
): Promise<Download> {
  const ask = async () => {
    const [address] = await addressesFor(workspace, from.owner, "download", [ownedPath(from.owner, path)]);
    if (address === undefined) throw refused;
    return workspace.download({
      method: "GET",
      path: route.signed(address.url),
      ...options,
      headers: { ...address.headers, ...options.headers },
    });
  };
  try {
    return await ask();
  } catch (error) {
    // Of storage and workspace alike: the address expired on its way, or there is none.
    if (isAgentsError(error) && error.status !== undefined && error.status < 500 && error.code !== "notFound")
      throw refused;
    throw error;
  }
}

/** Paths of all files below a folder, sorted. */
export async function listFiles(workspace: Workspace, from: Location): Promise<string[]> {
  const files: string[] = [];
  const visit = async (below: string): Promise<void> => {
    for (const entry of await entriesOf(workspace, from, below)) {
      const child = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.folder) await visit(child);
      else files.push(child);
    }
  };
  await visit("");
  return files.sort();
}

async function entriesOf(workspace: Workspace, from: Location, below: string): Promise<Entry[]> {
  const { api, folder, owner } = from;
  const path = below === "" ? folder : `${folder}/${below}`;
  if (api === "proxy") return allPages(() => listProxied(workspace, path));
  const owned = (of: NonNullable<typeof owner>) =>
    allPages((page) => listOwned(workspace, of, ownedPath(of, below), page));
  if (api === "storage") {
    if (owner === undefined) throw outOfReach(folder);
    return owned(owner);
  }
  try {
    return await allPages((page) => listDirectory(workspace, path, page));
  } catch (error) {
    if (owner === undefined || !notServed(error)) throw error;
    return owned(owner).catch((second: unknown) => {
      throw notServed(second) ? error : second;
    });
  }
}

async function allPages(ask: (page: string | undefined) => Promise<Page>): Promise<Entry[]> {
  const entries: Entry[] = [];
  let page: string | undefined;
  do {
    const answer = await ask(page);
    entries.push(...answer.entries);
    page = answer.entries.length === 0 ? undefined : answer.next;
  } while (page !== undefined);
  return entries;
}
