import { type Readable, Transform } from "node:stream";
import { AgentsError } from "../errors.js";
import type { Workspace } from "../http/index.js";
import { filePath, listArtifacts, listDirectory, uploadQuery } from "./api.js";
import type { Location } from "./location.js";

export { artifactLocation, type Location, modelVersionLocation } from "./location.js";

/** A file to be sent. */
export interface Upload {
  /** Path below the folder, with `/`. */
  path: string;
  /** Exact size in bytes. */
  size: number;
  /** A fresh stream of the same bytes, called once per try. */
  open(): Readable;
}

/** How a transfer is watched and ended. */
export interface TransferOptions {
  signal: AbortSignal;
  /** Told how many files are through. */
  progress(done: number, total: number): void;
}

/** Sends files in parallel, streamed, each tried again by itself. */
export async function upload(
  workspace: Workspace,
  to: Location,
  files: readonly Upload[],
  options: TransferOptions,
): Promise<void> {
  let done = 0;
  await all(
    files.map(
      (file) => () =>
        workspace.concurrency.run(async () => {
          await workspace.upload({
            method: "PUT",
            path: filePath(to.api, `${to.folder}/${file.path}`),
            query: uploadQuery(to.api),
            open: () => file.open(),
            size: file.size,
            signal: options.signal,
          });
          options.progress(++done, files.length);
        }, options.signal),
    ),
  );
}

/** Paths of all files below a folder, sorted. */
export async function listFiles(workspace: Workspace, from: Location): Promise<string[]> {
  const files: string[] = [];
  const visit = async (below: string): Promise<void> => {
    const path = below === "" ? from.folder : `${from.folder}/${below}`;
    for (const entry of await entriesOf(workspace, from.api, path)) {
      const child = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.folder) await visit(child);
      else files.push(child);
    }
  };
  await visit("");
  return files.sort();
}

async function entriesOf(workspace: Workspace, api: Location["api"], path: string) {
  if (api === "proxy") return listArtifacts(workspace, path);
  const entries = [];
  let page: string | undefined;
  do {
    const { entries: more, next } = await listDirectory(workspace, path, page);
    entries.push(...more);
    page = next;
  } while (page !== undefined);
  return entries;
}

/**
 * The text of a small file, MLmodel for example.
 *
 * @throws AgentsError `invalidResponse` when it is larger than `limit` bytes
 */
export async function readText(
  workspace: Workspace,
  from: Location,
  path: string,
  limit = 16_000_000,
): Promise<string> {
  const { body } = await workspace.download({ method: "GET", path: filePath(from.api, `${from.folder}/${path}`) });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new AgentsError("invalidResponse", `${path} is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Copies files from one folder to another, each streamed through this process and never held whole in memory.
 *
 * @throws AgentsError `unsupported` when the source does not tell a file's size, which an upload must announce
 */
export async function copy(
  workspace: Workspace,
  from: Location,
  to: Location,
  files: readonly string[],
  options: TransferOptions,
): Promise<void> {
  let done = 0;
  await all(
    files.map(
      (path) => () =>
        workspace.concurrency.run(async () => {
          await copyFile(workspace, from, to, path, options.signal);
          options.progress(++done, files.length);
        }, options.signal),
    ),
  );
}

async function copyFile(workspace: Workspace, from: Location, to: Location, path: string, signal: AbortSignal) {
  const source = { method: "GET" as const, path: filePath(from.api, `${from.folder}/${path}`), signal };
  // Asked for now for its size; a repeated try of the upload asks anew, because a stream can be read only once.
  const first = await workspace.download(source);
  const size = first.size;
  if (size === undefined) {
    first.body.destroy();
    throw new AgentsError("unsupported", `the workspace does not tell the size of ${path}, so it cannot be copied.`);
  }
  let body: Readable | undefined = first.body;
  const reopen = (): Readable => {
    if (body !== undefined) {
      const once = body;
      body = undefined;
      return once;
    }
    return later(workspace.download(source).then((download) => download.body));
  };
  try {
    await workspace.upload({
      method: "PUT",
      path: filePath(to.api, `${to.folder}/${path}`),
      query: uploadQuery(to.api),
      open: reopen,
      size,
      signal,
    });
  } finally {
    body?.destroy();
  }
}

/** A stream whose source is still being asked for. */
function later(source: Promise<Readable>): Readable {
  const through = new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) });
  source.then(
    (body) => {
      body.on("error", (error) => through.destroy(error));
      body.pipe(through);
    },
    (error) => through.destroy(error),
  );
  return through;
}

/** Runs all works; the first error is thrown only when none is running any more, so that nothing goes on behind it. */
async function all(works: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(works.map((work) => work()));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
