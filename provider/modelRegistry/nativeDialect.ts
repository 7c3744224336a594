import { z } from "zod";
import { type ApiPath, type ApiRequest, route, type Workspace } from "../http/index.js";
import { unlessAbsent, wasThere } from "../lifecycle/gone.js";
import { tagEntries, tagList, tagMap } from "../lifecycle/tags.js";
import {
  type FoundVersion,
  type Model,
  type NewModel,
  type NewVersion,
  type Registry,
  statusOf,
  type Version,
} from "./types.js";

const model = z.object({
  full_name: z.string(),
  comment: z.string().optional(),
  owner: z.string().optional(),
  aliases: z.array(z.object({ alias_name: z.string(), version_num: z.coerce.string() })).optional(),
  tags: tagList,
  deployment_job_id: z.string().optional(),
});
const version = z.object({
  version: z.coerce.string(),
  status: z.string().optional(),
  source: z.string().optional(),
  comment: z.string().optional(),
  run_id: z.string().optional(),
  tags: tagList,
});
const versions = z.object({ model_versions: z.array(version).optional(), next_page_token: z.string().optional() });

/**
 * Unity Catalog's own dialect below `/api/2.1/unity-catalog`
 * (mlflow/store/_unity_catalog/registry/uc_native_rest_store.py, unity_catalog_service.proto).
 */
