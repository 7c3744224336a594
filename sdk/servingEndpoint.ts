import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "./dynamicResource.js";
import { LoggedAgent } from "./loggedAgent.js";
import { declaredAliases, type RegisteredModel, refusingName } from "./registeredModel.js";
import { warnOfCredentials } from "./servingEndpointCredentials.js";
import type { CanaryArgs, GateArgs, SmokeTestArgs } from "./servingEndpointRollout.js";
import type {
  AiGatewayArgs,
  ExternalModelArgs,
  NotificationsArgs,
  PermissionsArgs,
  TelemetryArgs,
  TracingArgs,
} from "./servingEndpointSettings.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** A version of a model: a RegisteredModel, a URI `models:/name/version`, or name and version. */
export type ModelVersion =
  | RegisteredModel
  | pulumi.Input<string>
  | pulumi.Input<{ name: pulumi.Input<string>; version: pulumi.Input<string | number> }>;

/** One model that an endpoint runs: a version of a registered one, or an external one. */
export interface ServedEntityArgs {
  /** Name inside the endpoint, used by `traffic`. Default: `<model>_<version>`, with `-` for each dot, as Databricks' deploy client names it. */
  name?: pulumi.Input<string>;
  /** The version that it runs. Either this or `externalModel` is required. Default: none. */
  model?: ModelVersion;
  /** A model that somebody else runs. Either this or `model` is required. Default: none. */
  externalModel?: pulumi.Input<ExternalModelArgs>;
  /** Environment variables, beside the endpoint's own, over which they win. Default: none. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `Small`, `Medium`, `Large` … Default: the endpoint's, unless the entity's size is given in another way. */
  workloadSize?: pulumi.Input<string>;
  /** `CPU`, `GPU_SMALL` … Default: the endpoint's. */
  workloadType?: pulumi.Input<string>;
  /** Least number of requests that are served at once, in steps of 4. Default: the endpoint's. */
  minProvisionedConcurrency?: pulumi.Input<number>;
  /** Most requests that are served at once, in steps of 4. Default: the endpoint's. */
  maxProvisionedConcurrency?: pulumi.Input<number>;
  /** Least tokens per second of a foundation model. Default: the endpoint's. */
  minProvisionedThroughput?: pulumi.Input<number>;
  /** Most tokens per second of a foundation model. Default: the endpoint's. */
  maxProvisionedThroughput?: pulumi.Input<number>;
  /** Model units of a foundation model. Default: the endpoint's. */
  provisionedModelUnits?: pulumi.Input<number>;
  /** Whether it may go beyond a provisioned throughput for a while. Default: the endpoint's. */
  burstScaling?: pulumi.Input<boolean>;
  /** ARN of the AWS instance profile that it runs under. Default: the endpoint's. */
  instanceProfile?: pulumi.Input<string>;
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
  /** Name, at most 63 letters, digits, `-` and `_`. Default: `agents_<model>`, as Databricks' deploy client names it; the resource's own name where the first of `servedEntities` is an external model. */
  name?: pulumi.Input<string>;
  /** The version to serve. Either this or `servedEntities` is required, unless `adopt` takes an endpoint whose model is somebody else's. Default: none. */
  model?: ModelVersion;
  /** Several models side by side. Either this or `model` is required. Default: none. */
  servedEntities?: pulumi.Input<ServedEntityArgs>[];
  /** Shares of the requests, together 100; an entity without one gets none. Default: everything to the last of `servedEntities`. */
  traffic?: pulumi.Input<pulumi.Input<TrafficRouteArgs>[]>;
  /**
   * Environment variables of the served agent: upper-case names, text values. A Pulumi secret stays secret in the state
   * and in previews; `secretRef(scope, key)` names one that the workspace keeps; a value that looks like a credential and is
   * neither is a warning. Declared, the map is the whole truth; left out, the variables of the version that is served
   * are carried to the next one. Default: none of the program's.
   */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** `Small`, `Medium`, `Large` … Default: `Small`, unless the size is given in another way. */
  workloadSize?: pulumi.Input<string>;
  /** `CPU`, `GPU_SMALL` … Default: `CPU`. */
  workloadType?: pulumi.Input<string>;
  /** Least number of requests that are served at once, in steps of 4; in place of `workloadSize`. Default: the workspace's. */
  minProvisionedConcurrency?: pulumi.Input<number>;
  /** Most requests that are served at once, in steps of 4; in place of `workloadSize`. Default: the workspace's. */
  maxProvisionedConcurrency?: pulumi.Input<number>;
  /** Least tokens per second of a foundation model. Default: none. */
  minProvisionedThroughput?: pulumi.Input<number>;
  /** Most tokens per second of a foundation model. Default: none. */
  maxProvisionedThroughput?: pulumi.Input<number>;
  /** Model units of a foundation model. Default: none. */
  provisionedModelUnits?: pulumi.Input<number>;
  /** Whether it may go beyond a provisioned throughput for a while. No answer tells it: a change behind Pulumi's back is not seen. Default: false. */
  burstScaling?: pulumi.Input<boolean>;
  /** ARN of the AWS instance profile that it runs under. Default: none. */
  instanceProfile?: pulumi.Input<string>;
  /** Whether it stops when nobody asks it; the next question then waits for it. Default: false. */
  scaleToZero?: pulumi.Input<boolean>;
  /** How many former versions stay beside the served one, without traffic, for a quick way back. Each keeps its compute. Default: 0. */
  keep?: pulumi.Input<number>;
  /** What the endpoint is for. No way is known to change it later: where Databricks refuses, the update does everything else and then fails. Default: none. */
  description?: pulumi.Input<string>;
  /** Tags of the endpoint. Tags that others set stay. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Id of the budget policy that the endpoint's costs are booked on. Databricks has no documented way to change it later and may refuse. Default: the workspace's. */
  budgetPolicy?: pulumi.Input<string>;
  /** The same under its newer name; shown as `budgetPolicy`. Default: the workspace's. */
  usagePolicy?: pulumi.Input<string>;
  /** Who is told by e-mail how an update ended. Default: nobody. */
  notifications?: pulumi.Input<NotificationsArgs>;
  /** Where the endpoint's logs, metrics and traces go. Default: nowhere. */
  telemetry?: pulumi.Input<TelemetryArgs>;
  /** Inference tables, usage tracking, rate limits, guardrails and fallbacks. Default: none of the program's. */
  aiGateway?: pulumi.Input<AiGatewayArgs>;
  /** Who may do what with the endpoint. Default: nobody is given anything. */
  permissions?: pulumi.Input<PermissionsArgs>;
  /**
   * `"agent"`: what Databricks' own deploy client sets for an agent: `ENABLE_MLFLOW_TRACING`, `ENABLE_LANGCHAIN_STREAMING` and
   * `RETURN_REQUEST_ID_IN_RESPONSE` are `"true"`, and requests are recorded in an inference table in the model's schema.
   * Each shows in the preview; what the program says itself wins. Default: none.
   */
  preset?: pulumi.Input<"agent">;
  /** Where the agent's traces go. Default: as the environment says. */
  tracing?: TracingArgs;
  /**
   * Aliases of the model that point to the version that this endpoint serves, `["champion"]` for example: set when the
   * rollout has come to its end and that version has all of the traffic, so that an alias never names a version that
   * failed its questions or its gate. It needs `model`, and an alias belongs to one resource: one that the RegisteredModel
   * declares too is an error. One that leaves the list, or whose endpoint goes, stays where it points. Default: none.
   */
  modelAliases?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the served version is registered as an agent, which makes its review app; the route is in no documentation, and a refusal is a warning. Default: false. */
  reviewApp?: pulumi.Input<boolean>;
  /** How the traffic moves to a new version: `"immediate"`, or in steps. Default: `"immediate"`. */
  rollout?: "immediate" | CanaryArgs;
  /** Questions that a new version must answer before it gets any traffic. Default: none. */
  smokeTest?: pulumi.Input<pulumi.Input<SmokeTestArgs>[]>;
  /** What must agree before traffic moves, after the questions and before each step. Default: nothing. */
  gate?: GateArgs;
  /** What happens to a version that fails: `"keep"` leaves it, without traffic, for a look; `"remove"` takes it away. Default: `"keep"`. */
  onFailure?: pulumi.Input<"keep" | "remove">;
  /** Whether Databricks optimises the network path. Default: false. */
  routeOptimized?: pulumi.Input<boolean>;
  /**
   * Whether to take over an endpoint of that name that exists already: `true` takes one that no other stack holds, `"take"`
   * also takes one away from another stack, which then no longer manages it. Without `model` and `servedEntities`, only
   * what is declared of it (tags, description, budget policy, notifications, telemetry, gateway, permissions) is managed:
   * what it runs stays its owner's, settings of the gateway that the program does not name stay, it is never made, marked
   * or deleted, and when it leaves the program what was declared is taken back. Default: false; one that exists is then an
   * error.
   */
  adopt?: pulumi.Input<boolean | "take">;
}

