import { constants } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { AgentsError } from "../../errors.js";
import { quoteForMessage } from "../text.js";
import { type Boundary, errorCode } from "./boundary.js";

/**
 * Opens a regular file for reading so that nothing can be slipped under it: its real path is checked, the last part is
 * opened without following a link and without blocking on a pipe, and what was opened is checked again.
 *
 * @param absolute path as found by walking or declared
 * @param boundary what may be read
 * @throws AgentsError `fileNotFound` or `fileRefused`
 */
export async function openSafely(absolute: string, boundary: Boundary): Promise<FileHandle> {
  const real = await boundary.check(absolute);
  const handle = await openRegular(real, boundary.name(absolute));
  try {
    const [opened, now] = await Promise.all([handle.stat({ bigint: true }), stat(real, { bigint: true })]);
    const same = opened.dev === now.dev && opened.ino === now.ino;
    if (!same || (await realpath(absolute)) !== real) throw changed(boundary.name(absolute));
    return handle;
  } catch (error) {
    await handle.close();
    throw error instanceof AgentsError ? error : changed(boundary.name(absolute));
  }
}

/**
 * Opens a regular file by its real path.
 *
 * @param real a path that holds no link
 * @param name the user's name for it, for messages
 * @throws AgentsError `fileNotFound` or `fileRefused`
 */
export async function openRegular(real: string, name: string): Promise<FileHandle> {
  // Windows has neither flag; there, the check after opening has to do.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let handle: FileHandle;
  try {
    handle = await open(real, flags);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") throw new AgentsError("fileNotFound", `${quoteForMessage(name)} does not exist.`);
    // A socket (ENXIO) or a file that became a link meanwhile (ELOOP) cannot be opened this way.
    throw new AgentsError("fileRefused", `${quoteForMessage(name)} cannot be read (${code}). Check its permissions.`);
  }
  const stats = await handle.stat();
  if (stats.isFile()) return handle;
  await handle.close();
  throw notAFile(name);
}

/** The refusal of a device, pipe, socket or folder where a file is needed. */
export function notAFile(name: string): AgentsError {
  return new AgentsError("fileRefused", `${quoteForMessage(name)} is not a regular file, so it cannot be packaged.`);
}

/** The refusal of a file that is not the one it was. */
export function changed(name: string): AgentsError {
  return new AgentsError(
    "fileRefused",
    `${quoteForMessage(name)} changed while it was read. Run again when nothing writes to it.`,
    { retryable: true },
  );
}
