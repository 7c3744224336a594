import { constants, copyFileSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while holding a lock file, so that two runs at once do not hurt each other. A lock whose process is
 * gone is taken over.
 *
 * @param file the lock file
 * @param waiting called once when another process holds it
 * @param work what to do
 */
export async function withLock<T>(file: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let told = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder === undefined || !isAlive(holder)) {
      removeStale(file, holder);
      continue;
    }
    if (!told) {
      told = true;
      waiting(holder);
    }
    await sleep(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Whether a process exists.
 *
 * @param pid its id
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Makes the lock with its holder in it, at once: nobody finds it empty. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    return putUnlessThere(own, file);
  } finally {
    rmSync(own, { force: true });
  }
}

function putUnlessThere(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
  }
  try {
    // A file system without links: the lock may be empty for an instant.
    copyFileSync(own, file, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

/** Removes the lock of a process that is gone, and not the one that another process made of it meanwhile. */
function removeStale(file: string, holder: number | undefined): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    // Another process was first.
    return;
  }
  try {
    if (holderOf(aside) !== holder) {
      putUnlessThere(aside, file);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}
