import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive } from "../workspace/environment/folderLock.js";

/**
 * Makes a folder complete or not at all: `fill` works in a temporary one beside it, which then gets its name. What killed
 * runs left beside it is removed.
 *
 * @param path of the folder; what is there must be nothing, or an empty folder
 * @param fill gets the temporary folder's path; what it throws leaves nothing
 */
export async function makeFolder(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const parent = dirname(path);
  const made = mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = partialOf(basename(path), name);
    if (pid !== undefined && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const temporary = join(parent, `.${basename(path)}.${process.pid}.partial`);
  rmSync(temporary, { recursive: true, force: true });
  let complete = false;
  try {
    mkdirSync(temporary);
    await fill(temporary);
    takePlace(temporary, path);
    complete = true;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    if (!complete && made !== undefined) removeEmpty(parent, made);
  }
}

/** The folders that were made on the way, as far as nobody has put anything into them meanwhile. */
function removeEmpty(from: string, last: string): void {
  try {
    for (let folder = from; ; folder = dirname(folder)) {
      rmdirSync(folder);
      if (folder === last || dirname(folder) === folder) return;
    }
  } catch {
    // Something is in it, or it is gone.
  }
}

/** The process that made a temporary folder of this name. */
function partialOf(name: string, candidate: string): number | undefined {
  if (!candidate.startsWith(`.${name}.`) || !candidate.endsWith(".partial")) return undefined;
  const pid = Number(candidate.slice(name.length + 2, -".partial".length));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** An empty folder that is there stays the same one: somebody's shell may be in it. */
function takePlace(temporary: string, path: string): void {
  if (!existsSync(path)) {
    renameSync(temporary, path);
    return;
  }
  const moved: string[] = [];
  try {
    for (const name of readdirSync(temporary)) {
      renameSync(join(temporary, name), join(path, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved) rmSync(join(path, name), { recursive: true, force: true });
    throw error;
  }
}
