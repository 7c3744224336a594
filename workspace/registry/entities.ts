import { isRecord } from "../paths.js";

/** A key and its value. */
export interface Tag {
  key: string;
  value: string;
}

/** A privilege on a model, by principal. */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** A registered model, whatever dialect asks for it. */
export interface RegisteredModel {
  name: string;
  description: string;
  owner: string;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
  aliases: readonly { alias: string; version: string }[];
  tags: readonly Tag[];
  grants: Grants;
  /** Id of the job that deploys its versions; empty where there is none. */
  deploymentJobId: string;
}

/** Where a version stands. */
export type VersionStatus = "PENDING_REGISTRATION" | "FAILED_REGISTRATION" | "READY";

/** A model version, whatever dialect asks for it. */
export interface ModelVersion {
  name: string;
  version: string;
  description: string;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
  source: string;
  runId: string;
  modelId: string;
  status: VersionStatus;
  storageLocation: string;
  aliases: readonly string[];
  tags: readonly Tag[];
  dependencies: readonly { type: string; name: string }[];
}

/**
 * What Unity Catalog knows beyond MLflow's registry is kept in tags of the registry itself, so that one call changes
 * both or neither. They are hidden from clients.
 */
export const hiddenPrefix = "mlflow-agents.workspace.";

/** @param raw a registered model as MLflow's registry answers it */
export function toRegisteredModel(raw: unknown): RegisteredModel {
  const model = isRecord(raw) ? raw : {};
  const { shown, hidden } = splitTags(model.tags);
  const createdBy = hidden.user ?? "";
  return {
    name: text(model.name),
    description: text(model.description),
    owner: hidden.owner ?? createdBy,
    createdBy,
    createdAt: Number(model.creation_timestamp ?? 0),
    updatedAt: Number(model.last_updated_timestamp ?? 0),
    aliases: records(model.aliases).map((alias) => ({ alias: text(alias.alias), version: text(alias.version) })),
    tags: shown,
    grants: parseGrants(hidden.grants),
    deploymentJobId: hidden.deployment_job_id ?? "",
  };
}

/** @param raw a model version as MLflow's registry answers it */
export function toModelVersion(raw: unknown): ModelVersion {
  const version = isRecord(raw) ? raw : {};
  const { shown, hidden } = splitTags(version.tags);
  const name = text(version.name);
  const number = text(version.version);
  return {
    name,
    version: number,
    description: text(version.description),
    createdBy: hidden.user ?? "",
    createdAt: Number(version.creation_timestamp ?? 0),
    updatedAt: Number(version.last_updated_timestamp ?? 0),
    source: hidden.source ?? text(version.source),
    runId: text(version.run_id),
    modelId: hidden.model_id ?? text(version.model_id),
    status: parseStatus(hidden.status),
    storageLocation: `mlflow-artifacts:/${storagePath(name, number)}`,
    aliases: Array.isArray(version.aliases) ? version.aliases.map(String) : [],
    tags: shown,
    dependencies: parseDependencies(hidden.dependencies),
  };
}

/** Where the files of a version lie in MLflow's artifact store. */
export function storagePath(name: string, version: string): string {
  return `Models/${name.replaceAll(".", "/")}/${version}`;
}

function splitTags(raw: unknown): { shown: Tag[]; hidden: Record<string, string> } {
  const hidden: Record<string, string> = {};
  const shown: Tag[] = [];
  for (const tag of records(raw)) {
    const key = text(tag.key);
    if (key.startsWith(hiddenPrefix)) {
      hidden[key.slice(hiddenPrefix.length)] = text(tag.value);
    } else {
      shown.push({ key, value: text(tag.value) });
    }
  }
  return { shown, hidden };
}

function parseStatus(value: string | undefined): VersionStatus {
  return value === "PENDING_REGISTRATION" || value === "FAILED_REGISTRATION" ? value : "READY";
}

function parseGrants(value: string | undefined): Grants {
  const parsed: unknown = value === undefined ? {} : JSON.parse(value);
  return Object.fromEntries(
    Object.entries(isRecord(parsed) ? parsed : {}).map(([who, what]) => [
      who,
      Array.isArray(what) ? what.map(String) : [],
    ]),
  );
}

function parseDependencies(value: string | undefined): { type: string; name: string }[] {
  const parsed: unknown = value === undefined ? [] : JSON.parse(value);
  return records(parsed).map((entry) => ({ type: text(entry.type), name: text(entry.name) }));
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
