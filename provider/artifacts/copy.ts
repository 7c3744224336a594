import { type Readable, Transform } from "node:stream";
import { AgentsError } from "../errors.js";
import type { Workspace } from "../http/index.js";
import type { Location } from "./location.js";
import { mebibyte } from "./parts.js";
import { openFile } from "./read.js";
import { sendAll } from "./sendAll.js";
import type { TransferOptions, Upload } from "./types.js";

/** From this size on a file is copied in several parts at once, where both ends know them: the Files API's own limit. */
const worthParts = 50 * mebibyte;

/**
 * Copies files from one folder to another, each streamed through this process and never held whole in memory.
 *
 * @param files paths below `from`; they keep them
 * @throws AgentsError `unsupported` when the source does not tell a file's size, which an upload must announce
 */
export async function copy(
  workspace: Workspace,
  from: Location,
  to: Location,
  files: readonly string[],
  options: TransferOptions,
): Promise<void> {
  await sendAll(workspace, to, files, options, {
    // One place for both ends: a source that waits for a place of its target would be given up by its server.
    together: true,
    open: (path) => source(workspace, from, path, options.signal),
  });
}

/** A file of the source, and what is left open of it. */
async function source(workspace: Workspace, from: Location, path: string, signal: AbortSignal) {
  // Asked for now for its size; a repeated try of the upload asks anew, because a stream can be read only once.
  const first = await openFile(workspace, from, path, signal);
  const { size } = first;
  if (size === undefined) {
    first.body.destroy();
    throw new AgentsError("unsupported", `the workspace does not tell the size of ${path}, so it cannot be copied.`);
  }
  let body: Readable | undefined = first.body;
  const inRanges = size >= worthParts && (await givesRanges(workspace, from, path, signal));
  if (inRanges) {
    // Left open, it would be given up by the server while the parts are under way.
    body.destroy();
    body = undefined;
  }
  const file: Upload = {
    path,
    size,
    open() {
      if (body !== undefined) {
        const once = body;
        body = undefined;
        return once;
      }
      return later(openFile(workspace, from, path, signal).then((download) => download.body));
    },
    ...(inRanges ? { slice: (start, end) => later(range(workspace, from, path, signal, { start, end })) } : {}),
  };
  return { file, close: () => body?.destroy() };
}

/** Whether the place of a file answers ranges of it: asked with its first byte. */
async function givesRanges(workspace: Workspace, from: Location, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { status, body } = await openFile(workspace, from, path, signal, { start: 0, end: 1 });
    body.destroy();
    return status === 206;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}

async function range(
  workspace: Workspace,
  from: Location,
  path: string,
  signal: AbortSignal,
  bytes: { start: number; end: number },
): Promise<Readable> {
  const { status, body } = await openFile(workspace, from, path, signal, bytes);
  if (status === 206) return body;
  body.destroy();
  throw new AgentsError("invalidResponse", `the workspace answered ${status} for a range of ${path}, not 206.`);
}

/** A stream whose source is still being asked for. */
function later(source: Promise<Readable>): Readable {
  const through = new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) });
  source.then(
    (body) => {
      body.on("error", (error) => through.destroy(error));
      through.on("close", () => body.destroy());
      body.pipe(through);
    },
    (error) => through.destroy(error),
  );
  return through;
}
