import { lstatSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type { FileReader } from "../python/engine/files.js";
import { rootedPath } from "../python/library/paths.js";
import type { PackageReading } from "./reading.js";

// A configuration that is larger is none.
const maximumSize = 1024 * 1024;

/**
 * Reads configurations that the code opens: below the folder that the user's paths are relative to, never above it, and
 * through no link that leaves it.
 */
export function folderReader(reading: PackageReading): FileReader {
  const depth = reading.name.split("/").filter((part) => part !== "..").length - 1;
  const base = path.resolve(reading.folder, ...Array.from({ length: depth }, () => ".."));
  const known = new Map<string, string | undefined>();
  const read = (absolute: string): string | undefined => {
    if (known.has(absolute)) return known.get(absolute);
    const text = readBelow(base, absolute);
    known.set(absolute, text);
    return text;
  };
  return {
    text: (written) => {
      const rooted = rootedPath(written);
      if (rooted !== undefined && rooted.file !== "")
        return read(path.resolve(base, path.dirname(rooted.file), rooted.relative));
      const relative = rooted?.relative ?? written;
      if (path.isAbsolute(relative)) return undefined;
      return read(path.resolve(reading.folder, relative)) ?? read(path.resolve(base, relative));
    },
    document: reading.document,
  };
}

function readBelow(base: string, absolute: string): string | undefined {
  if (!isBelow(base, absolute)) return undefined;
  try {
    const real = realpathSync(absolute);
    if (!isBelow(realpathSync(base), real)) return undefined;
    const { size } = lstatSync(real);
    if (!lstatSync(real).isFile() || size > maximumSize) return undefined;
    return readFileSync(real, "utf8");
  } catch {
    return undefined;
  }
}

function isBelow(base: string, absolute: string): boolean {
  const relative = path.relative(base, absolute);
  return relative !== "" && relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
