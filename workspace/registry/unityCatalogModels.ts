import type { Catalogs } from "../catalog/catalogs.js";
import { ApiError, invalidParameter, notFound } from "../errors.js";
import { toMlflow } from "../mlflow/locations.js";
import { artifactUrl, type MlflowClient } from "../mlflow/mlflowClient.js";
import {
  type Grants,
  hiddenPrefix,
  type ModelVersion,
  type RegisteredModel,
  storagePath,
  type Tag,
  toModelVersion,
  toRegisteredModel,
} from "./entities.js";
import { type ModelFacts, readModelFacts } from "./modelFacts.js";
import { parseModelName } from "./modelName.js";

const registry = "/api/2.0/mlflow";

/** What a new version is made of. */
export interface NewVersion {
  name: string;
  source: string;
  runId?: string | undefined;
  modelId?: string | undefined;
  description?: string | undefined;
  tags?: readonly Tag[] | undefined;
  dependencies?: readonly { type: string; name: string }[] | undefined;
  user: string;
}

/**
 * Unity Catalog's models over MLflow's own registry: the rules of the one, the storage of the other. Names and aliases are
 * kept in lower case and found in any.
 */
export class UnityCatalogModels {
  readonly #mlflow: MlflowClient;
  readonly #catalogs: Pick<Catalogs, "schema">;

  constructor(mlflow: MlflowClient, catalogs: Pick<Catalogs, "schema">) {
    this.#mlflow = mlflow;
    this.#catalogs = catalogs;
  }

  async createModel(input: {
    name: string;
    description?: string | undefined;
    tags?: readonly Tag[] | undefined;
    deploymentJobId?: string | undefined;
    user: string;
  }): Promise<RegisteredModel> {
    const { catalog, schema, full } = parseModelName(input.name);
    this.#catalogs.schema(catalog, schema);
    const job = input.deploymentJobId === undefined ? [] : [hidden("deployment_job_id", input.deploymentJobId)];
    const tags = [...(input.tags ?? []), ...job, hidden("user", input.user)];
    const body = { name: full, description: input.description, tags };
    return this.#model(await this.#mlflow.json("POST", `${registry}/registered-models/create`, { body }));
  }

  async getModel(name: string): Promise<RegisteredModel> {
    const { full } = parseModelName(name);
    return this.#model(await this.#mlflow.json("GET", `${registry}/registered-models/get`, { query: { name: full } }));
  }

