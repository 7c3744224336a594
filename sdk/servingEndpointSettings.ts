import type * as pulumi from "@pulumi/pulumi";
import type { LoggedAgent } from "./loggedAgent.js";

/** A model that somebody else runs. */
export interface ExternalModelArgs {
  /** `openai`, `anthropic`, `amazon-bedrock`, `google-cloud-vertex-ai`, `databricks-model-serving`, `cohere`, `ai21labs`, `palm` or `custom`. */
  provider: pulumi.Input<string>;
  /** The provider's name of the model. */
  name: pulumi.Input<string>;
  /** `llm/v1/chat`, `llm/v1/completions` or `llm/v1/embeddings`. */
  task: pulumi.Input<string>;
  /**
   * What the provider wants to know, by Databricks' names in camelCase: `openaiApiKey`, `awsRegion`, `anthropicApiKey` ….
   * A key is a Pulumi secret, or `secretRef(…)`; everything here is kept as a secret in the state. Default: nothing.
   */
  config?: pulumi.Input<Record<string, pulumi.Input<string | Record<string, pulumi.Input<string>>>>>;
}

/** Where requests and answers are recorded: the Delta table `<catalog>.<schema>.<prefix>_payload`. */
export interface InferenceTableArgs {
  /** Catalog of the table. */
  catalog: pulumi.Input<string>;
  /** Schema of the table. */
  schema: pulumi.Input<string>;
  /** First part of the table's name. Default: the last part of the model's name. */
  prefix?: pulumi.Input<string>;
  /** Whether requests are recorded. Default: true. */
  enabled?: pulumi.Input<boolean>;
}

/** How often somebody may ask, per minute. */
export interface RateLimitArgs {
  /** Requests per minute. Default: no limit. */
  calls?: pulumi.Input<number>;
  /** Tokens per minute. Default: no limit. */
  tokens?: pulumi.Input<number>;
  /** Whose requests are counted together: `endpoint`, `user`, `user_group` or `service_principal`. Default: `endpoint`. */
  per?: pulumi.Input<"endpoint" | "user" | "user_group" | "service_principal">;
  /** The one user, group or service principal that it is for. Default: each. */
  principal?: pulumi.Input<string>;
}

/** What may not pass. */
export interface GuardrailArgs {
  /** Whether unsafe content is stopped. Default: false. */
  safety?: pulumi.Input<boolean>;
  /** What happens to personal data: `NONE`, `BLOCK` or `MASK`. Default: `NONE`. */
  pii?: pulumi.Input<"NONE" | "BLOCK" | "MASK">;
  /** Words that stop a request. Default: none. */
  invalidKeywords?: pulumi.Input<pulumi.Input<string>[]>;
  /** The only topics that pass. Default: all. */
  validTopics?: pulumi.Input<pulumi.Input<string>[]>;
}

/** What stands between a client and the entities. An endpoint that serves an agent has inference tables only. */
export interface AiGatewayArgs {
  /** Where requests and answers are recorded. One that is on cannot be moved: it is turned off and on again, by two calls. Default: nowhere. */
  inferenceTable?: pulumi.Input<InferenceTableArgs>;
  /** Whether use is counted in the system tables. Default: false. */
  usageTracking?: pulumi.Input<boolean>;
  /** Limits of requests and tokens per minute. Default: none. */
  rateLimits?: pulumi.Input<pulumi.Input<RateLimitArgs>[]>;
  /** What is stopped in questions (`input`) and answers (`output`). Default: nothing. */
  guardrails?: pulumi.Input<{ input?: pulumi.Input<GuardrailArgs>; output?: pulumi.Input<GuardrailArgs> }>;
  /** Whether a request that fails goes to another entity. Default: false. */
  fallbacks?: pulumi.Input<boolean>;
}

