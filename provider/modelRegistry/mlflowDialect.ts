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

const registeredModel = z.object({
  registered_model: z.object({
    name: z.string(),
    description: z.string().optional(),
    aliases: z.array(z.object({ alias: z.string(), version: z.coerce.string() })).optional(),
    tags: tagList,
    deployment_job_id: z.string().optional(),
  }),
});
const version = z.object({
  version: z.coerce.string(),
  status: z.string().optional(),
  status_message: z.string().optional(),
  source: z.string().optional(),
  description: z.string().optional(),
  run_id: z.string().optional(),
  tags: tagList,
});
const modelVersion = z.object({ model_version: version });
const modelVersions = z.object({ model_versions: z.array(version).optional(), next_page_token: z.string().optional() });

/**
 * MLflow's REST dialect: a plain registry and the legacy workspace registry below `/api/2.0/mlflow`, Unity Catalog below
 * `/api/2.0/mlflow/unity-catalog`, with nearly equal bodies (mlflow/store/model_registry/rest_store.py,
 * mlflow/store/_unity_catalog/registry/rest_store.py).
 */
export class MlflowDialect implements Registry {
  readonly #workspace: Workspace;
  readonly #unityCatalog: boolean;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#unityCatalog = workspace.registry === "unityCatalog";
  }

  get foldsCase(): boolean {
    return this.#unityCatalog;
  }

  /** `GET registered-models/get`. */
  async getModel(name: string): Promise<Model | undefined> {
    const path = this.#at("registered-models/get");
    const answer = await unlessAbsent(this.#workspace.json(registeredModel, { method: "GET", path, query: { name } }));
    if (answer === undefined) return undefined;
    const { registered_model: found } = answer;
    return {
      name: found.name,
      description: found.description ?? "",
      aliases: Object.fromEntries((found.aliases ?? []).map(({ alias, version: to }) => [alias, to])),
      tags: tagMap(found.tags),
      deploymentJobId: found.deployment_job_id ?? "",
      owner: undefined,
    };
  }

  /** `POST registered-models/create`. */
  async createModel(model: NewModel): Promise<void> {
    const { name, description, deploymentJobId } = model;
    const body = { name, description, tags: tagEntries(model.tags), deployment_job_id: deploymentJobId };
    await this.#workspace.call({ method: "POST", path: this.#at("registered-models/create"), body });
  }

  /** `PATCH registered-models/update`. */
  async updateModel(name: string, change: { description?: string; deploymentJobId?: string }): Promise<void> {
    const body = { name, description: change.description, deployment_job_id: change.deploymentJobId };
    await this.#repeatable("PATCH", "registered-models/update", body);
  }

  /** `DELETE registered-models/delete`. */
  deleteModel(name: string): Promise<boolean> {
    return this.#remove("registered-models/delete", { name });
  }

  /** `POST registered-models/set-tag` and `DELETE registered-models/delete-tag`, one call per tag. */
  async changeModelTags(
    name: string,
    set: Readonly<Record<string, string>>,
    remove: readonly string[],
  ): Promise<string[]> {
    for (const { key, value } of tagEntries(set)) {
      await this.#repeatable("POST", "registered-models/set-tag", { name, key, value });
    }
    const missing: string[] = [];
    for (const key of remove) {
      if (!(await this.#remove("registered-models/delete-tag", { name, key }))) missing.push(key);
    }
    return missing;
  }

  /** `POST model-versions/create`. */
  async createVersion(wanted: NewVersion): Promise<Version> {
    const { name, source, modelId, runId, description, dependencies } = wanted;
    const common = { name, source, model_id: modelId, run_id: runId, description, tags: tagEntries(wanted.tags) };
    const body = this.#unityCatalog ? { ...common, model_version_dependencies: [...dependencies] } : common;
    const path = this.#at("model-versions/create");
    return fromWire((await this.#workspace.json(modelVersion, { method: "POST", path, body })).model_version);
  }

  /** `GET model-versions/get`. */
  getVersion(name: string, number: string): Promise<Version | undefined> {
    return this.#version("model-versions/get", { name, version: number });
  }

  /** `GET registered-models/alias`. */
  getVersionByAlias(name: string, alias: string): Promise<Version | undefined> {
    return this.#version("registered-models/alias", { name, alias });
  }

  /** `GET model-versions/search`, all pages. Unity Catalog answers no tags here (mlflow's `ModelVersionSearch`). */
  async searchVersions(name: string): Promise<FoundVersion[]> {
    const found: FoundVersion[] = [];
    let page: string | undefined;
    do {
      const answer = await this.#workspace.json(modelVersions, {
        method: "GET",
        path: this.#at("model-versions/search"),
        query: { filter: `name='${name.replaceAll("'", "''")}'`, max_results: 200, page_token: page },
      });
      for (const each of answer.model_versions ?? []) {
        found.push(this.#unityCatalog ? { ...fromWire(each), tags: undefined } : fromWire(each));
      }
      page = answer.next_page_token === "" ? undefined : answer.next_page_token;
    } while (page !== undefined);
    return found.sort((a, b) => Number(b.version) - Number(a.version));
  }

  /** `POST model-versions/finalize` (Unity Catalog). */
  async finalizeVersion(name: string, number: string): Promise<Version> {
    const path = this.#at("model-versions/finalize");
    const body = { name, version: number };
    const request: ApiRequest = { method: "POST", path, body, safeToRepeat: true };
    return fromWire((await this.#workspace.json(modelVersion, request)).model_version);
  }

  /** `DELETE model-versions/delete`. */
  deleteVersion(name: string, number: string): Promise<boolean> {
    return this.#remove("model-versions/delete", { name, version: number });
  }

  /** `POST registered-models/alias`. */
  setAlias(name: string, alias: string, number: string): Promise<void> {
    return this.#repeatable("POST", "registered-models/alias", { name, alias, version: number });
  }

  /** `DELETE registered-models/alias`. */
  deleteAlias(name: string, alias: string): Promise<boolean> {
    return this.#remove("registered-models/alias", { name, alias });
  }

  #at(tail: string): ApiPath {
    const rest = route.rest(tail);
    return this.#unityCatalog ? route`/api/2.0/mlflow/unity-catalog/${rest}` : route`/api/2.0/mlflow/${rest}`;
  }

  async #version(tail: string, query: Record<string, string>): Promise<Version | undefined> {
    const request: ApiRequest = { method: "GET", path: this.#at(tail), query };
    const answer = await unlessAbsent(this.#workspace.json(modelVersion, request));
    return answer === undefined ? undefined : fromWire(answer.model_version);
  }

  #repeatable(method: "POST" | "PATCH", tail: string, body: ApiRequest["body"]): Promise<void> {
    return this.#workspace.call({
      method,
      path: this.#at(tail),
      ...(body === undefined ? {} : { body }),
      safeToRepeat: true,
    });
  }

  #remove(tail: string, body: Record<string, string>): Promise<boolean> {
    return wasThere(this.#workspace.call({ method: "DELETE", path: this.#at(tail), body }));
  }
}

function fromWire(wire: z.infer<typeof version>): Version {
  return {
    version: wire.version,
    status: statusOf(wire.status),
    message: wire.status_message ?? "",
    source: wire.source ?? "",
    description: wire.description ?? "",
    runId: wire.run_id ?? "",
    tags: tagMap(wire.tags),
  };
}
