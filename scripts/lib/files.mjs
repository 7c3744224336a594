import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** SHA-256 of texts or buffers, each ended so that no two lists collide. */
export function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Files under a folder, as sorted paths relative to it; empty where it does not exist. */
export function filesUnder(folder, skip = () => false, prefix = "") {
  if (!existsSync(folder)) return [];
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (skip(path, entry)) continue;
    if (entry.isDirectory()) found.push(...filesUnder(join(folder, entry.name), skip, path));
    else found.push(path);
  }
  return found.sort();
}

/** A JSON file's value; undefined where it is missing or not JSON, as a killed writer leaves it. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Writes a file so that a reader sees the old or the new one, never half of it. */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Makes a folder complete or not at all: `fill` works in a temporary one beside it, which is then renamed. */
export async function makeFolder(path, fill) {
  const temporary = `${path}.${process.pid}.partial`;
  // Callers hold a lock: every other temporary folder of this one belongs to a run that was killed.
  for (const name of existsSync(dirname(path)) ? readdirSync(dirname(path)) : []) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(".partial")) {
      rmSync(join(dirname(path), name), { recursive: true, force: true });
    }
  }
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    rmSync(path, { recursive: true, force: true });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
