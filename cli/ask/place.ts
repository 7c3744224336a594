import { existsSync } from "node:fs";
import { z } from "zod";
import { AgentsError, isAgentsError } from "../../provider/errors.js";
import { type ConnectionSettings, connect, route, type Workspace } from "../../provider/http/index.js";
import { nearest } from "../../provider/lifecycle/nearest.js";
import { resolveDataFolder, workspacePaths } from "../../workspace/paths.js";
import { namedPlace, profileFile } from "../namedPlace.js";
import { UsageError } from "../usage.js";

/** What names a workspace on the command line. */
export interface Place {
  host: string | undefined;
  profile: string | undefined;
}

/**
 * The settings of a command: what it names; else what the environment names; else the local workspace of this folder, where
 * there is one; else the default profile.
 *
 * @throws AgentsError `configuration` where nothing names a workspace
 */
export function placeSettings({ host, profile }: Place, env: NodeJS.ProcessEnv): ConnectionSettings {
  if (host !== undefined || profile !== undefined)
    return { ...(host === undefined ? {} : { host }), ...(profile === undefined ? {} : { profile }) };
  if (namedPlace(env).length > 0) return {};
  if (existsSync(workspacePaths(resolveDataFolder()).root)) return { host: "local" };
  if (existsSync(profileFile(env))) return {};
  throw new AgentsError(
    "configuration",
    "Which workspace? In the folder of your project, `npx mlflow-agents workspace start` starts a local one; else name one: --host https://…, --profile <name>, or DATABRICKS_HOST.",
    { path: "host" },
  );
}

const users = z.object({ users: z.array(z.object({ name: z.string(), token: z.string() })) });

/** The workspace, as somebody else: users of the local workspace have tokens, which its owner may read. */
export async function asUser(workspace: Workspace, name: string, env: NodeJS.ProcessEnv): Promise<Workspace> {
  const known = await usersOf(workspace);
  const user = known.find((each) => each.name === name);
  if (user === undefined) {
    const names = known.map((each) => each.name);
    const near = nearest(name, names);
    throw new UsageError(
      `The workspace has no user "${name}".${near === undefined ? "" : ` Did you mean ${near}?`} It has: ${names.join(", ")}.`,
    );
  }
  const { DATABRICKS_TOKEN: _, ...others } = env;
  return connect({ host: workspace.host, token: user.token, authType: "pat" }, others);
}

async function usersOf(workspace: Workspace): Promise<z.infer<typeof users>["users"]> {
  try {
    return (await workspace.json(users, { method: "GET", path: route`/_local/users` })).users;
  } catch (error) {
    if (!isAgentsError(error) || ["unreachable", "unauthenticated"].includes(error.code)) throw error;
    throw new UsageError(
      `--as is for users of the local workspace, and ${workspace.host} is none: ask with a credential of that user instead.`,
    );
  }
}
