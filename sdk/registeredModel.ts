import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource.js";
import type { LoggedAgent } from "./loggedAgent.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** Who may do what with a model. */
export interface ModelGrants {
  /**
   * Principal to privileges (`EXECUTE`, `APPLY_TAG`, `MANAGE`, `ALL_PRIVILEGES` …). A principal is the name of a user or a
   * group, the application id of a service principal, or `servicePrincipal:<display name>`, which is looked up.
   */
  principals: pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>;
  /**
   * `additive`: what is declared is granted, what is no longer declared is taken away, what others granted stays.
   * `authoritative`: all else is taken away as well, but for what the deployer himself holds. Default: `additive`.
   */
  mode?: pulumi.Input<"additive" | "authoritative">;
}

/** A logged model that another program made. */
export interface LoggedContent {
  /** Its id, `m-…`. */
  modelId: pulumi.Input<string>;
  /** Digest of its content, by which a preview knows whether there is something to register. Default: unknown. */
  digest?: pulumi.Input<string>;
}

/** A model in a registry, and which version of it is in use. */
export interface RegisteredModelArgs {
  /**
   * `catalog.schema.model` in Unity Catalog; a name without spaces, `/` and `:` in a plain MLflow registry. Default: the
   * resource's name, in Unity Catalog below `catalog` and `schema`.
   */
  name?: pulumi.Input<string>;
  /** Catalog under which the resource's own name is used, instead of `name`. Default: none. */
  catalog?: pulumi.Input<string>;
  /** Schema of the catalog. Required with `catalog`. Default: none. */
  schema?: pulumi.Input<string>;
  /**
   * The agent whose content is registered: a LoggedAgent, or the id (`m-…`) or URI (`models:/m-…`, `runs:/<run>/<folder>`)
   * of a logged model, or that id with the digest of its content, as another stack exports them. Default: none; without
   * this and `from` the versions are others' to make, and none is registered.
   */
  agent?: LoggedAgent | pulumi.Input<string> | LoggedContent;
  /**
   * A version that exists and is copied: `models:/<name>@<alias>`, `models:/<name>/<number>`, or the `modelUri` of another
   * RegisteredModel, of another stack too. It is looked up in each preview, so that the preview shows which version and
   * which digest would move; where a resource of the same program moves the alias, those that it will name then. What is
   * not there in a preview may be made by the same program; the update fails where nothing makes it (give `from` an output
   * of what makes it, or name that in `dependsOn`). The copy is that very version: same files, same digest, its history in
   * tags. Default: none.
   */
  from?: pulumi.Input<string>;
  /**
   * Number of the version in use, whatever the agent is: while it is set, nothing is registered, and `"latest"` means this
   * version. A rollback in one line; or, without an agent, the version of somebody else's that this program uses. Default: none, the version of `agent` or `from` is in use.
   */
  pinnedVersion?: pulumi.Input<string | number>;
  /**
   * Alias to version: `"latest"` for the version in use, or a version number. An alias is letters, digits, `-` and `_`. It
   * moves only when its version is ready; one that was moved elsewhere shows in a refresh and is moved back; one that the
   * program no longer declares is removed. Aliases that others set stay. Default: none.
   */
  aliases?: pulumi.Input<Record<string, pulumi.Input<string | number>>>;
  /** What the model is for (`comment` in Unity Catalog). Default: none. */
  description?: pulumi.Input<string>;
  /** Tags of the model. Tags that others set stay. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Who owns the model, named as in `grants`; only in Unity Catalog. Default: whoever made it. */
  owner?: pulumi.Input<string>;
  /** Who may do what with the model; only in Unity Catalog. Default: nothing is granted or taken. */
  grants?: pulumi.Input<ModelGrants>;
  /** Id of the Databricks job that deploys new versions (`deployment_job_id`); only in Unity Catalog. Default: none. */
  deploymentJobId?: pulumi.Input<string | number>;
  /**
   * Tags of the versions that this resource makes, set when a version is made and never changed. Beside them each version
   * gets this package's own, and `git_commit`, `git_branch` and `pull_request` where GitHub Actions, GitLab CI, Azure
   * DevOps or Jenkins tell them. Default: none.
   */
  versionTags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Description of the versions that this resource makes, set when a version is made. Default: none. */
  versionDescription?: pulumi.Input<string>;
  /**
   * How many versions stay. Beyond the newest of them, those that no alias and no serving endpoint uses are deleted when a
   * version came into use and the aliases moved; the preview lists them. Default: all stay.
   */
  keep?: pulumi.Input<{ versions: pulumi.Input<number> }>;
  /**
   * Whether to take over a model of that name that exists already, with its versions: `true` takes one that no other stack
   * holds, `"take"` also takes one away from another stack, which then no longer manages it. Default: false; one that
   * exists is then an error. Versions that others made in it are never deleted.
   */
  adopt?: pulumi.Input<boolean | "take">;
  /**
   * Whether destroying the resource leaves the model, with its versions and aliases, where it is. It keeps the marks of this
   * stack: the same resource goes on with it, and another stack takes it with `adopt: "take"`. Default: false.
   */
  keepOnDestroy?: pulumi.Input<boolean>;
  /**
   * Whether destroying the model deletes its versions first. A version that a serving endpoint of another stack serves is
   * deleted only with `"includingServed"`. Default: false: a model with versions is not deleted.
   */
  forceDestroy?: pulumi.Input<boolean | "includingServed">;
}

