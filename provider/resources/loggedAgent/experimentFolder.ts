import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import * as api from "./api.js";

/**
 * Makes an experiment. On Databricks it is a node of the workspace's tree, whose folder has to be there: below `/Shared`
 * and the caller's own home it is made, elsewhere it is somebody's to make.
 *
 * @returns its id
 * @throws AgentsError `alreadyExists`, or `invalidArgument` where its folder is missing
 */
export async function makeExperiment(workspace: Workspace, path: string): Promise<string> {
  try {
    return await api.createExperiment(workspace, path);
  } catch (error) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    // That is all a creation can miss.
    const missing = isAgentsError(error) && error.code === "notFound" && workspace.kind === "databricks";
    if (!missing || folder === "") throw error;
    const { user } = await workspace.probe();
    if (!isOwn(folder, user)) throw missingFolder(path, folder, user, error);
    await api.makeFolder(workspace, folder);
    return api.createExperiment(workspace, path);
  }
}

/** Whether a folder is one that everybody, or the caller, may be expected to make. `/Workspace` may stand before it. */
function isOwn(folder: string, user: string | undefined): boolean {
  const below = `${folder.replace(/^\/Workspace(?=\/)/, "")}/`;
  return below.startsWith("/Shared/") || (user !== undefined && below.startsWith(`/Users/${user}/`));
}

function missingFolder(path: string, folder: string, user: string | undefined, cause: AgentsError): AgentsError {
  const home = user === undefined ? "your home folder" : `/Users/${user}`;
  return new AgentsError(
    "invalidArgument",
    `the folder "${folder}" of the experiment "${path}" does not exist in the workspace. Make it (for example with ` +
      `\`databricks workspace mkdirs ${folder}\`), or give an experiment below /Shared or ${home}, whose folders are made ` +
      "with it.",
    { path: "experiment", cause },
  );
}
