import type * as pulumi from "@pulumi/pulumi";

/** How the traffic moves to a new version, step by step. */
export interface CanaryArgs {
  /** Shares of the requests that the new version gets, rising whole percent that end with 100: `[10, 50, 100]`. */
  canary: pulumi.Input<pulumi.Input<number>[]>;
  /** Seconds between two steps. Default: 60, unless `requests` is given. */
  pauseSeconds?: pulumi.Input<number>;
  /** Requests that the new version must have served before the next step, by the endpoint's metrics. Default: none. */
  requests?: pulumi.Input<number>;
}

/** A question that a new version must answer before it gets traffic. It must be harmless: it may be asked more than once. */
export interface SmokeTestArgs {
  /** The question: a text, put into the form that the agent takes, or the whole body of the request. */
  question: pulumi.Input<string> | pulumi.Input<Record<string, unknown>>;
  /** What the answer must satisfy, all of it. Default: it is an answer. */
  expect?: pulumi.Input<ExpectationArgs>;
  /** Longest time for the answer, in milliseconds. The entity is asked once before, unmeasured, so that it is warm. Default: no limit. */
  maxLatencyMs?: pulumi.Input<number>;
}

/** What an answer must satisfy. */
export interface ExpectationArgs {
  /** A text that the answer's text holds. Default: any. */
  contains?: pulumi.Input<string>;
  /** A regular expression that the answer's text matches. Default: any. */
  matches?: pulumi.Input<string>;
  /** A value inside of the answer's JSON: `{ path: "output[0].type", equals: "message" }`. Default: any. */
  jsonPath?: pulumi.Input<{ path: pulumi.Input<string>; equals: unknown }>;
}

/** What must agree before traffic moves: a command that ends with 0, or an address that answers 2xx. */
export type GateArgs = GateCommandArgs | GateUrlArgs;

/**
 * A command that must end with 0. A shell runs it in the program's folder, with `MLFLOW_AGENTS_ENDPOINT`,
 * `MLFLOW_AGENTS_ENTITY` and `MLFLOW_AGENTS_SHARE` (the share that the version is about to get, in percent) in its environment.
 */
export interface GateCommandArgs {
  /** The command. */
  command: pulumi.Input<string>;
  /** Seconds that it may take, at least 1. Default: 600. */
  timeoutSeconds?: pulumi.Input<number>;
}

/** An address that must answer 2xx. It is told `endpoint`, `entity` and `share` as parameters; a redirect counts as no answer. */
export interface GateUrlArgs {
  /** The address, `http://…` or `https://…`. */
  url: pulumi.Input<string>;
  /** Seconds that it may take, at least 1. Default: 600. */
  timeoutSeconds?: pulumi.Input<number>;
}
