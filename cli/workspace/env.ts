import { request } from "undici";
import { z } from "zod";
import { findRunning, WorkspaceError } from "../../workspace/index.js";
import type { WorkspaceArguments } from "./index.js";

/**
 * `env`: what other clients need, for `eval "$(mlflow-agents workspace env)"`, as JSON, or as lines of a `.env` file. It
 * holds the token, as it must.
 */
export async function env(options: WorkspaceArguments): Promise<number> {
  const running = await findRunning(options.paths);
  if (running === undefined) {
    throw new WorkspaceError("notRunning", "No workspace runs here: mlflow-agents workspace start.");
  }
  const variables = {
    DATABRICKS_HOST: running.host,
    DATABRICKS_TOKEN: options.user === undefined ? running.token : await tokenOf(running, options.user),
    MLFLOW_TRACKING_URI: "databricks",
    MLFLOW_REGISTRY_URI: "databricks-uc",
  };
  if (options.json) {
    console.log(JSON.stringify(variables, undefined, 2));
    return 0;
  }
  if (options.dotenv) {
    // No value holds a quote, a line break or a dollar sign but a token of one's own, which single quotes keep as it is.
    const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
    console.log(lines.join("\n"));
    return 0;
  }
  for (const [name, value] of Object.entries(variables)) {
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
  }
  return 0;
}

const answer = z.object({ users: z.array(z.object({ name: z.string(), token: z.string() })) });

/** The token of a user of the fixtures. */
async function tokenOf(running: { host: string; token: string }, name: string): Promise<string> {
  const headers = { authorization: `Bearer ${running.token}` };
  const { body } = await request(`${running.host}/_local/users`, { headers });
  const { users } = answer.parse(await body.json());
  const found = users.find((user) => user.name === name);
  if (found === undefined) {
    const known = users.map((user) => user.name).join(", ");
    throw new WorkspaceError("invalidOption", `The workspace has no user "${name}", but these: ${known}.`);
  }
  return found.token;
}
