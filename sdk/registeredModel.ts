import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource.js";
import type { LoggedAgent } from "./loggedAgent.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** A model in a registry, and which agent its newest version is. */
export interface RegisteredModelArgs {
  /** `catalog.schema.model` in Unity Catalog; a name without spaces, `/` and `:` in a plain MLflow registry. */
  name: pulumi.Input<string>;
  /** The agent whose content is registered: a LoggedAgent, or the id (`m-…`) or URI (`models:/m-…`) of a logged model. */
  agent: LoggedAgent | pulumi.Input<string>;
  /**
   * Alias to version: `"latest"` for the version of the agent declared here, or a version number. An alias is letters,
   * digits, `-` and `_`. It moves only when its version is ready; one that was moved elsewhere shows in a refresh and is
   * moved back; one that the program no longer declares is removed. Aliases that others set stay. Default: none.
   */
  aliases?: pulumi.Input<Record<string, pulumi.Input<string | number>>>;
  /** What the model is for (`comment` in Unity Catalog). Default: none. */
  description?: pulumi.Input<string>;
  /** Tags of the model. Tags that others set stay. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Whether to take over a model of that name that exists already, with its versions. Default: false; one that exists is then an error. */
  adopt?: pulumi.Input<boolean>;
  /** Whether destroying the model deletes its versions first. Default: false: a model with versions is not deleted. */
  forceDestroy?: pulumi.Input<boolean>;
}

/**
 * A model in Unity Catalog or a plain MLflow registry. Each content of its agent is one version: a change registers a
 * new one, a revert points back to the earlier one.
 *
 * @remarks
 * `pulumi import` and the resource option `import` do not reach resources of this package, because Pulumi does not pass
 * them to dynamic providers. A model that exists already is taken over with `adopt: true`: it keeps its versions, and
 * gets the tags that mark it as this stack's.
 *
 * Destroying a model that has versions is refused, with their numbers, unless `forceDestroy` was set by an `up` before.
 * Pulumi's option `retainOnDelete` keeps the model and forgets it.
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
  /** The logged model whose content is registered, and its digest. */
  declare readonly agent: pulumi.Output<{ modelId: string; digest?: string }>;
  /** Number of the version that holds the agent's content. */
  declare readonly version: pulumi.Output<string>;
  /** `models:/<name>/<version>`. */
  declare readonly modelUri: pulumi.Output<string>;
  /** Each declared alias to the number of the version it points to; after `get`, each alias of the model. */
  declare readonly aliasVersions: pulumi.Output<Record<string, string>>;
  /** `READY`; anything else is worked on by the next `up`. */
  declare readonly status: pulumi.Output<string>;

  /**
   * @param name logical name
   * @param args the model
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  constructor(name: string, args: RegisteredModelArgs, opts?: ResourceOptions) {
    const { agent, ...rest } = args ?? {};
    super("RegisteredModel", name, { ...rest, agent: referenceOf(agent) }, outputs, resourceOptions(opts));
  }

  /**
   * A model that exists, with its newest version.
   *
   * @param name logical name
   * @param id full name of the model
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: ResourceOptions): RegisteredModel {
    return new RegisteredModel(name, {} as RegisteredModelArgs, { ...opts, id });
  }
}

const outputs = ["name", "agent", "version", "modelUri", "aliasVersions", "status"];

/** The id is not known during the preview of a change, the digest is: so the preview shows that the content changes. */
function referenceOf(agent: RegisteredModelArgs["agent"]): unknown {
  if (typeof agent !== "object" || !("modelId" in agent)) return agent;
  return { modelId: agent.modelId, digest: agent.digest };
}
