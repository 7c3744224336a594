import { z } from "zod";
import { notFound } from "../errors.js";
import { parseBody, parseQuery } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import type { ModelVersion, RegisteredModel } from "../registry/entities.js";
import { parseModelName } from "../registry/modelName.js";
import { callerName } from "./caller.js";
import { temporaryCredentials } from "./unityCatalogMlflow.js";

const service = "Unity Catalog models";
const base = "/api/2.1/unity-catalog/models";

const parts = z.object({ catalog_name: z.string(), schema_name: z.string() });
const tag = z.object({ key: z.string(), value: z.string().default("") });
const listed = z.object({
  catalog_name: z.string().optional(),
  schema_name: z.string().optional(),
  max_results: z.coerce.number().int().optional(),
  page_token: z.string().optional(),
});
const withAliases = z.object({ include_aliases: z.string().optional() });
const dependency = z.object({
  table: z.object({ table_full_name: z.string() }).optional(),
  function: z.object({ function_full_name: z.string() }).optional(),
  connection: z.object({ connection_name: z.string() }).optional(),
});
const newVersion = parts.extend({
  model_name: z.string(),
  source: z.string(),
  run_id: z.string().optional(),
  model_id: z.string().optional(),
  comment: z.string().optional(),
  tags: z.array(tag).optional(),
  model_version_dependencies: z.object({ dependencies: z.array(dependency).optional() }).optional(),
});

/** The model routes of Unity Catalog itself, as the SDK uses them. */
export const unityCatalogRoutes: readonly Route[] = [
  route("POST", "", async (call) => {
    const body = await parseBody(
      call,
      parts.extend({
        name: z.string(),
        comment: z.string().optional(),
        tags: z.array(tag).optional(),
        deployment_job_id: z.coerce.string().optional(),
      }),
    );
    const name = `${body.catalog_name}.${body.schema_name}.${body.name}`;
    const { comment: description, tags, deployment_job_id: deploymentJobId } = body;
    const input = { name, description, tags, deploymentJobId, user: callerName(call) };
    return { body: wireModel(call, await call.services.models.createModel(input)) };
  }),
  route("GET", "", async (call) => {
    const query = parseQuery(call, listed);
    const page = { limit: query.max_results === 0 ? undefined : query.max_results, token: query.page_token };
    const found = await call.services.models.listModels(page, query.catalog_name, query.schema_name);
    const listedModels = found.models.map((item) => listedOnly(wireModel(call, item)));
    return { body: { registered_models: listedModels, ...next(found.next) } };
  }),
  route("POST", "/versions", async (call) => {
    const body = await parseBody(call, newVersion);
    const version = await call.services.models.createVersion({
      name: `${body.catalog_name}.${body.schema_name}.${body.model_name}`,
      source: body.source,
      runId: body.run_id,
      modelId: body.model_id,
      description: body.comment,
      tags: body.tags,
      dependencies: (body.model_version_dependencies?.dependencies ?? []).flatMap((item) => [
        ...(item.table === undefined ? [] : [{ type: "DATABRICKS_TABLE", name: item.table.table_full_name }]),
        ...(item.function === undefined
          ? []
          : [{ type: "DATABRICKS_UC_FUNCTION", name: item.function.function_full_name }]),
        ...(item.connection === undefined
          ? []
          : [{ type: "DATABRICKS_UC_CONNECTION", name: item.connection.connection_name }]),
      ]),
      user: callerName(call),
    });
    return { body: wireVersion(call, version, true) };
  }),
  {
    service,
    method: "POST",
    path: "/api/2.1/unity-catalog/temporary-model-version-credentials",
    access: "member",
    handle: () => ({ body: temporaryCredentials() }),
  },
  route("GET", "/{model}", async (call) =>
    modelAnswer(call, await call.services.models.getModel(model(call)), parseQuery(call, withAliases)),
  ),
  route("PATCH", "/{model}", async (call) => {
    // Aliases in the body are ignored without a word, as Unity Catalog does.
    const body = await parseBody(
      call,
      z.object({
        comment: z.string().optional(),
        new_name: z.string().optional(),
        owner: z.string().optional(),
        deployment_job_id: z.coerce.string().optional(),
      }),
    );
    const newName = body.new_name === undefined ? undefined : model(call).replace(/[^.]+$/, body.new_name);
    const changed = await call.services.models.updateModel(model(call), {
      description: body.comment,
      newName,
      owner: body.owner,
      deploymentJobId: body.deployment_job_id,
    });
    return { body: wireModel(call, changed) };
  }),
  route("DELETE", "/{model}", async (call) => {
    await call.services.models.deleteModel(model(call));
    return {};
  }),
  route("GET", "/{model}/versions", async (call) => {
    const query = parseQuery(call, listed);
    const page = { limit: query.max_results === 0 ? undefined : query.max_results, token: query.page_token };
    await call.services.models.getModel(model(call));
    const found = await call.services.models.listVersions(model(call), page);
    const versions = found.versions.map((item) => listedOnly(wireVersion(call, item, false)));
    return { body: { model_versions: versions, ...next(found.next) } };
  }),
  {
    ...route("GET", "/{model}/versions/{version}", async (call) => {
      const version = await call.services.models.getVersion(model(call), number(call));
      return { body: wireVersion(call, version, parseQuery(call, withAliases).include_aliases === "true") };
    }),
    reads: (call) => ({ name: model(call), version: number(call) }),
  },
  route("PATCH", "/{model}/versions/{version}", async (call) => {
    const { comment } = await parseBody(call, z.object({ comment: z.string().optional() }));
    const { models } = call.services;
    const version =
      comment === undefined
        ? await models.getVersion(model(call), number(call))
        : await models.updateVersion(model(call), number(call), comment);
    return { body: wireVersion(call, version, false) };
  }),
  route("PATCH", "/{model}/versions/{version}/finalize", async (call) => ({
    body: wireVersion(call, await call.services.models.finalize(model(call), number(call)), false),
  })),
  route("DELETE", "/{model}/versions/{version}", async (call) => {
    await call.services.models.deleteVersion(model(call), number(call));
    return {};
  }),
  route("PUT", "/{model}/aliases/{alias}", async (call) => {
    const { version_num: version } = await parseBody(call, z.object({ version_num: z.coerce.number().int() }));
    const alias = aliasOf(call);
    await call.services.models.setAlias(model(call), alias, String(version));
    return { body: wireAlias(call, model(call), alias, version) };
  }),
  route("GET", "/{model}/aliases/{alias}", async (call) => {
    const version = await call.services.models.versionByAlias(model(call), aliasOf(call));
    return { body: wireVersion(call, version, true) };
  }),
  route("DELETE", "/{model}/aliases/{alias}", async (call) => {
    const { aliases } = await call.services.models.getModel(model(call));
    const alias = aliasOf(call);
    if (!aliases.some((item) => item.alias === alias)) {
      throw notFound(`Registered model alias '${alias}' does not exist.`);
    }
    await call.services.models.deleteAlias(model(call), alias);
    return {};
  }),
];

