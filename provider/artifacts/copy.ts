import { type Readable, Transform } from "node:stream";
import { AgentsError } from "../errors.js";
import type { Workspace } from "../http/index.js";
import type { Location } from "./location.js";
import { openFile } from "./read.js";
import { sendAll } from "./sendAll.js";
import type { TransferOptions, Upload } from "./types.js";

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
  };
  return { file, close: () => body?.destroy() };
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
