import type * as pulumi from "@pulumi/pulumi";
import type { ApiScope } from "./apiScopes.js";
import { DynamicResource, parsedOnUse } from "./dynamicResource.js";
import type { SystemResource } from "./passthrough.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** What an agent may touch. */
export interface AuthPolicyArgs {
  /**
   * What the agent uses: with its own credentials, which Model Serving hands out for exactly these things, or, marked
   * `onBehalfOfUser`, with those of the calling user. Written with the helpers `servingEndpoint("…")`,
   * `vectorSearchIndex("…")` and so on. Order does not matter. Default: none.
   */
  systemResources?: pulumi.Input<pulumi.Input<SystemResource>[]>;
  /**
   * API scopes that the agent needs to act for its caller, such as `dashboards.genie` (the known ones: `apiScopes`). Things
   * used on behalf of the user need their scopes here; `"derived"`, alone or in the list, stands for those. One
   * that Model Serving was not known to take, or that nothing needs, is a warning. Default: none.
   */
  userApiScopes?: pulumi.Input<"derived" | pulumi.Input<ApiScope>[]>;
  /**
   * Whether each thing is looked up, one read each, when the policy is made or changed, and in a refresh: `"error"` stops
   * the update, before anything is deployed with the policy, where one is missing or may be seen and not used; `"warn"`
   * says so; `false` looks nothing up. A refresh only warns. What is used on behalf of the user, and what cannot be told,
   * is said and stops nothing. Default: `"error"` on Databricks; nothing on the local workspace, nor on a plain MLflow
   * server, which has none of these things.
   */
  verify?: pulumi.Input<false | "warn" | "error">;
}

/**
 * What an agent may touch, declared once and carried by every agent that names it. It becomes the `auth_policy` of the
 * logged model (MLflow's `AuthPolicy`, mlflow/models/auth_policy.py), from which Model Serving derives the credentials of
 * the served agent. A change of the policy logs a new version of each agent that carries it, and the preview shows it.
 *
 * @remarks
 * It is no object of a workspace: creating and changing it makes no call but those of `verify`. What it says takes effect
 * when an agent that carries it is logged, registered and served.
 *
 * A thing used on behalf of the user without the scopes that it needs is an error before anything is deployed; see the
 * table of [helper constructors](helpers.md) for the scopes of each kind. A thing that the agent's code uses and the policy
 * does not declare is an error of the LoggedAgent, in its preview; `mlflow-agents policy` prints the policy that an agent
 * needs.
 *
 * @example
 * ```ts
 * const access = new AuthPolicy("access", {
 *   systemResources: [servingEndpoint("databricks-claude-sonnet-4"), genieSpace("01ef", { onBehalfOfUser: true })],
 *   userApiScopes: ["dashboards.genie"],
 * });
 * ```
 */
export class AuthPolicy extends DynamicResource {
  /** What the agent uses, in normal form: sorted, each once. */
  declare readonly systemResources: pulumi.Output<{ kind: string; name: string; onBehalfOfUser?: boolean }[]>;
  /** API scopes, in normal form: sorted, each once. */
  declare readonly userApiScopes: pulumi.Output<string[]>;
  /** The policy as MLmodel holds it. */
  declare readonly document: pulumi.Output<Record<string, unknown>>;
  /** SHA-256 of the document: equal policies have equal digests. */
  declare readonly digest: pulumi.Output<string>;
  /** Scopes that the things used on behalf of the user need. */
  declare readonly requiredScopes: pulumi.Output<string[]>;
  /** First MLflow release that can write the policy down. */
  declare readonly minimumMlflowVersion: pulumi.Output<string>;
  /** The policy in one sentence. */
  declare readonly summary: pulumi.Output<string>;

  /**
   * @param name logical name
   * @param args what the agent may touch
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  constructor(name: string, args: AuthPolicyArgs = {}, opts?: ResourceOptions) {
    super("AuthPolicy", name, { ...args }, outputs, resourceOptions(opts));
    parsedOnUse(this, "document");
  }

  /**
   * The policy that a logged model carries, read from its MLmodel file.
   *
   * @param name logical name
   * @param id id of the logged model, `m-…`
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: ResourceOptions): AuthPolicy {
    return new AuthPolicy(name, {}, { ...opts, id });
  }
}

const outputs = [
  "systemResources",
  "userApiScopes",
  "document",
  "digest",
  "requiredScopes",
  "minimumMlflowVersion",
  "summary",
];
