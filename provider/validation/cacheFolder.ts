import { homedir } from "node:os";
import path from "node:path";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The user's cache folder of this package: `$MLFLOW_AGENTS_CACHE`, else below `$XDG_CACHE_HOME` or `~/.cache`. Everything
 * in it can be deleted at any time.
 */
export function cacheFolder(env: Variables): string {
  const chosen = env.MLFLOW_AGENTS_CACHE;
  if (chosen !== undefined && chosen !== "") return path.resolve(chosen);
  const shared = env.XDG_CACHE_HOME;
  return path.join(
    shared !== undefined && path.isAbsolute(shared) ? shared : path.join(homedir(), ".cache"),
    "pulumi-mlflow-agents",
  );
}
