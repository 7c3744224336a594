import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource.js";
import type { RegisteredModel } from "./registeredModel.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** A version of a model: a RegisteredModel, a URI `models:/name/version`, or name and version. */
export type ModelVersion =
  | RegisteredModel
  | pulumi.Input<string>
  | pulumi.Input<{ name: pulumi.Input<string>; version: pulumi.Input<string | number> }>;

/** One model version that an endpoint runs. */
export interface ServedEntityArgs {
  /** Name inside the endpoint, used by `traffic`. Default: `<model>_<version>`, with `-` for each dot, as Databricks' deploy client names it. */
  name?: pulumi.Input<string>;
  /** What it runs. */
  model: ModelVersion;
  /** Environment variables, beside the endpoint's own, over which they win. Default: none. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `Small`, `Medium`, `Large` … Default: the endpoint's. */
  workloadSize?: pulumi.Input<string>;
  /** `CPU`, `GPU_SMALL` … Default: the endpoint's. */
  workloadType?: pulumi.Input<string>;
  /** Whether it stops when nobody asks it. Default: the endpoint's. */
  scaleToZero?: pulumi.Input<boolean>;
}

/** A share of an endpoint's requests. */
export interface TrafficRouteArgs {
  /** Name of the served entity. */
  servedEntity: pulumi.Input<string>;
  /** Whole percent, 0 to 100; those of all routes add up to 100. */
  percentage: pulumi.Input<number>;
}

/** An endpoint: what it runs, with which environment, and who gets how much of the traffic. */
export interface ServingEndpointArgs {
  /** Name, at most 63 letters, digits, `-` and `_`. Default: `agents_<model>`, as Databricks' deploy client names it. */
  name?: pulumi.Input<string>;
  /** The version to serve. Either this or `servedEntities` is required. Default: none. */
  model?: ModelVersion;
  /** Several versions side by side. Either this or `model` is required. Default: none. */
  servedEntities?: pulumi.Input<ServedEntityArgs>[];
  /** Shares of the requests, together 100; an entity without one gets none. Default: everything to the last of `servedEntities`. */
  traffic?: pulumi.Input<pulumi.Input<TrafficRouteArgs>[]>;
  /**
   * Environment variables of the served agent: upper-case names, text values. A Pulumi secret stays secret in the state
   * and in previews; `{{secrets/scope/key}}` is resolved by Databricks. `ENABLE_MLFLOW_TRACING: "true"` turns on
   * tracing. Default: none.
   */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `Small`, `Medium`, `Large` … Default: `Small`. */
  workloadSize?: pulumi.Input<string>;
  /** `CPU`, `GPU_SMALL` … Default: `CPU`. */
  workloadType?: pulumi.Input<string>;
  /** Whether the endpoint stops when nobody asks it; the next question then waits for it. Default: false. */
  scaleToZero?: pulumi.Input<boolean>;
  /** What the endpoint is for. Databricks has no documented way to change it later and may refuse. Default: none. */
  description?: pulumi.Input<string>;
  /** Tags of the endpoint. Tags that others set stay. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Whether Databricks optimises the network path. Default: false. */
  routeOptimized?: pulumi.Input<boolean>;
  /** Whether to take over an endpoint of that name that exists already. Default: false; one that exists is then an error. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * An endpoint of Model Serving. A new version rolls out beside the old one, which serves until the new one is ready; a
 * rollout that fails leaves the old version serving, and the error carries the build and server logs.
 *
 * @remarks
 * `up` waits until the endpoint is ready, no update is running, and every entity is ready at the right version: at most
 * 45 minutes, or less where the resource option `customTimeouts` says so. An update that somebody else began is waited for. When
 * waiting ends early, the endpoint stays in the state with its id and logs, and the next `up` continues.
 *
 * `pulumi import` and the resource option `import` do not reach resources of this package, because Pulumi does not pass
 * them to dynamic providers. An endpoint that exists already is taken over with `adopt: true`: it is changed in place to
 * what the program says, and gets the tags that mark it as this stack's.
 *
 * Environment variables hold text. The value of a variable never shows in a message; in previews and the state only a
 * Pulumi secret is hidden (`config.requireSecret("…")`, `pulumi.secret("…")`).
 *
 * @example
 * ```ts
 * const endpoint = new ServingEndpoint("support", {
 *   model,
 *   environment: { ENABLE_MLFLOW_TRACING: "true" },
 *   scaleToZero: true,
 *   tags: { team: "support" },
 * });
 * export const url = endpoint.invocationsUrl;
 * ```
 *
 * @example
 * Two versions side by side, secrets, and a limit to the waiting:
 *
 * ```ts
 * const compared = new ServingEndpoint(
 *   "compared",
 *   {
 *     name: "support-compared",
 *     servedEntities: [
 *       { name: "current", model: "models:/main.agents.support/1" },
 *       { name: "next", model, environment: { LOG_LEVEL: "debug" } },
 *     ],
 *     traffic: [
 *       { servedEntity: "current", percentage: 90 },
 *       { servedEntity: "next", percentage: 10 },
 *     ],
 *     environment: { TICKETS_KEY: pulumi.secret("…"), CRM_TOKEN: "{{secrets/support/crm}}" },
 *     workloadSize: "Medium",
 *   },
 *   { customTimeouts: { create: "20m", update: "20m" }, protect: true },
 * );
 * ```
 *
 * @example
 * An endpoint that another stack manages:
 *
 * ```ts
 * const other = ServingEndpoint.get("other", "agents_main-agents-support");
 * export const otherUrl = other.invocationsUrl;
 * ```
 */
export class ServingEndpoint extends DynamicResource {
  /** Name of the endpoint. */
  declare readonly name: pulumi.Output<string>;
  /** Id of the endpoint, which permissions go by. */
  declare readonly endpointId: pulumi.Output<string>;
  /** Where questions are posted to. */
  declare readonly invocationsUrl: pulumi.Output<string>;
  /** `READY`; anything else is worked on by the next `up`. */
  declare readonly state: pulumi.Output<string>;
  /** What it runs: name, model, version and state of each served entity. */
  declare readonly served: pulumi.Output<{ name: string; model: string; version: string; state: string }[]>;