/**
 * An endpoint of Model Serving. A new version rolls out beside the old one, which serves until the new one is ready; a
 * rollout that fails leaves the old version serving, and the error carries the build and server logs.
 *
 * @remarks
 * `up` waits until the endpoint is ready, no update is running, and every entity is ready at the right version: at most
 * 45 minutes, or less where the resource option `customTimeouts` says so. An update that somebody else began is waited for; a
 * state that no waiting ends (stopped, deleted, overwritten by somebody else) ends it at once. When waiting ends early, the endpoint stays in the state with its id and logs, and the next `up` continues.
 *
 * An endpoint that was stopped on the Serving page shows in a refresh, and the next `up` starts it by sending its
 * configuration.
 *
 * `pulumi import` and the resource option `import` do not reach resources of this package, because Pulumi does not pass
 * them to dynamic providers: the option is an error that says so, and the command ends in Pulumi's own `TypeError: Cannot
 * read properties of undefined (reading 'toJavaScript')`, before any code of this package is loaded. An endpoint that exists already is taken over with `adopt: true`: it is changed in place to
 * what the program says, and gets the tags that mark it as this stack's.
 *
 * Environment variables hold text. The value of a variable never shows in a message; in previews and the state only a
 * Pulumi secret is hidden (`config.requireSecret("…")`, `pulumi.secret("…")`).
 *
 * An update makes the fewest calls that the difference needs: tags, description, budget policy, notifications, telemetry,
 * permissions and AI gateway first, each by its own call, then what the endpoint runs, by one. What a server fills in,
 * reorders or does not answer is never a difference; a refresh reads the endpoint once, and its permissions once where
 * the program declares some.
 *
 * @example
 * ```ts
 * const endpoint = new ServingEndpoint("support", {
 *   model,
 *   preset: "agent",
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
 *     environment: { TICKETS_KEY: pulumi.secret("…"), LOG_FORMAT: "json" },
 *     workloadSize: "Medium",
 *   },
 *   { customTimeouts: { create: "20m", update: "20m" }, protect: true },
 * );
 * ```
 *
 * @example
 * An agent as Databricks' own deploy client would serve it, traced into an experiment, asked before it gets traffic; the
 * model's alias `live` follows when all of that came off:
 *
 * ```ts
 * const observed = new ServingEndpoint("observed", {
 *   name: "support-observed",
 *   model,
 *   preset: "agent",
 *   tracing: { experiment: "1234567890123456", sampling: 0.5 },
 *   permissions: { groups: { users: "CAN_QUERY" } },
 *   smokeTest: [{ question: "hello", maxLatencyMs: 60_000 }],
 *   modelAliases: ["live"],
 *   keep: 1,
 * });
 * export const traces = observed.tracesTo;
 * ```
 *
 * @example
 * The gateway of an endpoint whose model is somebody else's, a foundation model of Databricks for example:
 *
 * ```ts
 * const claude = new ServingEndpoint("claude", {
 *   name: "databricks-claude-sonnet-4",
 *   adopt: true,
 *   aiGateway: { usageTracking: true, rateLimits: [{ calls: 100, per: "user" }] },
 *   tags: { team: "platform" },
 * });
 * export const claudeUrl = claude.invocationsUrl;
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
  /** `READY`, or `STOPPED` where somebody stopped it on the Serving page; anything but `READY` is worked on by the next `up`. */
  declare readonly state: pulumi.Output<string>;
  /** What it runs: name, model, version, state and share of the requests, in percent, of each served entity. */
  declare readonly served: pulumi.Output<
    { name: string; model: string; version: string; state: string; percentage: number }[]
  >;
  /**
   * Scopes of the user authorization that the served agent was granted, by the endpoint's own report. Where its model asks
   * for more, or where they changed since the endpoint was last looked at, `up` and `refresh` say so.
   */
  declare readonly grantedScopes: pulumi.Output<string[]>;
  /** Each of `modelAliases` to the number of the version that it points to; undefined where none are declared. */
  declare readonly aliasVersions: pulumi.Output<Record<string, string> | undefined>;
  /** Full name of the table that records requests and answers; undefined where there is none. */
  declare readonly inferenceTable: pulumi.Output<string | undefined>;
  /** Where traces go: `experiment <id>`, `table <name>`; empty where the agent is not traced. */
  declare readonly tracesTo: pulumi.Output<string[]>;
  /** Id of the trace of a question of `smokeTest` that was found there; undefined where none was looked for or found. */
  declare readonly provedTrace: pulumi.Output<string | undefined>;
  /** Address of the review app, where `reviewApp` asked for one and the workspace made it. */
  declare readonly reviewAppUrl: pulumi.Output<string | undefined>;

  /**
   * @param name logical name
   * @param args the endpoint
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  constructor(name: string, args: ServingEndpointArgs, opts?: ResourceOptions) {
    const { model, servedEntities, tracing, ...rest } = args ?? {};
    const properties = {
      ...rest,
      model: withAliases(versionOf(model), model, rest.modelAliases),
      servedEntities: Array.isArray(servedEntities) ? servedEntities.map(entityOf) : servedEntities,
      tracing: tracingOf(tracing),
      ...stopsAt(model, servedEntities),
    };
    super("ServingEndpoint", name, properties, outputs, resourceOptions(opts));
    warnOfCredentials(this, "environment", args?.environment);
    if (!Array.isArray(servedEntities)) return;
    servedEntities.forEach((entity, index) => {
      if (!isPlain(entity)) return;
      warnOfCredentials(this, `servedEntities[${index}].environment`, entity.environment);
    });
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

/** The model at which a destroy of the whole stack would stop, behind this endpoint: hidden, for the provider's deletion. */
function stopsAt(
  model: ServingEndpointArgs["model"],
  servedEntities: ServingEndpointArgs["servedEntities"],
): { __stopsAt?: pulumi.Output<string> } {
  const entities: readonly unknown[] = Array.isArray(servedEntities) ? servedEntities : [];
  const models = [model, ...entities.map((entity) => Object(entity).model as unknown)];
  const [name] = models.map(refusingName).filter((found) => found !== undefined);
  return name === undefined ? {} : { __stopsAt: name };
}

