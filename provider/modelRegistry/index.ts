import { isAgentsError } from "../errors.js";
import type { Workspace } from "../http/index.js";
import { MlflowDialect } from "./mlflowDialect.js";
import { NativeDialect } from "./nativeDialect.js";
import type { NewModel, NewVersion, Registry } from "./types.js";

export type { FoundVersion, Model, NewModel, NewVersion, Registry, Version } from "./types.js";

/** Hosts that answered that they do not know MLflow's dialect of Unity Catalog, and do know the native one. */
const speaksNative = new Set<string>();

/** What only a route that is there answers: a gateway or a failing server says nothing of routes. */
const ofRouteThatIsThere: ReadonlySet<string> = new Set([
  "notFound",
  "alreadyExists",
  "conflict",
  "permissionDenied",
  "badRequest",
]);

/** The registry of a workspace, in the dialect that it understands. */
export function registryOf(workspace: Workspace): Registry {
  const first = new MlflowDialect(workspace);
  return workspace.registry === "unityCatalog" ? new EitherDialect(workspace, first) : first;
}

/**
 * Unity Catalog in MLflow's dialect, which every workspace has had so far, and in the native one where the server says that
 * it does not know the other. What it said is remembered: only the first call is made twice.
 */
class EitherDialect implements Registry {
  readonly foldsCase = true;
  readonly #host: string;
  readonly #first: Registry;
  readonly #second: Registry;

  constructor(workspace: Workspace, first: Registry) {
    this.#host = workspace.host;
    this.#first = first;
    this.#second = new NativeDialect(workspace);
  }

  getModel(name: string) {
    return this.#ask((registry) => registry.getModel(name));
  }
  createModel(model: NewModel) {
    return this.#ask((registry) => registry.createModel(model));
  }
  updateModel(name: string, change: { description?: string; deploymentJobId?: string }) {
    return this.#ask((registry) => registry.updateModel(name, change));
  }
  deleteModel(name: string) {
    return this.#ask((registry) => registry.deleteModel(name));
  }
  changeModelTags(name: string, set: Readonly<Record<string, string>>, remove: readonly string[]) {
    return this.#ask((registry) => registry.changeModelTags(name, set, remove));
  }
  createVersion(version: NewVersion) {
    return this.#ask((registry) => registry.createVersion(version));
  }
  getVersion(name: string, version: string) {
    return this.#ask((registry) => registry.getVersion(name, version));
  }
  getVersionByAlias(name: string, alias: string) {
    return this.#ask((registry) => registry.getVersionByAlias(name, alias));
  }
  searchVersions(name: string) {
    return this.#ask((registry) => registry.searchVersions(name));
  }
  finalizeVersion(name: string, version: string) {
    return this.#ask((registry) => registry.finalizeVersion(name, version));
  }
  deleteVersion(name: string, version: string) {
    return this.#ask((registry) => registry.deleteVersion(name, version));
  }
  setAlias(name: string, alias: string, version: string) {
    return this.#ask((registry) => registry.setAlias(name, alias, version));
  }
  deleteAlias(name: string, alias: string) {
    return this.#ask((registry) => registry.deleteAlias(name, alias));
  }

  async #ask<T>(question: (registry: Registry) => Promise<T>): Promise<T> {
    if (speaksNative.has(this.#host)) return question(this.#second);
    try {
      return await question(this.#first);
    } catch (error) {
      if (!isAgentsError(error) || error.code !== "unsupported") throw error;
      return this.#askSecond(question, error);
    }
  }

  /** Where neither is understood, the first refusal tells more: it is the dialect that every workspace should know. */
  async #askSecond<T>(question: (registry: Registry) => Promise<T>, refusal: unknown): Promise<T> {
    try {
      const answer = await question(this.#second);
      speaksNative.add(this.#host);
      return answer;
    } catch (error) {
      if (isAgentsError(error) && error.code === "unsupported") throw refusal;
      if (isAgentsError(error) && ofRouteThatIsThere.has(error.code)) speaksNative.add(this.#host);
      throw error;
    }
  }
}
