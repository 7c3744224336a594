import * as pulumi from "@pulumi/pulumi";

/**
 * A reference to a secret that the workspace keeps: the value of an environment variable, or of a key to an external
 * model. It writes `{{secrets/scope/key}}`, the one form that Model Serving resolves; a preview says where there is no
 * such secret yet, as far as whoever runs it may look, and the update that needs it fails before it touches the endpoint. The creator of the endpoint needs READ on the scope.
 *
 * @param scope name of the secret scope
 * @param key name of the secret in it
 *
 * @example
 * ```ts
 * const careful = new ServingEndpoint("careful", {
 *   model,
 *   environment: { CRM_TOKEN: secretRef("support", "crm") },
 * });
 * ```
 */
export const secretRef: (scope: pulumi.Input<string>, key: pulumi.Input<string>) => pulumi.Output<string> = (
  scope,
  key,
) => pulumi.all([scope, key]).apply(([inScope, withKey]) => `{{secrets/${inScope}/${withKey}}}`);
