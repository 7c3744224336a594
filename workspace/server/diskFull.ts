import { statfs } from "node:fs/promises";

/** Bytes below which nothing useful can be written. */
const least = 64 * 1024;

/** Whether something failed because a disk is full, or a quota used up: Node's own errors, and what programs say of it. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = "code" in error ? error.code : undefined;
  const said = /no space left on device|disk is full|disk quota exceeded/i.test(error.message);
  return code === "ENOSPC" || code === "EDQUOT" || said || isDiskFull(error.cause);
}

/** Whether the disk that holds a folder has no space left. */
export async function hasNoSpace(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < least;
  } catch {
    return false;
  }
}
