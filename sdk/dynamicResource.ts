import * as pulumi from "@pulumi/pulumi";

/** The kinds of resource, and the name of each in `pulumi-mlflow-agents/provider`. */
const providers = {
  AuthPolicy: "authPolicy",
  LoggedAgent: "loggedAgent",
  RegisteredModel: "registeredModel",
  ServingEndpoint: "servingEndpoint",
} as const;

type Kind = keyof typeof providers;

/** Arguments as they are handed on, by name. */
export type Properties = Record<string, unknown>;

/**
 * The one shim between a stack program and Pulumi's dynamic providers.
 *
 * Pulumi keeps the provider of a dynamic resource as JavaScript text in the state. Here that text is a constant, so no
 * variable of a program and no credential can be captured in it, and the installed package decides what runs.
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  /**
   * @param kind which resource
   * @param name logical name
   * @param args the user's arguments
   * @param outputs names of what the provider adds
   * @param options Pulumi's resource options; `customTimeouts` are honoured
   */
  protected constructor(
    kind: Kind,
    name: string,
    args: Properties,
    outputs: readonly string[],
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    const type = `pulumi-nodejs:dynamic/mlflow-agents:${kind}`;
    super(
      type,
      name,
      {
        ...Object.fromEntries(outputs.map((output) => [output, undefined])),
        ...args,
        __provider: `exports.handler = () => require("pulumi-mlflow-agents/provider").${providers[kind]};`,
        __urn: urnOf(name, type, options?.parent),
        __timeouts: seconds(options?.customTimeouts),
        __secrets: secretNames(args),
      },
      options,
    );
  }
}

/**
 * The URN, as a plain promise. As an output of the parent's it would make the resource depend on its parent, and whatever
 * depends on a component waits for all of the component's children: the resource would wait for itself.
 */
function urnOf(name: string, type: string, parent: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, parent).apply(resolve);
  });
}

/** `customTimeouts` (`"10m"`) in seconds: the engine does not enforce them for dynamic providers, the handlers do. */
function seconds(timeouts: pulumi.CustomTimeouts | undefined): Record<string, number> | undefined {
  if (timeouts === undefined) return undefined;
  const entries = Object.entries(timeouts).flatMap(([name, text]) => {
    const value = duration(String(text));
    return value === undefined ? [] : [[name, value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function duration(text: string): number | undefined {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(amount) * (units[unit ?? "s"] ?? 1);
  }
  return total > 0 ? total : undefined;
}

/**
 * Names of the arguments that hold a Pulumi secret. Secrets reach the provider as plain values, so without this it
 * could not know what its error messages must not repeat.
 */
function secretNames(args: Properties): pulumi.Output<string[] | undefined> {
  const names = Object.entries(args).map(async ([name, value]) =>
    (await pulumi.isSecret(pulumi.output(value))) ? name : undefined,
  );
  return pulumi.output(Promise.all(names)).apply((found) => {
    const secret = found.filter((name) => name !== undefined).sort();
    return secret.length === 0 ? undefined : secret;
  });
}