  /** Models of the registry with three-part names, optionally of one catalog or schema. */
  async listModels(
    page: { limit?: number | undefined; token?: string | undefined },
    catalog?: string,
    schema?: string,
  ): Promise<{ models: RegisteredModel[]; next: string | undefined }> {
    const prefix = [catalog, schema].flatMap((part) => part?.toLowerCase() ?? []).join(".");
    const answer = await this.#mlflow.json("GET", `${registry}/registered-models/search`, {
      query: {
        max_results: page.limit ?? 100,
        page_token: page.token,
        filter: prefix === "" ? undefined : `name LIKE '${prefix.replaceAll("'", "")}.%'`,
      },
    });
    const raw = Array.isArray(answer.registered_models) ? answer.registered_models : [];
    const models = raw.map(toRegisteredModel).filter((model) => model.name.split(".").length === 3);
    // An underscore of the name stands for any character in the filter.
    const wanted = models.filter((model) => prefix === "" || model.name.startsWith(`${prefix}.`));
    return { models: wanted, next: nextToken(answer) };
  }

  async updateModel(
    name: string,
    change: {
      description?: string | undefined;
      newName?: string | undefined;
      owner?: string | undefined;
      deploymentJobId?: string | undefined;
    },
  ): Promise<RegisteredModel> {
    if (change.newName !== undefined && fullName(change.newName) !== fullName(name)) {
      throw invalidParameter("The local workspace does not rename models: register under the new name.");
    }
    if (change.description !== undefined) {
      const body = { name: fullName(name), description: change.description };
      await this.#mlflow.json("PATCH", `${registry}/registered-models/update`, { body });
    }
    if (change.owner !== undefined) {
      await this.setModelTag(name, hidden("owner", change.owner));
    }
    if (change.deploymentJobId !== undefined) {
      await this.setModelTag(name, hidden("deployment_job_id", change.deploymentJobId));
    }
    return this.getModel(name);
  }

  /** @throws ApiError 400 while the model has versions, as Unity Catalog refuses it */
  async deleteModel(name: string): Promise<void> {
    await this.getModel(name);
    const { versions } = await this.listVersions(name, { limit: 1 });
    if (versions.length > 0) {
      throw new ApiError(
        400,
        "INVALID_STATE",
        `Function '${name}' is not empty. The function has at least one version.`,
      );
    }
    await this.#mlflow.json("DELETE", `${registry}/registered-models/delete`, { body: { name: fullName(name) } });
  }

  async setModelTag(name: string, tag: Tag): Promise<void> {
    await this.#mlflow.json("POST", `${registry}/registered-models/set-tag`, {
      body: { name: fullName(name), ...tag },
    });
  }

  async deleteModelTag(name: string, key: string): Promise<void> {
    await this.#mlflow.json("DELETE", `${registry}/registered-models/delete-tag`, {
      body: { name: fullName(name), key },
    });
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    await this.getVersion(name, version);
    const body = { name: fullName(name), alias: alias.toLowerCase(), version };
    await this.#mlflow.json("POST", `${registry}/registered-models/alias`, { body });
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    const body = { name: fullName(name), alias: alias.toLowerCase() };
    await this.#mlflow.json("DELETE", `${registry}/registered-models/alias`, { body });
  }

  async versionByAlias(name: string, alias: string): Promise<ModelVersion> {
    const query = { name: fullName(name), alias: alias.toLowerCase() };
    const path = `${registry}/registered-models/alias`;
    const answer = await this.#mlflow.json("GET", path, { query }).catch((error: unknown) => {
      // MLflow calls an alias that is not there an invalid parameter; Databricks says of all that is missing the same.
      throw error instanceof ApiError && error.errorCode === "INVALID_PARAMETER_VALUE"
        ? notFound(error.message)
        : error;
    });
    return this.#version(answer);
  }

  /** A version in PENDING_REGISTRATION, whose files the client now uploads. */
  async createVersion(input: NewVersion): Promise<ModelVersion> {
    const name = fullName(input.name);
    const tags = [
      ...(input.tags ?? []),
      hidden("user", input.user),
      hidden("status", "PENDING_REGISTRATION"),
      hidden("source", input.source),
      hidden("dependencies", JSON.stringify(input.dependencies ?? [])),
      hidden("model_id", input.modelId ?? ""),
    ];
    const source = toMlflow(input.source);
    // MLflow links a version to a logged model only when the source is that model.
    const link = source === `models:/${input.modelId}` ? { model_id: input.modelId } : {};
    const body = {
      name,
      source: /^(models|runs|mlflow-artifacts):/.test(source)
        ? source
        : `dbfs:/local-workspace/${encodeURIComponent(source)}`,
      run_id: input.runId,
      description: input.description,
      tags,
      ...link,
    };
    return this.#version(await this.#mlflow.json("POST", `${registry}/model-versions/create`, { body }));
  }

  async getVersion(name: string, version: string): Promise<ModelVersion> {
    const query = { name: fullName(name), version };
    return this.#version(await this.#mlflow.json("GET", `${registry}/model-versions/get`, { query }));
  }

  async listVersions(
    name: string,
    page: { limit?: number | undefined; token?: string | undefined },
  ): Promise<{ versions: ModelVersion[]; next: string | undefined }> {
    return this.searchVersions(`name='${fullName(name).replaceAll("'", "")}'`, page);
  }

  /** @param filter in MLflow's search language; Unity Catalog knows only `name='…'` */
  async searchVersions(
    filter: string,
    page: { limit?: number | undefined; token?: string | undefined },
  ): Promise<{ versions: ModelVersion[]; next: string | undefined }> {
    const inLowerCase = filter.replace(/\bname\s*=\s*'[^']*'/gi, (part) => part.toLowerCase());
    const query = { filter: inLowerCase, max_results: page.limit ?? 1000, page_token: page.token };
    const answer = await this.#mlflow.json("GET", `${registry}/model-versions/search`, { query });
    const raw = Array.isArray(answer.model_versions) ? answer.model_versions : [];
    return { versions: raw.map(toModelVersion), next: nextToken(answer) };
  }

  async updateVersion(name: string, version: string, description: string): Promise<ModelVersion> {
    const body = { name: fullName(name), version, description };
    await this.#mlflow.json("PATCH", `${registry}/model-versions/update`, { body });
    return this.getVersion(name, version);
  }

  async deleteVersion(name: string, version: string): Promise<void> {
    await this.#mlflow.json("DELETE", `${registry}/model-versions/delete`, { body: { name: fullName(name), version } });
    const answer = await this.#mlflow.raw("DELETE", artifactUrl(storagePath(fullName(name), version)));
    await answer.body.dump();
  }

  async setVersionTag(name: string, version: string, tag: Tag): Promise<void> {
    await this.#mlflow.json("POST", `${registry}/model-versions/set-tag`, {
      body: { name: fullName(name), version, ...tag },
    });
  }

  async deleteVersionTag(name: string, version: string, key: string): Promise<void> {
    await this.#mlflow.json("DELETE", `${registry}/model-versions/delete-tag`, {
      body: { name: fullName(name), version, key },
    });
  }

  /**
   * Makes a version READY. Finalizing it again changes nothing.
   *
   * @throws ApiError 400 when its files are missing or its signature is incomplete
   */
  async finalize(name: string, version: string): Promise<ModelVersion> {
    const pending = await this.getVersion(name, version);
    if (pending.status === "READY") {
      return pending;
    }
    const facts = await this.facts(name, version);
    if (!facts.completeSignature) {
      throw invalidParameter(
        `Model version ${version} of ${name} has no signature with both inputs and outputs: ` +
          "all models in Unity Catalog must have one.",
      );
    }
    await this.setVersionTag(name, version, hidden("status", "READY"));
    return this.getVersion(name, version);
  }

  /**
   * What the MLmodel file of a version says.
   *
   * @throws ApiError 400 when there is none
   */
  async facts(name: string, version: string): Promise<ModelFacts> {
    const answer = await this.#mlflow.raw("GET", artifactUrl(`${storagePath(fullName(name), version)}/MLmodel`));
    const text = await answer.body.text();
    if (answer.statusCode !== 200) {
      throw invalidParameter(`Model version ${version} of ${name} has no MLmodel file.`);
    }
    try {
      return readModelFacts(text);
    } catch {
      throw invalidParameter(`The MLmodel file of version ${version} of ${name} is not YAML.`);
    }
  }

  async grants(name: string): Promise<Grants> {
    return (await this.getModel(name)).grants;
  }

  /** Adds and removes privileges; the changes are applied in order. */
  async changeGrants(
    name: string,
    changes: readonly {
      principal: string;
      add?: readonly string[] | undefined;
      remove?: readonly string[] | undefined;
    }[],
  ): Promise<Grants> {
    const grants = new Map(Object.entries(await this.grants(name)));
    for (const { principal, add = [], remove = [] } of changes) {
      const held = new Set([...(grants.get(principal) ?? []), ...add]);
      for (const privilege of remove) {
        held.delete(privilege);
      }
      if (held.size === 0) {
        grants.delete(principal);
      } else {
        grants.set(principal, [...held].sort());
      }
    }
    const result = Object.fromEntries(grants);
    await this.setModelTag(name, hidden("grants", JSON.stringify(result)));
    return result;
  }

  #model(answer: Record<string, unknown>): RegisteredModel {
    return toRegisteredModel(answer.registered_model);
  }

  #version(answer: Record<string, unknown>): ModelVersion {
    return toModelVersion(answer.model_version);
  }
}

function fullName(name: string): string {
  return parseModelName(name).full;
}

function hidden(key: string, value: string): Tag {
  return { key: hiddenPrefix + key, value };
}

function nextToken(answer: Record<string, unknown>): string | undefined {
  return typeof answer.next_page_token === "string" && answer.next_page_token !== ""
    ? answer.next_page_token
    : undefined;
}
