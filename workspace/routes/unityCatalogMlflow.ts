import { z } from "zod";
import { parseBody, parseQuery } from "../http/body.js";
import type { Answer, Route } from "../http/route.js";
import type { ModelVersion, RegisteredModel } from "../registry/entities.js";
import { callerName } from "./caller.js";

const service = "Unity Catalog models (MLflow's dialect)";
const base = "/api/2.0/mlflow/unity-catalog";

const tag = z.object({ key: z.string(), value: z.string().default("") });
const named = z.object({ name: z.string() });
const versioned = named.extend({ version: z.coerce.string() });
const aliased = named.extend({ alias: z.string() });
const page = z.object({ max_results: z.coerce.number().int().optional(), page_token: z.string().optional() });
const job = z.object({ deployment_job_id: z.coerce.string().optional() });
const newModel = named.extend({ description: z.string().optional(), tags: z.array(tag).optional(), ...job.shape });
const changedModel = named.extend({
  new_name: z.string().optional(),
  description: z.string().optional(),
  ...job.shape,
});
const newVersion = named.extend({
  source: z.string(),
  run_id: z.string().optional(),
  model_id: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(tag).optional(),
  model_version_dependencies: z.array(z.object({ type: z.string(), name: z.string() })).optional(),
});

/** The model routes that MLflow's client uses for a `databricks-uc` registry. */
export const unityCatalogMlflowRoutes: readonly Route[] = [
  route("POST", "registered-models/create", async (call) => {
    const { deployment_job_id: deploymentJobId, ...body } = await parseBody(call, newModel);
    return modelAnswer(await call.services.models.createModel({ ...body, deploymentJobId, user: callerName(call) }));
  }),
  route("GET", "registered-models/get", async (call) =>
    modelAnswer(await call.services.models.getModel(parseQuery(call, named).name)),
  ),
  route("PATCH", "registered-models/update", async (call) => {
    const body = await parseBody(call, changedModel);
    const { name, new_name: newName, description, deployment_job_id: deploymentJobId } = body;
    return modelAnswer(await call.services.models.updateModel(name, { newName, description, deploymentJobId }));
  }),
  route("DELETE", "registered-models/delete", async (call) => {
    await call.services.models.deleteModel((await parseBody(call, named)).name);
    return {};
  }),
  route("GET", "registered-models/search", async (call) => {
    const query = parseQuery(call, page);
    const found = await call.services.models.listModels({ limit: query.max_results, token: query.page_token });
    return {
      body: { registered_models: found.models.map((model) => searched(wireModel(model))), ...next(found.next) },
    };
  }),
  route("POST", "registered-models/set-tag", async (call) => {
    const { name, key, value } = await parseBody(call, named.extend(tag.shape));
    await call.services.models.setModelTag(name, { key, value });
    return {};
  }),
  route("DELETE", "registered-models/delete-tag", async (call) => {
    const { name, key } = await parseBody(call, named.extend({ key: z.string() }));
    await call.services.models.deleteModelTag(name, key);
    return {};
  }),
  route("POST", "registered-models/alias", async (call) => {
    const { name, alias, version } = await parseBody(call, versioned.extend({ alias: z.string() }));
    await call.services.models.setAlias(name, alias, version);
    return {};
  }),
  route("DELETE", "registered-models/alias", async (call) => {
    const { name, alias } = await parseBody(call, aliased);
    await call.services.models.deleteAlias(name, alias);
    return {};
  }),
  route("GET", "registered-models/alias", async (call) => {
    const { name, alias } = parseQuery(call, aliased);
    return versionAnswer(await call.services.models.versionByAlias(name, alias));
  }),
  route("GET", "registered-models:is-databricks-sdk-models-artifact-repository-enabled", () => ({
    body: { is_databricks_sdk_models_artifact_repository_enabled: true },
  })),
  route("POST", "model-versions/create", async (call) => {
    const body = await parseBody(call, newVersion);
    const { run_id: runId, model_id: modelId, model_version_dependencies: dependencies, ...rest } = body;
    const version = await call.services.models.createVersion({
      ...rest,
      runId: runId === "" ? undefined : runId,
      modelId: modelId === "" ? undefined : modelId,
      dependencies,
      user: callerName(call),
    });
    return versionAnswer(version);
  }),
  {
    ...route("GET", "model-versions/get", async (call) => {
      const { name, version } = parseQuery(call, versioned);
      return versionAnswer(await call.services.models.getVersion(name, version));
    }),
    reads: (call) => parseQuery(call, versioned),
  },
  route("POST", "model-versions/finalize", async (call) => {
    const { name, version } = await parseBody(call, versioned);
    return versionAnswer(await call.services.models.finalize(name, version));
  }),
  route("PATCH", "model-versions/update", async (call) => {
    const { name, version, description } = await parseBody(call, versioned.extend({ description: z.string() }));
    return versionAnswer(await call.services.models.updateVersion(name, version, description));
  }),
  route("DELETE", "model-versions/delete", async (call) => {
    const { name, version } = await parseBody(call, versioned);
    await call.services.models.deleteVersion(name, version);
    return {};
  }),
  route("GET", "model-versions/search", async (call) => {
    const query = parseQuery(call, page.extend({ filter: z.string().default("") }));
    const found = await call.services.models.searchVersions(query.filter, {
      limit: query.max_results,
      token: query.page_token,
    });
    return { body: { model_versions: found.versions.map((item) => searched(wireVersion(item))), ...next(found.next) } };
  }),
  route("POST", "model-versions/set-tag", async (call) => {
    const { name, version, key, value } = await parseBody(call, versioned.extend(tag.shape));
    await call.services.models.setVersionTag(name, version, { key, value });
    return {};
  }),
  route("DELETE", "model-versions/delete-tag", async (call) => {
    const { name, version, key } = await parseBody(call, versioned.extend({ key: z.string() }));
    await call.services.models.deleteVersionTag(name, version, key);
    return {};
  }),
  {
    ...route("GET", "model-versions/get-download-uri", async (call) => {
      const { name, version } = parseQuery(call, versioned);
      return { body: { artifact_uri: (await call.services.models.getVersion(name, version)).storageLocation } };
    }),
    reads: (call) => parseQuery(call, versioned),
  },
  route("POST", "model-versions/generate-temporary-credentials", async (call) => {
    const { name, version } = await parseBody(call, versioned);
    await call.services.models.getVersion(name, version);
    return { body: { credentials: temporaryCredentials() } };
  }),
  route("POST", "model-versions/emit-lineage", () => ({})),
];

