import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { workspacePaths } from "../paths.js";
import { readJson, writeAtomic } from "./atomicFile.js";
import { type Connection, findRunning } from "./connection.js";

// Each workspace lies in the folder of its project: this list is how one finds the others of the same user.
const schema = z.object({ data: z.string() });

const listOf = (cache: string) => join(cache, "workspaces");
const fileOf = (cache: string, data: string) =>
  join(listOf(cache), `${createHash("sha256").update(data).digest("hex").slice(0, 16)}.json`);

/**
 * Notes that a workspace runs.
 *
 * @param cache the user's cache folder of this package
 * @param data its data folder
 */
export async function noteRunning(cache: string, data: string): Promise<void> {
  await writeAtomic(fileOf(cache, data), JSON.stringify({ data }));
}

/** Takes a workspace from the list. */
export async function forgetRunning(cache: string, data: string): Promise<void> {
  await rm(fileOf(cache, data), { force: true });
}

/**
 * The workspaces of this user that run on this machine, beside the one of `data`. Those that were started with another cache
 * folder, or by an earlier release, are not among them.
 */
export async function otherWorkspaces(cache: string, data: string): Promise<(Connection & { data: string })[]> {
  const names = await readdir(listOf(cache)).catch(() => []);
  const found: (Connection & { data: string })[] = [];
  for (const name of names.filter((each) => each.endsWith(".json")).sort()) {
    const noted = schema.safeParse(await readJson(join(listOf(cache), name)).catch(() => undefined));
    if (!noted.success || noted.data.data === data) continue;
    const running = await findRunning(workspacePaths(noted.data.data));
    if (running === undefined) await rm(join(listOf(cache), name), { force: true });
    else found.push({ ...running, data: noted.data.data });
  }
  return found;
}
