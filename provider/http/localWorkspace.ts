import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AgentsError } from "../errors.js";
import { isLoopback, parseHost } from "./hostUrl.js";

/** How the embedded workspace is started; the way out of everything that is wrong with it. */
export const startLocalWorkspace = "start it with `npx mlflow-agents workspace start`";

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Finds the running local workspace: `$MLFLOW_AGENTS_HOME/workspace/connection.json`, else the one in the nearest
 * `.mlflow-agents/` from `cwd` upwards.
 *
 * @param env the process's environment
 * @param cwd absolute path
 * @returns its address and token
 * @throws AgentsError `configuration` when there is none
 */
export async function findLocalWorkspace(
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<{ host: string; token: string }> {
  let text: string | undefined;
  const home = env.MLFLOW_AGENTS_HOME;
  if (home !== undefined && home !== "") {
    text = await readIfThere(join(home, "workspace", "connection.json"));
  } else {
    for (let folder = cwd; text === undefined; folder = dirname(folder)) {
      text = await readIfThere(join(folder, ".mlflow-agents", "workspace", "connection.json"));
      if (dirname(folder) === folder) break;
    }
  }
  if (text === undefined) {
    throw new AgentsError("configuration", `The local workspace is not running: ${startLocalWorkspace}.`, {
      path: "host",
    });
  }
  const { connectionFile } = await import("./wireSchemas.js");
  const parsed = connectionFile.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new AgentsError(
      "configuration",
      `The local workspace left a broken connection.json: ${startLocalWorkspace}.`,
      {
        path: "host",
      },
    );
  }
  const { host } = parseHost(parsed.data.host, "the host in connection.json", false);
  // Whoever can write the file must not be able to send the stack's secrets elsewhere.
  if (!isLoopback(new URL(host).hostname)) {
    throw new AgentsError(
      "configuration",
      "The local workspace's connection.json names a host that is not this machine.",
      {
        path: "host",
      },
    );
  }
  return { host, token: parsed.data.token };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
