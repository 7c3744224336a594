import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A path inside the repository. */
export const at = (...parts) => join(root, ...parts);

/** Ignored folder for everything that belongs to this checkout only: stack state, logs, locks, the local workspace's data. */
export const localFolder = at(".mlflow-agents");

/**
 * Folder shared by all checkouts of this user: the Pulumi CLI, the Python environment, a second Node. Everything in it can
 * be deleted at any time; the next run makes it again.
 */
export function cacheFolder(env = process.env) {
  if (env.MLFLOW_AGENTS_CACHE) return resolve(env.MLFLOW_AGENTS_CACHE);
  return join(env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), ".cache"), "pulumi-mlflow-agents");
}
