import type { PackagePlan, PackageStamp } from "../../modelPackage/index.js";
import type { Watch } from "../../wait/index.js";

/** One content of an agent, as the workspace keeps it. */
export interface LoggedModel {
  /** `m-…`; where models belong to runs, `<run id>/<path>`. */
  modelId: string;
  /** What MLflow's clients load it by: `models:/m-…` or `runs:/<run id>/<path>`. */
  modelUri: string;
  experimentId: string;
  name: string;
  /** Folder of its files. */
  artifactUri: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Whether its files are all there. */
  ready: boolean;
  /** Whether they are still to come. */
  pending: boolean;
  tags: Record<string, string>;
}

/** What a model is made with. */
export interface WantedModel {
  experimentId: string;
  name: string;
  modelType: string | undefined;
  params: Record<string, string>;
  tags: Record<string, string>;
  /** Prompts that the agent uses, `prompts:/<name>/<version>` each. */
  prompts: readonly string[];
}

/** Models of one experiment that share a name, or a tag. */
export interface Query {
  experimentId: string;
  /** All models under this name. */
  name?: string;
  /** All models with this value of a tag. */
  tag?: { key: string; value: string };
}

/** A version of a plain registry, which has its files where the model has them. */
export interface RegisteredVersion {
  name: string;
  version: string;
}

/**
 * How a workspace keeps logged agents: as logged models (MLflow 3, Databricks) or as models of runs (MLflow 2). One method
 * is one call unless it says otherwise; there are no decisions in them.
 */
export interface ModelStore {
  /** The model, or undefined when there is none. */
  get(modelId: string): Promise<LoggedModel | undefined>;
  /** One page of models, newest first. */
  search(query: Query, page?: string): Promise<{ models: LoggedModel[]; next: string | undefined }>;
  /** A model that is pending until its files are there. */
  create(wanted: WantedModel): Promise<LoggedModel>;
  /** What MLmodel says of the model itself. */
  stamp(model: LoggedModel): PackageStamp;
  /** Marks the model as complete, in as many calls as the protocol needs. Doing it twice is harmless. */
  complete(watch: Watch, model: LoggedModel, plan: PackagePlan, params: Record<string, string>): Promise<LoggedModel>;
  setTags(modelId: string, tags: Record<string, string>): Promise<void>;
  /** @returns false when there is none (any more) */
  deleteTag(modelId: string, key: string): Promise<boolean>;
  /** @returns false when there is none (any more) */
  remove(modelId: string): Promise<boolean>;
  /**
   * The versions that are noted for the model, some of which may be gone again.
   *
   * @returns undefined where the note cannot be read
   */
  versions(model: LoggedModel): Promise<RegisteredVersion[] | undefined>;
}
