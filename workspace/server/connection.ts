import { rm } from "node:fs/promises";
import { request } from "undici";
import { z } from "zod";
import { isAlive } from "../environment/folderLock.js";
import type { WorkspacePaths } from "../paths.js";
import { readJson, writeAtomic } from "./atomicFile.js";

const schema = z.object({
  /** Address of the workspace, `http://127.0.0.1:PORT`: the value of `DATABRICKS_HOST`. */
  host: z.string(),
  /** Bearer token of its owner: the value of `DATABRICKS_TOKEN`. */
  token: z.string(),
  /** Address of the MLflow server behind it, for a browser, with its key in the path: a secret. */
  mlflowUrl: z.string(),
  /** Process id of the workspace. */
  pid: z.number().int(),
  /** Version of the package that runs it. */
  version: z.string(),
});

/** How clients find a running workspace. */
export type Connection = z.infer<typeof schema>;

/** Writes the connection file, mode 0600. */
export async function writeConnection(paths: WorkspacePaths, connection: Connection): Promise<void> {
  await writeAtomic(paths.connection, JSON.stringify(connection, undefined, 2));
}

/** Removes the connection file if it is this process's own. */
export async function removeConnection(paths: WorkspacePaths, pid: number): Promise<void> {
  const kept = schema.safeParse(await readJson(paths.connection).catch(() => undefined));
  if (kept.success && kept.data.pid === pid) {
    await rm(paths.connection, { force: true });
  }
}

/**
 * The connection of the workspace that serves a data folder now; undefined when there is none: no file, a dead
 * process, or one that does not answer as this workspace does.
 */
export async function findRunning(paths: WorkspacePaths): Promise<Connection | undefined> {
  const kept = schema.safeParse(await readJson(paths.connection).catch(() => undefined));
  if (!kept.success || !isAlive(kept.data.pid)) {
    return undefined;
  }
  try {
    const answer = await request(`${kept.data.host}/_local/health`, { headersTimeout: 5_000, bodyTimeout: 5_000 });
    const health = z.object({ name: z.string(), pid: z.number() }).safeParse(await answer.body.json());
    return health.success && health.data.pid === kept.data.pid ? kept.data : undefined;
  } catch {
    return undefined;
  }
}
