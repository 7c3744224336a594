import { z } from "zod";
import { isAgentsError } from "../errors.js";
import { route, type Workspace } from "../http/index.js";
import { readText } from "./index.js";
import { artifactLocation } from "./location.js";

const loggedModel = z.object({
  model: z.object({
    info: z.object({ artifact_uri: z.string(), creation_timestamp_ms: z.coerce.number().optional() }),
  }),
});

const run = z.object({ run: z.object({ info: z.object({ artifact_uri: z.string() }) }) });

/** Whether an id, `<run id>/<folder>`, is one of a run's model, as MLflow 2 has them, and not of a logged model. */
export function isRunModel(modelId: string): boolean {
  return /^[0-9a-f]{32}\/./.test(modelId);
}

/** Id of the run and folder of a model among its artifacts. */
export function runModel(modelId: string): { runId: string; folder: string } {
  const slash = modelId.indexOf("/");
  return { runId: modelId.slice(0, slash), folder: modelId.slice(slash + 1) };
}

/** Where the files of a logged model, or of a run's model, lie. @throws AgentsError `notFound` */
export async function loggedModelUri(workspace: Workspace, modelId: string): Promise<string> {
  if (isRunModel(modelId)) {
    const { runId, folder } = runModel(modelId);
    const path = route`/api/2.0/mlflow/runs/get`;
    const found = await workspace.json(run, { method: "GET", path, query: { run_id: runId } });
    return `${found.run.info.artifact_uri}/${folder}`;
  }
  return (await loggedModelFacts(workspace, modelId)).artifactUri;
}

/** Where the files of a logged model lie, and when it was made (milliseconds since the epoch). @throws AgentsError `notFound` */
export async function loggedModelFacts(
  workspace: Workspace,
  modelId: string,
): Promise<{ artifactUri: string; createdAt: number }> {
  const answer = await workspace.json(loggedModel, {
    method: "GET",
    path: route`/api/2.0/mlflow/logged-models/${modelId}`,
  });
  const { artifact_uri: artifactUri, creation_timestamp_ms: createdAt = 0 } = answer.model.info;
  return { artifactUri, createdAt };
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
