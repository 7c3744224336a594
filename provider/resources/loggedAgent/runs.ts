import { z } from "zod";
import { runModel } from "../../artifacts/loggedModel.js";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { wasThere } from "../../lifecycle/gone.js";
import { modelTypeTag, nameTag } from "../../lifecycle/ownership.js";
import { tagEntries, tagList, tagMap } from "../../lifecycle/tags.js";
import type { PackagePlan } from "../../modelPackage/index.js";
import { createOnce, type Watch } from "../../wait/index.js";
import { batches } from "./batches.js";
import type { LoggedModel, ModelStore } from "./store.js";

// MLflow 2 knows no logged models: a model is a folder among the artifacts of a run, which it tells of itself
// (mlflow/tracking/client.py of 2.22). A model is named `<run id>/<folder>`, as `runs:/<run id>/<folder>` is.

const runInfo = z.object({
  run_id: z.string(),
  experiment_id: z.string(),
  run_name: z.string().optional(),
  status: z.string().optional(),
  start_time: z.coerce.number().optional(),
  artifact_uri: z.string().optional(),
  lifecycle_stage: z.string().optional(),
});
const runData = z.object({ info: runInfo, data: z.object({ tags: tagList }).optional() });
const run = z.object({ run: runData });
const foundRuns = z.object({ runs: z.array(runData).optional(), next_page_token: z.string().optional() });
const foundVersions = z.object({
  model_versions: z.array(z.object({ name: z.string(), version: z.coerce.string() })).optional(),
});

/** What the server notes of the models of a run. */
const historyTag = "mlflow.log-model.history";

/** Folder of a model among its run's artifacts: its name, unless a URI could not carry that. */
function folderOf(name: string): string {
  return /^[\p{L}\p{N} _()+=@!,-]+$/u.test(name) ? name : "model";
}

function fromWire({ info, data }: z.infer<typeof runData>, folder?: string): LoggedModel {
  const tags = tagMap(data?.tags);
  // A run can be renamed by hand, so its name of today is the last to be believed.
  const name = tags[nameTag] ?? folder ?? info.run_name ?? "";
  const modelId = `${info.run_id}/${folder ?? folderOf(name)}`;
  return {
    modelId,
    modelUri: `runs:/${modelId}`,
    experimentId: info.experiment_id,
    name,
    artifactUri: `${info.artifact_uri ?? ""}/${folder ?? folderOf(name)}`,
    createdAt: info.start_time ?? 0,
    ready: info.status === "FINISHED",
    pending: info.status === "RUNNING" || info.status === "SCHEDULED",
    tags,
  };
}

/** The models of an MLflow 2 server. */
export function runs(workspace: Workspace): ModelStore {
  const post = (verb: string, body: Record<string, string | number | { key: string; value: string }[]>) => ({
    method: "POST" as const,
    path: route`/api/2.0/mlflow/runs/${verb}`,
    body,
  });

  async function get(modelId: string): Promise<LoggedModel | undefined> {
    const { runId, folder } = runModel(modelId);
    try {
      const path = route`/api/2.0/mlflow/runs/get`;
      const found = (await workspace.json(run, { method: "GET", path, query: { run_id: runId } })).run;
      // A deleted run is shown until the server's owner collects it.
      return found.info.lifecycle_stage === "deleted" ? undefined : fromWire(found, folder);
    } catch (error) {
      if (isAgentsError(error) && error.code === "notFound") return undefined;
      throw error;
    }
  }

  async function note(watch: Watch, model: LoggedModel, plan: PackagePlan): Promise<void> {
    const { runId } = runModel(model.modelId);
    // Sent twice, the model would be listed twice.
    await createOnce(watch, {
      what: `the note of ${model.modelId} on its run`,
      send: async () => {
        await workspace.call(post("log-model", { run_id: runId, model_json: noteOf(model, plan) }));
        return "";
      },
      lookUp: async () => (await get(model.modelId))?.tags[historyTag],
    });
  }

  return {
    get,

    async search({ experimentId, name, tag }, page) {
      const { key, value } = tag ?? { key: nameTag, value: name ?? "" };
      const answer = await workspace.json(foundRuns, {
        method: "POST",
        path: route`/api/2.0/mlflow/runs/search`,
        body: {
          experiment_ids: [experimentId],
          // Names and digests hold no quote, so nothing can leave the filter.
          filter: `tags.\`${key}\` = '${value}'`,
          max_results: 50,
          order_by: ["attributes.start_time DESC"],
          page_token: page,
        },
        // A search only reads.
        safeToRepeat: true,
      });
      const next = answer.next_page_token;
      const models = (answer.runs ?? []).map((each) => fromWire(each));
      return { models, next: next === "" ? undefined : next };
    },

    async create(wanted) {
      const tags = {
        ...wanted.tags,
        [nameTag]: wanted.name,
        ...(wanted.modelType === undefined ? {} : { [modelTypeTag]: wanted.modelType }),
      };
      const answer = await workspace.json(
        run,
        post("create", {
          experiment_id: wanted.experimentId,
          run_name: wanted.name,
          start_time: Date.now(),
          tags: tagEntries(tags),
        }),
      );
      return fromWire(answer.run);
    },

    stamp: (model) => {
      const { runId, folder } = runModel(model.modelId);
      return { runId, artifactPath: folder, time: new Date(model.createdAt) };
    },

    async complete(watch, model, plan, params) {
      const { runId } = runModel(model.modelId);
      if (model.tags[historyTag] === undefined) await note(watch, model, plan);
      for (const some of batches(tagEntries(params))) {
        // The same parameter with the same value again is no error.
        await workspace.call({ ...post("log-batch", { run_id: runId, params: some }), safeToRepeat: true });
      }
      const body = { run_id: runId, status: "FINISHED", end_time: Date.now() };
      await workspace.call({ ...post("update", body), safeToRepeat: true });
      return { ...model, ready: true, pending: false };
    },

    async setTags(modelId, tags) {
      const body = { run_id: runModel(modelId).runId, tags: tagEntries(tags) };
      await workspace.call({ ...post("log-batch", body), safeToRepeat: true });
    },

    async deleteTag(modelId, key) {
      const request = post("delete-tag", { run_id: runModel(modelId).runId, key });
      return wasThere(workspace.call({ ...request, safeToRepeat: true }));
    },

    remove: (modelId) =>
      wasThere(workspace.call({ ...post("delete", { run_id: runModel(modelId).runId }), safeToRepeat: true })),

    async versions(model) {
      const { runId } = runModel(model.modelId);
      const path = route`/api/2.0/mlflow/model-versions/search`;
      const query = { filter: `run_id='${runId}'`, max_results: 1 };
      return (await workspace.json(foundVersions, { method: "GET", path, query })).model_versions ?? [];
    },
  };
}

/**
 * What a run tells of its model: as the Python client has it, but for what is long, because a tag holds 8000 characters
 * at most. MLmodel has it all.
 */
function noteOf(model: LoggedModel, { document, digest }: PackagePlan): string {
  const { runId, folder } = runModel(model.modelId);
  const long = new Set(["config", "artifacts"]);
  const flavors = Object.entries(Object(document.flavors)).map(([name, flavor]) => [
    name,
    Object.fromEntries(Object.entries(Object(flavor)).filter(([key]) => !long.has(key))),
  ]);
  return JSON.stringify({
    artifact_path: folder,
    flavors: Object.fromEntries(flavors),
    model_uuid: digest.slice(0, 32),
    run_id: runId,
    utc_time_created: new Date(model.createdAt).toISOString().replace("T", " ").replace("Z", "000"),
  });
}
