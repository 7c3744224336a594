import { isLoopback } from "./hostUrl.js";
import type { Workspace } from "./types.js";

/**
 * What tells a workspace from others, however its address is spelled: Databricks' number of it, else its host.
 *
 * @throws AgentsError where the workspace does not answer
 */
export async function placeOf(workspace: Workspace): Promise<string> {
  // A plain MLflow server has no number: it need not be asked.
  const { workspaceId } = workspace.kind === "databricks" ? await workspace.probe() : {};
  if (workspaceId !== undefined) return `${workspace.kind}:${workspaceId}`;
  const url = new URL(workspace.host);
  const host = isLoopback(url.hostname) ? `localhost${url.port === "" ? "" : `:${url.port}`}` : url.host;
  return `${workspace.kind}:${host}${url.pathname.replace(/\/+$/, "")}`;
}
