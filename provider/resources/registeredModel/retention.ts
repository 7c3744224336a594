import { isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import type { Registry } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { removeSurely } from "../../wait/index.js";
import { getEndpoint, listEndpoints, servedVersions } from "./endpointsApi.js";

/** What {@link surplus} decides by. */
export interface Retention {
  workspace: Workspace;
  registry: Registry;
  /** Full name of the model. */
  name: string;
  /** How many versions stay. */
  keep: number;
  /** The version in use; empty where it is still to be made. */
  inUse: string;
  /** Aliases as they will be. */
  aliases: Readonly<Record<string, string>>;
}

/**
 * Numbers of all versions, and of those that retention deletes, oldest first: all beyond the newest `keep` that no alias and no serving
 * endpoint uses. An unfinished version is left to whoever makes it.
 *
 * @throws AgentsError where it cannot be told what is in use: then nothing may go
 */
export async function surplus(work: Retention): Promise<{ going: string[]; existing: string[] }> {
  const { workspace, registry, name, keep, inUse } = work;
  const all = await registry.searchVersions(name);
  const existing = all.map(({ version }) => version);
  const finished = all.filter(({ status }) => status !== "PENDING").map(({ version }) => version);
  const named = new Set([inUse, ...Object.values(work.aliases)]);
  // A version that is still to be made takes one of the places.
  const unnamed = finished.slice(inUse === "" ? keep - 1 : keep).filter((version) => !named.has(version));
  if (unnamed.length === 0) return { going: [], existing };
  const served = new Set(await versionsInService(workspace, name));
  return { going: unnamed.filter((version) => !served.has(version)).reverse(), existing };
}

async function versionsInService(workspace: Workspace, name: string): Promise<string[]> {
  if (workspace.kind !== "databricks") return [];
  const found = await listEndpoints(workspace);
  const versions: string[] = [];
  for (const each of found) {
    const rolling = each.state?.config_update === "IN_PROGRESS";
    versions.push(...servedVersions(rolling ? await getEndpoint(workspace, each.name) : each, name));
  }
  return versions;
}

/**
 * Deletes what retention does not keep. What cannot be deleted, or told, is a warning: the version in use is there.
 *
 * @returns whether a version is still there, and whether some are left for the next run
 */
export async function prune(
  context: Context,
  work: Retention,
): Promise<{ exists: (version: string) => boolean; left: boolean }> {
  const gone = new Set<string>();
  let known: readonly string[] | undefined;
  const failures: string[] = [];
  const attempt = async (action: () => Promise<void>) => {
    try {
      await action();
    } catch (error) {
      if (!isAgentsError(error) || error.code === "cancelled") throw error;
      failures.push(error.message);
    }
  };
  await attempt(async () => {
    const { going, existing } = await surplus(work);
    known = existing;
    for (const version of going) {
      context.progress(`deleting version ${version}, which is beyond the ${work.keep} kept`);
      await attempt(async () => {
        const what = `version ${version} of ${work.name}`;
        await removeSurely(context, what, () => work.registry.deleteVersion(work.name, version));
        gone.add(version);
      });
    }
  });
  const [first] = failures;
  if (first !== undefined) context.warn(`not all older versions of "${work.name}" were deleted: ${first}`);
  const exists = (version: string) => !gone.has(version) && known?.includes(version) !== false;
  return { exists, left: failures.length > 0 };
}
