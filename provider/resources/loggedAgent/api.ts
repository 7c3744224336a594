import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { experimentName } from "../../lifecycle/experimentName.js";

// What both protocols of store.ts share: experiments and the registry. One function per REST call; wire types; no
// decisions. Source: MLflow's REST API (mlflow/protos/service.proto).

const experiment = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const created = z.object({ experiment_id: z.string() });
const modelVersion = z.object({ model_version: z.object({ version: z.coerce.string() }) });

/** `GET experiments/get-by-name`: id, or undefined when there is none. */
export async function getExperiment(workspace: Workspace, name: string): Promise<string | undefined> {
  try {
    const answer = await workspace.json(experiment, {
      method: "GET",
      path: route`/api/2.0/mlflow/experiments/get-by-name`,
      query: { experiment_name: experimentName(workspace, name) },
    });
    return answer.experiment.experiment_id;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}

/** `POST experiments/create`. @throws AgentsError `alreadyExists`, `notFound` where its folder is missing (Databricks) */
export async function createExperiment(workspace: Workspace, name: string): Promise<string> {
  const answer = await workspace.json(created, {
    method: "POST",
    path: route`/api/2.0/mlflow/experiments/create`,
    body: { name: experimentName(workspace, name) },
  });
  return answer.experiment_id;
}

/** `POST workspace/mkdirs`: a folder of the workspace's tree, with those above it. One that is there already is no error. */
export async function makeFolder(workspace: Workspace, path: string): Promise<void> {
  await workspace.call({
    method: "POST",
    path: route`/api/2.0/workspace/mkdirs`,
    body: { path },
    safeToRepeat: true,
  });
}

/** Whether a version exists in the workspace's registry (`GET model-versions/get`). */
export async function versionExists(workspace: Workspace, name: string, version: string): Promise<boolean> {
  try {
    await workspace.json(modelVersion, {
      method: "GET",
      path:
        workspace.registry === "unityCatalog"
          ? route`/api/2.0/mlflow/unity-catalog/model-versions/get`
          : route`/api/2.0/mlflow/model-versions/get`,
      query: { name, version },
    });
    return true;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return false;
    throw error;
  }
}