/**
 * A model in Unity Catalog or a plain MLflow registry. Each content of its agent is one version: a change registers a
 * new one, a revert points back to the earlier one.
 *
 * @remarks
 * `pulumi import` and the resource option `import` do not reach resources of this package, because Pulumi does not pass
 * them to dynamic providers: the option is an error that says so, and the command ends in Pulumi's own `TypeError: Cannot
 * read properties of undefined (reading 'toJavaScript')`, before any code of this package is loaded. A model that exists already is taken over with `adopt: true`: it keeps its versions, and
 * gets the tags that mark it as this stack's.
 *
 * Destroying a model that has versions is refused, with their numbers, unless `forceDestroy` was set by an `up` before; so is
 * a change that replaces the model, in its preview. `keepOnDestroy` and Pulumi's option `retainOnDelete` keep the model and
 * forget it. `pulumi destroy` of the whole stack refuses before it deletes an endpoint that serves such a model.
 *
 * The legacy workspace registry of Databricks has no aliases; the other registries have.
 *
 * @example
 * ```ts
 * const model = new RegisteredModel("support", {
 *   name: "main.agents.support",
 *   agent,
 *   aliases: { champion: "latest" },
 * });
 * ```
 *
 * @example
 * A model that exists, taken over, with one alias that stays on its version:
 *
 * ```ts
 * const adopted = new RegisteredModel("adopted", {
 *   name: "main.agents.support",
 *   agent,
 *   aliases: { challenger: "latest", champion: 1 },
 *   adopt: true,
 * });
 * ```
 *
 * @example
 * A model whose versions others make, such as a training job: the program says where its aliases point, who may use it and
 * which version an endpoint gets. Destroying it takes that back and leaves the model and its versions.
 *
 * ```ts
 * const trained = new RegisteredModel("trained", {
 *   name: "main.agents.trained",
 *   aliases: { staging: 2, champion: 1 },
 *   grants: { principals: { users: ["EXECUTE"] } },
 *   pinnedVersion: 1,
 *   adopt: true,
 * });
 * ```
 *
 * @example
 * A promotion: what is the champion of one model is copied to another. A rollback is one more line, `pinnedVersion: 1`.
 *
 * ```ts
 * const promoted = new RegisteredModel("promoted", {
 *   name: "prod.agents.support",
 *   from: "models:/main.agents.support@champion",
 *   aliases: { champion: "latest" },
 *   keep: { versions: 10 },
 * });
 * ```
 *
 * @example
 * A model under the resource's own name (`main.agents.assistant`), with grants:
 *
 * ```ts
 * const granted = new RegisteredModel("assistant", {
 *   catalog: "main",
 *   schema: "agents",
 *   agent,
 *   grants: { principals: { users: ["EXECUTE"] } },
 * });
 * ```
 *
 * @example
 * A model that another stack manages:
 *
 * ```ts
 * const shared = RegisteredModel.get("shared", "main.agents.support");
 * export const champion = shared.aliasVersions.apply((versions) => versions.champion);
 * ```
 */
