/** A registered model. */
export interface Model {
  name: string;
  description: string;
  /** Alias to version number. */
  aliases: Record<string, string>;
  tags: Record<string, string>;
  /** Id of the job that deploys its versions; empty where there is none. */
  deploymentJobId: string;
  /** Who owns it, where the dialect tells. */
  owner: string | undefined;
}

/** A version of one. */
export interface Version {
  version: string;
  status: "PENDING" | "READY" | "FAILED";
  /** Why it failed, where the server says. */
  message: string;
  /** What it was made from: `models:/m-…`, `models:/name/3` or an address of files. */
  source: string;
  description: string;
  /** The run that made it; empty where there is none. */
  runId: string;
  tags: Record<string, string>;
}

/** A version as a search answers it: Unity Catalog leaves tags out there, a plain registry does not. */
export type FoundVersion = Omit<Version, "tags"> & { tags: Record<string, string> | undefined };

/** What a new model is made with. */
export interface NewModel {
  name: string;
  description: string | undefined;
  tags: Record<string, string>;
  deploymentJobId: string | undefined;
}

/** What a new version is made with. */
export interface NewVersion {
  name: string;
  source: string;
  /** Id of the logged model that is its source. */
  modelId: string | undefined;
  /** Run that its source belongs to. */
  runId: string | undefined;
  description: string | undefined;
  tags: Record<string, string>;
  /** Types and names in the words of MLflow's dialect. */
  dependencies: readonly { type: string; name: string }[];
}

/**
 * What this package needs of a registry: one method per need, each one call where the dialect allows it, and no decisions.
 * A dialect whose server does not know a route throws an AgentsError `unsupported`.
 */
export interface Registry {
  /** Whether it takes names and aliases that differ in capitals alone for the same, as Unity Catalog does. */
  readonly foldsCase: boolean;
  /** The model, or undefined when there is none. */
  getModel(name: string): Promise<Model | undefined>;
  /** @throws AgentsError `alreadyExists` */
  createModel(model: NewModel): Promise<void>;
  updateModel(name: string, change: { description?: string; deploymentJobId?: string }): Promise<void>;
  /** @returns false when there is none (any more) */
  deleteModel(name: string): Promise<boolean>;
  /** Sets and removes tags. @returns keys of `remove` that were not found */
  changeModelTags(name: string, set: Readonly<Record<string, string>>, remove: readonly string[]): Promise<string[]>;
  /** In Unity Catalog the version is PENDING until its files are there and it is finalized. */
  createVersion(version: NewVersion): Promise<Version>;
  /** The version, or undefined when there is none. */
  getVersion(name: string, version: string): Promise<Version | undefined>;
  /** The version that an alias points to, or undefined when there is none. */
  getVersionByAlias(name: string, alias: string): Promise<Version | undefined>;
  /** All versions, newest first. */
  searchVersions(name: string): Promise<FoundVersion[]>;
  /** Its files are there. Finalizing twice is harmless. */
  finalizeVersion(name: string, version: string): Promise<Version>;
  /** @returns false when there is none (any more) */
  deleteVersion(name: string, version: string): Promise<boolean>;
  /** @throws AgentsError `notFound` when there is no such version */
  setAlias(name: string, alias: string, version: string): Promise<void>;
  /** @returns false when there is none (any more) */
  deleteAlias(name: string, alias: string): Promise<boolean>;
}

/** A version's state in the words of MLflow and Unity Catalog. A plain registry of an old server leaves it out: READY. */
export function statusOf(wire: string | undefined): Version["status"] {
  const status = wire ?? "READY";
  return status.startsWith("PENDING") ? "PENDING" : status.startsWith("FAILED") ? "FAILED" : "READY";
}
