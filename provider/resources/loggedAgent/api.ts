import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { unlessGone } from "../../lifecycle/gone.js";
import { tagEntries, tagList, tagMap } from "../../lifecycle/tags.js";

// One function per REST call; wire types; no decisions. Source: MLflow's REST API (mlflow/protos/service.proto).

const experiment = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const created = z.object({ experiment_id: z.string() });
const modelInfo = z.object({
  model_id: z.string(),
  experiment_id: z.string(),
  name: z.string().optional(),
  artifact_uri: z.string().optional(),
  creation_timestamp_ms: z.coerce.number().optional(),
  // A number of the enum on some servers, its name on others; absent means unspecified.
  status: z.union([z.string(), z.number()]).optional(),
  model_type: z.string().optional(),
  tags: tagList,
});
const model = z.object({ model: z.object({ info: modelInfo }) });
const models = z.object({
  models: z.array(z.object({ info: modelInfo })).optional(),
  next_page_token: z.string().optional(),
});
const modelVersion = z.object({ model_version: z.object({ version: z.string() }) });

/** A logged model, as far as it matters here. */
export interface LoggedModel {
  modelId: string;
  experimentId: string;
  name: string;
  artifactUri: string;
  createdAt: number;
  ready: boolean;
  pending: boolean;
  tags: Record<string, string>;
}

const statusNames = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY"];

function fromWire(info: z.infer<typeof modelInfo>): LoggedModel {
  const status = typeof info.status === "number" ? statusNames[info.status] : info.status;
  return {
    modelId: info.model_id,
    experimentId: info.experiment_id,
    name: info.name ?? "",
    artifactUri: info.artifact_uri ?? "",
    createdAt: info.creation_timestamp_ms ?? 0,
    ready: status === "LOGGED_MODEL_READY",
    pending: status === "LOGGED_MODEL_PENDING",
    tags: tagMap(info.tags),
  };
}

/** `GET experiments/get-by-name`: id, or undefined when there is none. */
export async function getExperiment(workspace: Workspace, name: string): Promise<string | undefined> {
  try {
    const answer = await workspace.json(experiment, {
      method: "GET",
      path: route`/api/2.0/mlflow/experiments/get-by-name`,
      query: { experiment_name: name },
    });
    return answer.experiment.experiment_id;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}

/** `POST experiments/create`. @throws AgentsError `alreadyExists` */
export async function createExperiment(workspace: Workspace, name: string): Promise<string> {
  const answer = await workspace.json(created, {
    method: "POST",
    path: route`/api/2.0/mlflow/experiments/create`,
    body: { name },
  });
  return answer.experiment_id;
}

/** `POST logged-models`: a model that is PENDING until its files are there. */
export async function createModel(
  workspace: Workspace,
  wanted: {
    experimentId: string;
    name: string;
    modelType: string | undefined;
    params: Record<string, string>;
    tags: Record<string, string>;
  },
): Promise<LoggedModel> {
  const answer = await workspace.json(model, {
    method: "POST",
    path: route`/api/2.0/mlflow/logged-models`,
    body: {
      experiment_id: wanted.experimentId,
      name: wanted.name,
      model_type: wanted.modelType,
      params: tagEntries(wanted.params),
      tags: tagEntries(wanted.tags),
    },
  });
  return fromWire(answer.model.info);
}

/** `GET logged-models/{id}`, or undefined when there is none. */
export async function getModel(workspace: Workspace, modelId: string): Promise<LoggedModel | undefined> {
  try {
    const answer = await workspace.json(model, {
      method: "GET",
      path: route`/api/2.0/mlflow/logged-models/${modelId}`,
    });
    return fromWire(answer.model.info);
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return undefined;
    throw error;
  }
}

/** `POST logged-models/search`, one page, newest first. Only reads, so it may be repeated. */
export async function searchModels(
  workspace: Workspace,
  experimentId: string,
  filter: string,
  pageToken?: string,
): Promise<{ models: LoggedModel[]; next: string | undefined }> {
  const answer = await workspace.json(models, {
    method: "POST",
    path: route`/api/2.0/mlflow/logged-models/search`,
    body: {
      experiment_ids: [experimentId],
      filter,
      max_results: 50,
      order_by: [{ field_name: "creation_timestamp", ascending: false }],
      page_token: pageToken,
    },
    safeToRepeat: true,
  });
  const next = answer.next_page_token;
  return { models: (answer.models ?? []).map(({ info }) => fromWire(info)), next: next === "" ? undefined : next };
}

/** `PATCH logged-models/{id}`: marks the model as complete. Setting a status twice is harmless. */
export async function finalizeModel(workspace: Workspace, modelId: string): Promise<LoggedModel> {
  const answer = await workspace.json(model, {
    method: "PATCH",
    path: route`/api/2.0/mlflow/logged-models/${modelId}`,
    // The id is in the body as well: the Python client sends it, and Databricks' route wants it.
    body: { model_id: modelId, status: "LOGGED_MODEL_READY" },
    safeToRepeat: true,
  });
  return fromWire(answer.model.info);
}

/** `PATCH logged-models/{id}/tags`. */
export async function setTags(workspace: Workspace, modelId: string, tags: Record<string, string>): Promise<void> {
  await workspace.call({
    method: "PATCH",
    path: route`/api/2.0/mlflow/logged-models/${modelId}/tags`,
    body: { model_id: modelId, tags: tagEntries(tags) },
    safeToRepeat: true,
  });
}

/** `DELETE logged-models/{id}/tags/{key}`. */
export async function deleteTag(workspace: Workspace, modelId: string, key: string): Promise<void> {
  await unlessGone(
    workspace.call({ method: "DELETE", path: route`/api/2.0/mlflow/logged-models/${modelId}/tags/${key}` }),
  );
}

/** `DELETE logged-models/{id}`. */
export async function deleteModel(workspace: Workspace, modelId: string): Promise<void> {
  await unlessGone(workspace.call({ method: "DELETE", path: route`/api/2.0/mlflow/logged-models/${modelId}` }));
}

/** Whether a version of a plain registry exists (`GET model-versions/get`). */
export async function versionExists(workspace: Workspace, name: string, version: string): Promise<boolean> {
  try {
    await workspace.json(modelVersion, {
      method: "GET",
      path: route`/api/2.0/mlflow/model-versions/get`,
      query: { name, version },
    });
    return true;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return false;
    throw error;
  }
}