export class RegisteredModel extends DynamicResource {
  /** Full name. */
  declare readonly name: pulumi.Output<string>;
  /** The logged model whose content is registered, and its digest; undefined with `from`. */
  declare readonly agent: pulumi.Output<{ modelId: string; digest?: string } | undefined>;
  /** The version that `from` named, and the digest of its content; undefined with `agent`. */
  declare readonly source: pulumi.Output<{ name: string; version: string; digest: string } | undefined>;
  /** Digest of the content in use, known in previews too; the id of the logged model where nobody knows a digest. */
  declare readonly digest: pulumi.Output<string | undefined>;
  /** Number of the version in use; undefined where others make the versions and none is pinned. */
  declare readonly version: pulumi.Output<string>;
  /** `models:/<name>/<version>`; undefined where there is no version. */
  declare readonly modelUri: pulumi.Output<string>;
  /** Each declared alias to the number of the version it points to; after `get`, each alias of the model. */
  declare readonly aliasVersions: pulumi.Output<Record<string, string>>;
  /**
   * The versions that this stack has used and kept, the newest first, at most 20: each with the first 12 characters of its
   * content's digest.
   */
  declare readonly versions: pulumi.Output<{ version: string; digest: string }[] | undefined>;
  /** `READY`; anything else is worked on by the next `up`. */
  declare readonly status: pulumi.Output<string>;

  /**
   * @param name logical name
   * @param args the model
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  constructor(name: string, args: RegisteredModelArgs, opts?: ResourceOptions) {
    const { agent, ...rest } = args ?? {};
    const reference = agent === undefined ? {} : { agent: referenceOf(agent) };
    super("RegisteredModel", name, { ...rest, ...reference }, outputs, resourceOptions(opts));
    if (rest.aliases !== undefined) aliasesOf.set(this, rest.aliases);
    if (mayRefuse(rest.forceDestroy) && mayRefuse(rest.keepOnDestroy) && opts?.retainOnDelete !== true)
      refusing.add(this);
  }

  /**
   * A model that exists, with its newest version.
   *
   * @param name logical name
   * @param id full name of the model
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: ResourceOptions): RegisteredModel {
    return new RegisteredModel(name, {}, { ...opts, id });
  }
}

const aliasesOf = new WeakMap<object, NonNullable<RegisteredModelArgs["aliases"]>>();

/** The aliases that a RegisteredModel of this program declares; undefined for one that was got, and for anything else. */
export function declaredAliases(model: unknown): RegisteredModelArgs["aliases"] {
  return typeof model === "object" && model !== null ? aliasesOf.get(model) : undefined;
}

const refusing = new WeakSet<object>();

/** A value that is still to come is given the benefit of the doubt: the model itself decides when it goes. */
function mayRefuse(value: unknown): boolean {
  return value === undefined || value === false;
}

/** The name of a RegisteredModel of this program that refuses to be destroyed while it has versions. */
export function refusingName(model: unknown): pulumi.Output<string> | undefined {
  return model instanceof RegisteredModel && refusing.has(model) ? model.name : undefined;
}

const outputs = ["name", "agent", "source", "digest", "version", "modelUri", "aliasVersions", "versions", "status"];

/** The id is not known during the preview of a change, the digest is: so the preview shows that the content changes. */
function referenceOf(agent: NonNullable<RegisteredModelArgs["agent"]>): unknown {
  if (typeof agent !== "object" || !("modelId" in agent)) return agent;
  return { modelId: agent.modelId, digest: agent.digest };
}