function route(method: string, path: string, handle: Route["handle"]): Route {
  return { service, method, path: base + path, access: "member", handle };
}

function model(call: Pick<Call, "params">): string {
  return parseModelName(call.params.model ?? "").full;
}

function aliasOf(call: Call): string {
  return (call.params.alias ?? "").toLowerCase();
}

function number(call: Pick<Call, "params">): string {
  return call.params.version ?? "";
}

function next(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { next_page_token: token };
}

function modelAnswer(call: Call, found: RegisteredModel, query: z.infer<typeof withAliases>): Answer {
  const aliases = found.aliases.map((item) => wireAlias(call, found.name, item.alias, Number(item.version)));
  return {
    body: { ...wireModel(call, found), ...(query.include_aliases === "true" && aliases.length > 0 ? { aliases } : {}) },
  };
}

/** A list answers neither tags nor aliases (mlflow/store/_unity_catalog/registry/uc_native_rest_store.py). */
function listedOnly({ tags: _tags, aliases: _aliases, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

function wireAlias(call: Call, name: string, alias: string, version: number): Record<string, unknown> {
  const { catalog, schema, model: last } = parseModelName(name);
  return {
    alias_name: alias,
    version_num: version,
    catalog_name: catalog,
    schema_name: schema,
    model_name: last,
    id: `${call.services.credentials.workspaceId}-${name}-${alias}`,
  };
}

function wireModel(call: Call, found: RegisteredModel): Record<string, unknown> {
  const { catalog, schema, model: last } = parseModelName(found.name);
  return {
    name: last,
    catalog_name: catalog,
    schema_name: schema,
    full_name: found.name,
    owner: found.owner,
    ...(found.description === "" ? {} : { comment: found.description }),
    created_at: found.createdAt,
    created_by: found.createdBy,
    updated_at: found.updatedAt,
    updated_by: found.createdBy,
    storage_location: `mlflow-artifacts:/Models/${catalog}/${schema}/${last}`,
    metastore_id: metastore(call),
    ...(found.tags.length > 0 ? { tags: found.tags } : {}),
    ...(found.deploymentJobId === "" ? {} : { deployment_job_id: found.deploymentJobId }),
  };
}

function wireVersion(call: Call, version: ModelVersion, aliases: boolean): Record<string, unknown> {
  const { catalog, schema, model: last } = parseModelName(version.name);
  const dependencies = version.dependencies.flatMap(wireDependency);
  const named = version.aliases.map((alias) => wireAlias(call, version.name, alias, Number(version.version)));
  return {
    model_name: last,
    catalog_name: catalog,
    schema_name: schema,
    version: Number(version.version),
    source: version.source,
    ...(version.description === "" ? {} : { comment: version.description }),
    ...(version.runId === "" ? {} : { run_id: version.runId }),
    ...(version.modelId === "" ? {} : { model_id: version.modelId }),
    status: version.status,
    storage_location: version.storageLocation,
    created_at: version.createdAt,
    created_by: version.createdBy,
    updated_at: version.updatedAt,
    updated_by: version.createdBy,
    metastore_id: metastore(call),
    ...(dependencies.length > 0 ? { model_version_dependencies: { dependencies } } : {}),
    ...(version.tags.length > 0 ? { tags: version.tags } : {}),
    ...(aliases && named.length > 0 ? { aliases: named } : {}),
  };
}

function wireDependency({ type, name }: { type: string; name: string }): Record<string, unknown>[] {
  switch (type) {
    case "DATABRICKS_TABLE":
    case "DATABRICKS_VECTOR_INDEX":
      return [{ table: { table_full_name: name } }];
    case "DATABRICKS_UC_FUNCTION":
      return [{ function: { function_full_name: name } }];
    case "DATABRICKS_UC_CONNECTION":
      return [{ connection: { connection_name: name } }];
    default:
      return [];
  }
}

function metastore(call: Call): string {
  return `local-${call.services.credentials.workspaceId}`;
}
