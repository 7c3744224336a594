import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Where a program is on PATH; undefined where it is not.
 *
 * @param name of the program
 * @param path folders to look in. Default: PATH of this process
 */
export function which(name: string, path: string = process.env.PATH ?? ""): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    const candidate = join(folder, name);
    const stat = statSync(candidate, { throwIfNoEntry: false });
    if (stat?.isFile() === true && (stat.mode & 0o111) !== 0) return candidate;
  }
  return undefined;
}
