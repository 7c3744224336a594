import { z } from "zod";
import { isAgentsError } from "../errors.js";
import { route, type Workspace } from "../http/index.js";
import { readText } from "./index.js";
import { artifactLocation } from "./location.js";

const loggedModel = z.object({ model: z.object({ info: z.object({ artifact_uri: z.string() }) }) });

/** Where the files of a logged model lie. @throws AgentsError `notFound` */
export async function loggedModelUri(workspace: Workspace, modelId: string): Promise<string> {
  const answer = await workspace.json(loggedModel, {
    method: "GET",
    path: route`/api/2.0/mlflow/logged-models/${modelId}`,
  });
  return answer.model.info.artifact_uri;
}

/** The text of one file of a logged model, or undefined when there is no such model. */
export async function readLoggedModelFile(
  workspace: Workspace,
  modelId: string,
  path: string,
): Promise<string | undefined> {
  try {
    return await readText(workspace, artifactLocation(await loggedModelUri(workspace, modelId)), path);
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}
