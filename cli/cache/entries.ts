import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../workspace/environment/folderLock.js";

/** One thing in the cache folder. */
export interface Entry {
  /** Path below the cache folder: `environments/mlflow-py3.11-…`. */
  path: string;
  /** What it is, in a few words. */
  what: string;
  /** Bytes on disk; a file with several names counts once, where it is seen first. */
  bytes: number;
  /** Whether it is of this package. The folder may be one that other tools use as well. */
  known: boolean;
  /** Whether a process makes it at this moment. */
  beingMade: boolean;
}

/** What lies where, by its whole name; a folder of kinds holds one entry for each of its own. */
const kinds: readonly { in: string; name: RegExp; what: string }[] = [
  { in: "pulumi", name: /^\d+\.\d+\.\d+$/, what: "Pulumi CLI" },
  { in: "environments", name: /^mlflow-py[\d.]+-[0-9a-f]+$/, what: "Python environment of the local workspace" },
  { in: "environments", name: /^model-py[\d.]+-[0-9a-f]+$/, what: "Python environment of a served model" },
  { in: "environments", name: /^[\w.-]+-py[\d.]+-[0-9a-f]+$/, what: "Python environment" },
  { in: "validation", name: /^environments$/, what: "Python environments in which agents were tried" },
  { in: "validation", name: /^results$/, what: "what trying agents came to" },
  { in: "newest", name: /^[0-9a-f]{16}$/, what: "Node and Pulumi SDK of this package's own tests" },
  { in: "", name: /^uv-[\d.]+-py[\d.]+$/, what: "uv" },
  { in: "", name: /^logs$/, what: "logs of builds" },
];

/** Lists of what runs and what was found: a few bytes, and needed. */
const kept = new Set(["locks", "workspaces"]);

/**
 * What is in the cache folder. Small files beside the entries, which only remember what was found, are left out.
 *
 * @param cache its path
 */
export function entriesOf(cache: string): Entry[] {
  const seen = new Set<string>();
  const folders = namesIn(cache).filter((name) => !kept.has(name) && isFolder(join(cache, name)));
  const grouped = new Set(kinds.map((kind) => kind.in));
  const paths = folders.flatMap((name) =>
    grouped.has(name)
      ? namesIn(join(cache, name))
          .filter((each) => isFolder(join(cache, name, each)))
          .map((each) => [name, each] as const)
      : [["", name] as const],
  );
  return paths.map(([parent, name]) => {
    const path = join(parent, name);
    const partial = /\.(\d+)\.partial$/.exec(name)?.[1];
    const whole = name.replace(/\.\d+\.partial$/, "");
    const kind = kinds.find((each) => each.in === parent && each.name.test(whole));
    const what = kind?.what ?? "not of this package";
    const beingMade = isLocked(join(cache, `${path}.lock`)) || (partial !== undefined && isAlive(Number(partial)));
    return {
      path,
      known: kind !== undefined,
      what: partial === undefined ? what : `${what}, not complete`,
      bytes: bytesOf(join(cache, path), seen),
      beingMade,
    };
  });
}

/** Whether a process holds a lock. */
function isLocked(file: string): boolean {
  try {
    return isAlive(Number.parseInt(readFileSync(file, "utf8"), 10));
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Links are not followed; a file that two environments share, as uv makes them, counts once. */
function bytesOf(path: string, seen: Set<string>): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (stat.isDirectory()) {
    return namesIn(path).reduce((sum, name) => sum + bytesOf(join(path, name), seen), 0);
  }
  const identity = `${stat.dev} ${stat.ino}`;
  if (stat.nlink > 1 && seen.has(identity)) return 0;
  if (stat.nlink > 1) seen.add(identity);
  // What it takes on the disk, in blocks of 512.
  return stat.blocks * 512;
}
