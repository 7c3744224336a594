import type { PackageReading } from "../modelPackage/index.js";
import type { Unread } from "../python/source/unread.js";
import type { Uses } from "../uses/index.js";

/**
 * What was not read of an agent: files and imports, and where reading its uses stopped. Empty for an agent that was read as a
 * whole; else nothing follows from what was not seen.
 *
 * @param uses from `readUses`
 */
export function notRead({ unread, name, path }: PackageReading, { stopped }: Pick<Uses, "stopped">): Unread[] {
  if (stopped === undefined) return [...unread];
  const why = `reading stopped before its end: ${stopped}`;
  return [...unread, { module: name, file: name, path, line: 1, kind: "file", why }];
}