export class NativeDialect implements Registry {
  readonly foldsCase = true;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** `GET models/{full}`; aliases come only when they are asked for. */
  async getModel(name: string): Promise<Model | undefined> {
    const query = { include_aliases: true };
    const found = await unlessAbsent(this.#workspace.json(model, { method: "GET", path: modelPath(name), query }));
    if (found === undefined) return undefined;
    return {
      name: found.full_name,
      description: found.comment ?? "",
      aliases: Object.fromEntries((found.aliases ?? []).map((each) => [each.alias_name, each.version_num])),
      tags: tagMap(found.tags),
      deploymentJobId: found.deployment_job_id ?? "",
      owner: found.owner,
    };
  }

  /** `POST models`. */
  async createModel(wanted: NewModel): Promise<void> {
    const { catalog, schema, last } = parts(wanted.name);
    const body = {
      name: last,
      catalog_name: catalog,
      schema_name: schema,
      comment: wanted.description,
      tags: tagEntries(wanted.tags),
      deployment_job_id: wanted.deploymentJobId,
    };
    await this.#workspace.call({ method: "POST", path: route`/api/2.1/unity-catalog/models`, body });
  }

  /** `PATCH models/{full}`. */
  async updateModel(name: string, change: { description?: string; deploymentJobId?: string }): Promise<void> {
    const body = { comment: change.description, deployment_job_id: change.deploymentJobId };
    await this.#workspace.call({ method: "PATCH", path: modelPath(name), body, safeToRepeat: true });
  }

  /** `DELETE models/{full}`. */
  deleteModel(name: string): Promise<boolean> {
    return wasThere(this.#workspace.call({ method: "DELETE", path: modelPath(name) }));
  }

  /** `PATCH securable-tags/FUNCTION/{full}`: all in one call. Models are of the securable type *function*. */
  async changeModelTags(
    name: string,
    set: Readonly<Record<string, string>>,
    remove: readonly string[],
  ): Promise<string[]> {
    if (Object.keys(set).length === 0 && remove.length === 0) return [];
    const path = route`/api/2.1/unity-catalog/securable-tags/FUNCTION/${name}`;
    const body = { changes: { add_tags: tagEntries(set), remove: [...remove] } };
    const change = this.#workspace.call({ method: "PATCH", path, body, safeToRepeat: true });
    if (Object.keys(set).length > 0) await change;
    else if (!(await wasThere(change))) return [...remove];
    return [];
  }

  /** `POST models/versions`. Only three kinds of dependency have a form here. */
  async createVersion(wanted: NewVersion): Promise<Version> {
    const { catalog, schema, last } = parts(wanted.name);
    const dependencies = wanted.dependencies.flatMap(dependency);
    const body = {
      model_name: last,
      catalog_name: catalog,
      schema_name: schema,
      source: wanted.source,
      comment: wanted.description,
      run_id: wanted.runId,
      model_id: wanted.modelId,
      tags: tagEntries(wanted.tags),
      model_version_dependencies: dependencies.length === 0 ? undefined : { dependencies },
    };
    const path = route`/api/2.1/unity-catalog/models/versions`;
    return fromWire(await this.#workspace.json(version, { method: "POST", path, body }));
  }

  /** `GET models/{full}/versions/{n}`. */
  getVersion(name: string, number: string): Promise<Version | undefined> {
    return this.#version(versionPath(name, number));
  }

  /** `GET models/{full}/aliases/{alias}`. */
  getVersionByAlias(name: string, alias: string): Promise<Version | undefined> {
    return this.#version(aliasPath(name, alias));
  }

  /** `GET models/{full}/versions`, all pages. It answers no tags. */
  async searchVersions(name: string): Promise<FoundVersion[]> {
    const found: FoundVersion[] = [];
    let page: string | undefined;
    do {
      const answer = await this.#workspace.json(versions, {
        method: "GET",
        path: route`/api/2.1/unity-catalog/models/${name}/versions`,
        query: { page_token: page },
      });
      found.push(...(answer.model_versions ?? []).map((each) => ({ ...fromWire(each), tags: undefined })));
      page = answer.next_page_token === "" ? undefined : answer.next_page_token;
    } while (page !== undefined);
    return found.sort((a, b) => Number(b.version) - Number(a.version));
  }

  /** `PATCH models/{full}/versions/{n}/finalize`. */
  async finalizeVersion(name: string, number: string): Promise<Version> {
    const path = route`/api/2.1/unity-catalog/models/${name}/versions/${number}/finalize`;
    const body = { full_name: name, version: Number(number) };
    return fromWire(await this.#workspace.json(version, { method: "PATCH", path, body, safeToRepeat: true }));
  }

  /** `DELETE models/{full}/versions/{n}`. */
  deleteVersion(name: string, number: string): Promise<boolean> {
    return wasThere(this.#workspace.call({ method: "DELETE", path: versionPath(name, number) }));
  }

  /** `PUT models/{full}/aliases/{alias}`. */
  async setAlias(name: string, alias: string, number: string): Promise<void> {
    const body = { version_num: Number(number) };
    await this.#workspace.call({ method: "PUT", path: aliasPath(name, alias), body });
  }

  /** `DELETE models/{full}/aliases/{alias}`. */
  deleteAlias(name: string, alias: string): Promise<boolean> {
    return wasThere(this.#workspace.call({ method: "DELETE", path: aliasPath(name, alias) }));
  }

  async #version(path: ApiPath): Promise<Version | undefined> {
    const request: ApiRequest = { method: "GET", path, query: { include_aliases: true } };
    const found = await unlessAbsent(this.#workspace.json(version, request));
    return found === undefined ? undefined : fromWire(found);
  }
}

function modelPath(name: string): ApiPath {
  return route`/api/2.1/unity-catalog/models/${name}`;
}

function versionPath(name: string, number: string): ApiPath {
  return route`/api/2.1/unity-catalog/models/${name}/versions/${number}`;
}

function aliasPath(name: string, alias: string): ApiPath {
  return route`/api/2.1/unity-catalog/models/${name}/aliases/${alias}`;
}

function parts(name: string): { catalog: string; schema: string; last: string } {
  const [catalog = "", schema = "", ...last] = name.split(".");
  return { catalog, schema, last: last.join(".") };
}

function dependency({ type, name }: { type: string; name: string }): { [kind: string]: { [field: string]: string } }[] {
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

function fromWire(wire: z.infer<typeof version>): Version {
  return {
    version: wire.version,
    status: statusOf(wire.status),
    message: "",
    source: wire.source ?? "",
    description: wire.comment ?? "",
    runId: wire.run_id ?? "",
    tags: tagMap(wire.tags),
  };
}
