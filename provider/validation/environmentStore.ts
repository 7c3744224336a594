import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** What all environments together may hold, in bytes; files that uv shares with its cache are counted too. */
const mostBytes = 8 * 1024 ** 3;
/** One that was not used for so long goes, in milliseconds. */
const unusedMs = 30 * 24 * 3600 * 1000;
/** One that was used within this time may be in use by another process, in milliseconds. */
const busyMs = 3600 * 1000;
/** What a killed process left is removed after so long, in milliseconds. */
const abandonedMs = 24 * 3600 * 1000;

/** Name of the file whose presence says that an environment is complete, and when it was used last by its time. */
export const markerName = "mlflow-agents.json";
const marker = z.object({ bytes: z.number() });

/**
 * Removes environments that nobody used for long, the longest unused ones above the size limit, and what killed processes
 * left half-made.
 *
 * @param store folder that holds the environments
 * @param now milliseconds since 1970
 */
export async function prune(store: string, now: number): Promise<void> {
  const found: { folder: string; bytes: number; used: number }[] = [];
  for (const name of await readdir(store).catch((): string[] => [])) {
    const folder = path.join(store, name);
    if (/\.(?:unfinished|stale)$/.test(name)) {
      const left = await stat(folder).catch(() => undefined);
      if (left !== undefined && now - left.mtimeMs > abandonedMs) await rm(folder, { recursive: true, force: true });
      continue;
    }
    try {
      const file = path.join(folder, markerName);
      const { bytes } = marker.parse(JSON.parse(await readFile(file, "utf8")));
      found.push({ folder, bytes, used: (await stat(file)).mtimeMs });
    } catch {
      // Nothing of ours is incomplete under a final name: left alone.
    }
  }
  found.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { folder, bytes, used } of found) {
    total += bytes;
    const age = now - used;
    if (age > busyMs && (age > unusedMs || total > mostBytes)) await remove(folder);
  }
}

/** Out of its place at once, so that nobody finds half of it. */
async function remove(folder: string): Promise<void> {
  const stale = `${folder}.${randomUUID().slice(0, 8)}.stale`;
  await rename(folder, stale).catch(() => undefined);
  await rm(stale, { recursive: true, force: true });
}

/**
 * How much an environment holds, from the lists that installed packages carry (`RECORD`: path, digest, size). Looking at
 * twenty thousand files would take longer than some installations.
 *
 * @param environment its folder
 */
export async function installedBytes(environment: string): Promise<number> {
  const library = path.join(environment, "lib");
  let total = 0;
  for (const python of await readdir(library).catch((): string[] => [])) {
    const packages = path.join(library, python, "site-packages");
    for (const name of await readdir(packages).catch((): string[] => [])) {
      if (!name.endsWith(".dist-info")) continue;
      const record = await readFile(path.join(packages, name, "RECORD"), "utf8").catch(() => "");
      for (const [, size] of record.matchAll(/,(\d{1,15})\r?$/gm)) total += Number(size);
    }
  }
  return total;
}