/** Who is told by e-mail how an update ended. */
export interface NotificationsArgs {
  /** Addresses that hear of success. Default: none. */
  onUpdateSuccess?: pulumi.Input<pulumi.Input<string>[]>;
  /** Addresses that hear of failure. Default: none. */
  onUpdateFailure?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Where the endpoint's own signals go. No answer tells it, so a change behind Pulumi's back is not seen. */
export interface TelemetryArgs {
  /** Which signals: `INFERENCE_TABLE`, `LOGS`, `METRICS`, `TRACES`. Default: all. */
  features?: pulumi.Input<pulumi.Input<"INFERENCE_TABLE" | "LOGS" | "METRICS" | "TRACES">[]>;
  /** Full names of the Unity Catalog tables for annotations, logs, metrics and traces. Default: none. */
  tables?: pulumi.Input<{
    annotations?: pulumi.Input<string>;
    logs?: pulumi.Input<string>;
    metrics?: pulumi.Input<string>;
    traces?: pulumi.Input<string>;
  }>;
  /** Table of requests, which Databricks names after the table of logs (`<logs>_payload`), and which part of them it gets (0 to 1). Default: none. */
  inferenceTable?: pulumi.Input<{ name: pulumi.Input<string>; sampling?: pulumi.Input<number> }>;
  /** A telemetry profile that exists, in place of `tables`. Default: none. */
  profileId?: pulumi.Input<string>;
}

/**
 * Where an agent's traces go. It sets `ENABLE_MLFLOW_TRACING`, `MLFLOW_EXPERIMENT_ID` and `MLFLOW_TRACE_SAMPLING_RATIO`
 * together; a variable that the program sets itself wins. Tracing costs each answer time, by the size of its trace, as
 * Databricks gives it: about 1 ms at 10 kB, 50 to 100 ms at 1 MB, 150 ms and more at 10 MB.
 */
export interface TracingArgs {
  /**
   * The experiment: a LoggedAgent, whose own it then is, or the id or the path of one that exists when the update comes to
   * the endpoint. Default: none, and traces go to the inference table.
   */
  experiment?: LoggedAgent | pulumi.Input<string>;
  /** Which part of the requests is traced, 0 to 1. Default: all. */
  sampling?: pulumi.Input<number>;
  /** The inference table, whose `response` column holds the traces; `true`: in the model's schema, named after the model. Default: none, with `preset: "agent"` `true`. */
  inferenceTable?: pulumi.Input<
    boolean | { catalog: pulumi.Input<string>; schema: pulumi.Input<string>; prefix?: pulumi.Input<string> }
  >;
  /**
   * Whether the trace of the first question of `smokeTest` is looked for where it should arrive. `"warn"`: one that does not
   * arrive is a warning; `"error"`: it fails the version, which then gets no traffic; `"off"`: nobody looks. The question
   * asks for its trace (`databricks_options`), which is then looked up in the experiment; where traces go to an inference
   * table alone, the trace that comes with the answer counts, because tables are read through a SQL warehouse. Where
   * traces are sampled the question is asked again, at most 20 times, and a miss is never more than a warning. It asks
   * nothing without `smokeTest`. Default: `"warn"`.
   */
  prove?: pulumi.Input<"off" | "warn" | "error">;
  /** How long the trace may take to the experiment, in seconds, 1 to 3600. Default: 60. */
  proveWithinSeconds?: pulumi.Input<number>;
}

/** What somebody may do with an endpoint. */
export type EndpointPermission = "CAN_VIEW" | "CAN_QUERY" | "CAN_MANAGE";

/**
 * Who may do what with an endpoint. Whoever runs Pulumi keeps CAN_MANAGE. Declared, they cost one read more per refresh.
 */
export interface PermissionsArgs {
  /** User name to permission. Default: none. */
  users?: pulumi.Input<Record<string, pulumi.Input<EndpointPermission>>>;
  /** Group to permission. Default: none. */
  groups?: pulumi.Input<Record<string, pulumi.Input<EndpointPermission>>>;
  /** Service principal, by display name or application id, to permission. Default: none. */
  servicePrincipals?: pulumi.Input<Record<string, pulumi.Input<EndpointPermission>>>;
  /** `additive`: what others were given stays; `authoritative`: it is taken, and shows as drift. What is inherited stays. Default: `additive`. */
  mode?: pulumi.Input<"additive" | "authoritative">;
}