/** Credentials that send the client to the Files API: the workspace has no cloud store of its own. */
export function temporaryCredentials(): Record<string, unknown> {
  return { storage_mode: "DEFAULT_STORAGE", expiration_time: Date.now() + 900_000 };
}

function route(method: string, path: string, handle: Route["handle"]): Route {
  return { service, method, path: `${base}/${path}`, access: "member", handle };
}

function modelAnswer(model: RegisteredModel): Answer {
  return { body: { registered_model: wireModel(model) } };
}

function versionAnswer(version: ModelVersion): Answer {
  return { body: { model_version: wireVersion(version) } };
}

function next(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { next_page_token: token };
}

/** A search answers neither tags nor aliases (mlflow's `ModelVersionSearch` and `RegisteredModelSearch` have none). */
function searched({ tags: _tags, aliases: _aliases, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

function wireModel(model: RegisteredModel): Record<string, unknown> {
  return {
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    user_id: model.createdBy,
    description: model.description,
    aliases: model.aliases,
    tags: model.tags,
    ...(model.deploymentJobId === "" ? {} : { deployment_job_id: model.deploymentJobId }),
  };
}

function wireVersion(version: ModelVersion): Record<string, unknown> {
  return {
    name: version.name,
    version: version.version,
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.updatedAt,
    user_id: version.createdBy,
    description: version.description,
    source: version.source,
    run_id: version.runId,
    status: version.status,
    storage_location: version.storageLocation,
    aliases: version.aliases.map((alias) => ({ alias, version: version.version })),
    tags: version.tags,
    model_id: version.modelId,
  };
}
