import { z } from "zod";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { wasThere } from "../../lifecycle/gone.js";
import { tagEntries, tagList, tagMap } from "../../lifecycle/tags.js";
import { createOnce, type Watch } from "../../wait/index.js";
import { batches, batchSize } from "./batches.js";
import type { LoggedModel, ModelStore, RegisteredVersion } from "./store.js";

// MLflow 3 and Databricks. Source: mlflow/protos/service.proto.

const modelInfo = z.object({
  model_id: z.string(),
  experiment_id: z.string(),
  name: z.string().optional(),
  artifact_uri: z.string().optional(),
  creation_timestamp_ms: z.coerce.number().optional(),
  // A number of the enum on some servers, its name on others; absent means unspecified.
  status: z.union([z.string(), z.number()]).optional(),
  tags: tagList,
});
const model = z.object({ model: z.object({ info: modelInfo }) });
const recorded = z.object({ model: z.object({ data: z.object({ params: tagList }).optional() }) });
const models = z.object({
  models: z.array(z.object({ info: modelInfo })).optional(),
  next_page_token: z.string().optional(),
});

const statusNames = ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY"];

function fromWire(info: z.infer<typeof modelInfo>): LoggedModel {
  const status = typeof info.status === "number" ? statusNames[info.status] : info.status;
  return {
    modelId: info.model_id,
    modelUri: `models:/${info.model_id}`,
    experimentId: info.experiment_id,
    name: info.name ?? "",
    artifactUri: info.artifact_uri ?? "",
    createdAt: info.creation_timestamp_ms ?? 0,
    ready: status === "LOGGED_MODEL_READY",
    pending: status === "LOGGED_MODEL_PENDING",
    tags: tagMap(info.tags),
  };
}

/** The models of an MLflow 3 server or of Databricks. */
export function loggedModels(workspace: Workspace): ModelStore {
  /** The parameters that did not fit into the call that made the model; one sent twice would be refused. */
  async function logMoreParams(watch: Watch, modelId: string, params: Record<string, string>): Promise<void> {
    const path = route`/api/2.0/mlflow/logged-models/${modelId}`;
    const read = async () => tagMap((await workspace.json(recorded, { method: "GET", path })).model.data?.params);
    const there = await read();
    const missing = tagEntries(params).filter(({ key }) => !Object.hasOwn(there, key));
    for (const some of batches(missing)) {
      const body = { model_id: modelId, params: some };
      await createOnce(watch, {
        what: `parameters of ${modelId}`,
        send: async () => {
          await workspace.call({ method: "POST", path: route`/api/2.0/mlflow/logged-models/${modelId}/params`, body });
          return true;
        },
        async lookUp() {
          const now = await read();
          return some.every(({ key }) => Object.hasOwn(now, key)) ? true : undefined;
        },
      });
    }
  }

  return {
    async get(modelId) {
      try {
        const path = route`/api/2.0/mlflow/logged-models/${modelId}`;
        return fromWire((await workspace.json(model, { method: "GET", path })).model.info);
      } catch (error) {
        if (isAgentsError(error) && error.code === "notFound") return undefined;
        throw error;
      }
    },

    async search({ experimentId, name, tag }, page) {
      const answer = await workspace.json(models, {
        method: "POST",
        path: route`/api/2.0/mlflow/logged-models/search`,
        body: {
          experiment_ids: [experimentId],
          // Names and digests hold no quote, so nothing can leave the filter.
          filter: tag === undefined ? `name = '${name ?? ""}'` : `tags.\`${tag.key}\` = '${tag.value}'`,
          max_results: 50,
          order_by: [{ field_name: "creation_timestamp", ascending: false }],
          page_token: page,
        },
        // A search only reads.
        safeToRepeat: true,
      });
      const next = answer.next_page_token;
      return { models: (answer.models ?? []).map(({ info }) => fromWire(info)), next: next === "" ? undefined : next };
    },

    async create(wanted) {
      const answer = await workspace.json(model, {
        method: "POST",
        path: route`/api/2.0/mlflow/logged-models`,
        body: {
          experiment_id: wanted.experimentId,
          name: wanted.name,
          model_type: wanted.modelType,
          params: batches(tagEntries(wanted.params))[0] ?? [],
          tags: tagEntries({ ...linkedPrompts(wanted.prompts), ...wanted.tags }),
        },
      });
      return fromWire(answer.model.info);
    },

    stamp: ({ modelId, artifactUri, createdAt }) => ({
      modelId,
      artifactPath: artifactUri,
      time: new Date(createdAt),
    }),

    async complete(watch, { modelId }, _plan, params) {
      if (Object.keys(params).length > batchSize) await logMoreParams(watch, modelId, params);
      const answer = await workspace.json(model, {
        method: "PATCH",
        path: route`/api/2.0/mlflow/logged-models/${modelId}`,
        // The id is in the body as well: the Python client sends it, and Databricks' route wants it.
        body: { model_id: modelId, status: "LOGGED_MODEL_READY" },
        safeToRepeat: true,
      });
      return fromWire(answer.model.info);
    },

    async setTags(modelId, tags) {
      await workspace.call({
        method: "PATCH",
        path: route`/api/2.0/mlflow/logged-models/${modelId}/tags`,
        body: { model_id: modelId, tags: tagEntries(tags) },
        safeToRepeat: true,
      });
    },

    async deleteTag(modelId, key) {
      const path = route`/api/2.0/mlflow/logged-models/${modelId}/tags/${key}`;
      return wasThere(workspace.call({ method: "DELETE", path }));
    },

    remove: (modelId) =>
      wasThere(workspace.call({ method: "DELETE", path: route`/api/2.0/mlflow/logged-models/${modelId}` })),

    versions: async ({ tags }) => notedVersions(tags["mlflow.modelVersions"]),
  };
}

/**
 * The tag by which MLflow's page of a prompt finds the models that use it (`LINKED_PROMPTS` in mlflow/tracing/constant.py). An alias can
 * move, and the tag names versions, so an agent that names its prompts by alias is not listed there.
 */
function linkedPrompts(prompts: readonly string[]): Record<string, string> {
  const versions = prompts.flatMap((uri) => {
    const [, name, version] = /^prompts:\/([^/]+)\/(\d+)$/.exec(uri) ?? [];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
  return versions.length === 0 ? {} : { "mlflow.linkedPrompts": JSON.stringify(versions) };
}

const versionsTag = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.object({ name: z.string(), version: z.coerce.string() })));

/** The server notes versions on the model and leaves them there when a version goes. */
function notedVersions(note: string | undefined): RegisteredVersion[] | undefined {
  if (note === undefined) return [];
  const versions = versionsTag.safeParse(note);
  return versions.success ? versions.data : undefined;
}
