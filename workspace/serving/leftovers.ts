import { randomBytes } from "node:crypto";
import { type Dirent, renameSync, rmdirSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { keyOf } from "./entityKey.js";
import type { EndpointRecord, ServedEntity } from "./records.js";

/**
 * Removes what nothing runs from any more: copies of model versions, folders of served entities and of endpoints. What an
 * endpoint serves or is to serve stays, also while it is stopped or asleep.
 *
 * @param serving folder of copies and scratch files
 * @param records the endpoints that exist, asked anew before each removal: one may be made in the meantime
 */
export async function removeLeftovers(serving: string, records: () => readonly EndpointRecord[]): Promise<void> {
  const models = join(serving, "models");
  const copied = (): Set<string> =>
    new Set(
      records().flatMap((record) => entitiesOf(record).map((each) => `${each.entity_name}/${each.entity_version}`)),
    );
  for (const name of await foldersIn(models)) {
    for (const version of await foldersIn(join(models, name))) {
      if (!copied().has(`${name}/${version}`)) {
        await remove(join(models, name, version), serving);
      }
    }
    removeEmpty(join(models, name));
  }
  const endpoints = join(serving, "endpoints");
  for (const id of await foldersIn(endpoints)) {
    const record = (): EndpointRecord | undefined => records().find((each) => each.id === id);
    if (record() === undefined) {
      await remove(join(endpoints, id), serving);
      continue;
    }
    for (const key of await foldersIn(join(endpoints, id))) {
      if (!entitiesOf(record()).map(keyOf).includes(key)) {
        await remove(join(endpoints, id, key), serving);
      }
    }
  }
  // What an earlier process did not get to.
  for (const name of (await foldersIn(serving)).filter((folder) => folder.startsWith(goneName))) {
    await rm(join(serving, name), { recursive: true, force: true });
  }
}

const goneName = ".gone-";

/** Out of the way at once, so that nobody takes a folder for whole while it is being removed. */
async function remove(folder: string, serving: string): Promise<void> {
  const gone = join(serving, `${goneName}${randomBytes(6).toString("hex")}`);
  renameSync(folder, gone);
  await rm(gone, { recursive: true, force: true });
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another version lies there.
  }
}

function entitiesOf(record: EndpointRecord | undefined): ServedEntity[] {
  return [...(record?.config?.served_entities ?? []), ...(record?.pending_config?.served_entities ?? [])];
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