const outputs = [
  "name",
  "endpointId",
  "invocationsUrl",
  "state",
  "served",
  "grantedScopes",
  "inferenceTable",
  "tracesTo",
  "provedTrace",
  "aliasVersions",
  "reviewAppUrl",
];

function versionOf(model: unknown): unknown {
  if (typeof model !== "object" || model === null || !("urn" in model) || !("version" in model)) return model;
  // The digest is known during previews when the number is not: so only a change of content shows as a rollout.
  const digest = "digest" in model ? model.digest : undefined;
  return { name: "name" in model ? model.name : undefined, version: model.version, digest };
}

/** The aliases that the program's RegisteredModel moves go with the version, so that `check` sees two that move one. */
function withAliases(version: unknown, model: ModelVersion | undefined, moved: unknown): unknown {
  const declared = moved === undefined ? undefined : declaredAliases(model);
  if (declared === undefined || typeof version !== "object") return version;
  return { ...version, aliases: pulumi.output(declared).apply((aliases) => Object.keys(aliases).sort()) };
}

function isPlain(entity: pulumi.Input<ServedEntityArgs>): entity is ServedEntityArgs {
  return typeof entity === "object" && entity !== null && !pulumi.Output.isInstance(entity) && !("then" in entity);
}

function entityOf(entity: pulumi.Input<ServedEntityArgs>): unknown {
  if (!isPlain(entity)) return entity;
  const { model, externalModel, ...rest } = entity;
  return {
    ...rest,
    ...(model === undefined ? {} : { model: versionOf(model) }),
    ...(externalModel === undefined ? {} : { externalModel: withSecretConfig(externalModel) }),
  };
}

/** The keys to an external model stay secret, whatever the program made of them. */
function withSecretConfig(model: pulumi.Input<ExternalModelArgs>): unknown {
  return pulumi
    .output(model)
    .apply(({ config, ...rest }) => (config === undefined ? rest : { ...rest, config: pulumi.secret(config) }));
}

/** The experiment of a LoggedAgent stands in its id, `<experiment>/<name>`; got by a model's id, it does not tell it. */
function tracingOf(tracing: TracingArgs | undefined): unknown {
  if (tracing === undefined || !(tracing.experiment instanceof LoggedAgent)) return tracing;
  return { ...tracing, experiment: tracing.experiment.id.apply((id) => /^(\d+)\//.exec(id)?.[1]) };
}