  /**
   * @param name logical name
   * @param args the endpoint
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  constructor(name: string, args: ServingEndpointArgs, opts?: ResourceOptions) {
    const { model, servedEntities, ...rest } = args ?? {};
    const properties = {
      ...rest,
      model: versionOf(model),
      servedEntities: Array.isArray(servedEntities) ? servedEntities.map(entityOf) : servedEntities,
    };
    super("ServingEndpoint", name, properties, outputs, resourceOptions(opts));
  }

  /**
   * An endpoint that exists.
   *
   * @param name logical name
   * @param id name of the endpoint
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: ResourceOptions): ServingEndpoint {
    return new ServingEndpoint(name, {}, { ...opts, id });
  }
}

const outputs = ["name", "endpointId", "invocationsUrl", "state", "served"];

function versionOf(model: unknown): unknown {
  if (typeof model !== "object" || model === null || !("urn" in model) || !("version" in model)) return model;
  // The digest is known during previews when the number is not: so only a change of content shows as a rollout.
  const digest = "agent" in model && pulumi.Output.isInstance(model.agent) ? model.agent.apply(digestOf) : undefined;
  return { name: "name" in model ? model.name : undefined, version: model.version, digest };
}

function digestOf(agent: unknown): string | undefined {
  return typeof agent === "object" && agent !== null && "digest" in agent ? String(agent.digest) : undefined;
}

function entityOf(entity: pulumi.Input<ServedEntityArgs>): unknown {
  return typeof entity === "object" && "model" in entity ? { ...entity, model: versionOf(entity.model) } : entity;
}
