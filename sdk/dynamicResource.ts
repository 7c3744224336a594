import * as pulumi from "@pulumi/pulumi";
import { refuseUnknownConfiguration } from "./configuration.js";

/** The kinds of resource, and the name of each in `pulumi-mlflow-agents/provider`. */
const providers = {
  AuthPolicy: "authPolicy",
  LoggedAgent: "loggedAgent",
  RegisteredModel: "registeredModel",
  ServingEndpoint: "servingEndpoint",
} as const;

/** An output that each state of a kind holds, and that is no input. An AuthPolicy has none: all that it holds are inputs. */
const always: { readonly [K in Kind]?: string } = {
  LoggedAgent: "modelId",
  RegisteredModel: "status",
  ServingEndpoint: "endpointId",
};

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
    refuseUnknownConfiguration();
    if (options?.import !== undefined) throw new pulumi.RunError(importText(kind, name));
    const type = `pulumi-nodejs:dynamic/mlflow-agents:${kind}`;
    const timeouts = seconds(options?.customTimeouts);
    const secrets = secretPaths(args);
    super(
      type,
      name,
      {
        ...Object.fromEntries(outputs.map((output) => [output, undefined])),
        ...args,
        __provider: `exports.handler = () => require("pulumi-mlflow-agents/provider").${providers[kind]};`,
        __urn: urnOf(name, type, options?.parent),
        // Every property that Pulumi is handed costs it several promises, empty ones too.
        ...(timeouts === undefined ? {} : { __timeouts: timeouts }),
        ...(secrets === undefined ? {} : { __secrets: secrets }),
        ...organization(),
        // A protected resource is refused by the engine itself, with its own words.
        ...(options?.retainOnDelete === true || options?.protect === true ? { __retained: true } : {}),
        ...(pulumi.runtime.isDryRun() ? { __preview: true } : {}),
      },
      options,
    );
    const settled = always[kind];
    if (settled === undefined) return;
    // An argument that was given as undefined is an output as well.
    for (const name of new Set([...outputs, ...Object.keys(args)])) {
      if (name !== settled) knownWith(this, name, settled);
    }
  }
}

/** The kinds that take over what exists where the program says so. */
const adopting: ReadonlySet<Kind> = new Set<Kind>(["RegisteredModel", "ServingEndpoint"]);

/**
 * What takes the place of the option `import`. Pulumi asks a dynamic provider for an import before it has told it anything,
 * its code included, and ends in a TypeError of its own; so the program has to say it.
 */
function importText(kind: Kind, name: string): string {
  const takeOver = adopting.has(kind)
    ? "To take over what exists, set `adopt: true`; to only read it,"
    : "To read what exists,";
  return (
    `${kind} "${name}": the option \`import\` does not reach resources of this package, because Pulumi does not hand imports to ` +
    `dynamic providers. ${takeOver} use \`${kind}.get("${name}", "<id>")\`.`
  );
}

/** `apply` as Pulumi has it: what its declarations leave out is a call of the function for a value that is not known, too. */
interface Applied {
  apply(use: (value: unknown) => unknown, withUnknowns: true): pulumi.Output<unknown>;
}

/**
 * Makes an output that the state does not hold known in previews, as undefined, where the resource's state is known. Pulumi
 * takes what is missing for unknown in every preview, so a program that used it would have a difference for ever.
 *
 * @param name of the output
 * @param settled name of an output that is known exactly where the resource's state is
 */
function knownWith(resource: DynamicResource, name: string, settled: string): void {
  const state = propertyOf(resource, settled);
  onUse(resource, name, (recorded) => {
    if (recorded === undefined) return recorded;
    const open = recorded as unknown as Applied;
    return open.apply((value) => (pulumi.isUnknown(value) ? state?.apply(() => undefined) : value), true);
  });
}

/** Puts `make` between a property of `resource` and a program, when the program first uses it. */
function onUse(
  resource: DynamicResource,
  name: string,
  make: (recorded: pulumi.Output<unknown> | undefined) => pulumi.Output<unknown> | undefined,
): void {
  const recorded = propertyOf(resource, name);
  const define = (get: () => unknown) =>
    Object.defineProperty(resource, name, {
      configurable: true,
      enumerable: true,
      get,
      set: (value: unknown) => define(() => value),
    });
  let made: { value: pulumi.Output<unknown> | undefined } | undefined;
  define(() => {
    made ??= { value: make(recorded) };
    return made.value;
  });
}

function propertyOf(resource: DynamicResource, name: string): pulumi.Output<unknown> | undefined {
  return (resource as unknown as Record<string, pulumi.Output<unknown>>)[name];
}

/**
 * Makes the value of an output that the state holds as JSON text (docs/decisions/0021-state-size.md) of the text, when a
 * program first uses it.
 *
 * @param name of a property of `resource` that is an output
 */
export function parsedOnUse(resource: DynamicResource, name: string): void {
  // Earlier releases recorded the value itself; mocks of a program's tests may hold either, or nothing.
  onUse(resource, name, (recorded) =>
    recorded?.apply((value) => (typeof value === "string" ? (JSON.parse(value) as unknown) : value)),
  );
}

/**
 * The URN, as a plain promise. As an output of the parent's it would make the resource depend on its parent, and whatever
 * depends on a component waits for all of the component's children: the resource would wait for itself.
 */
function urnOf(name: string, type: string, parent: pulumi.Resource | undefined): string | Promise<string> {
  if (parent === undefined) return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  return new Promise((resolve) => {
    pulumi.createUrn(name, type, parent).apply(resolve);
  });
}

/** The stack's organization; a backend of one's own has none, and names the same word for every stack. */
function organization(): { __organization?: string } {
  try {
    const name = pulumi.getOrganization();
    return name === "organization" ? {} : { __organization: name };
  } catch {
    // Mocks of a program's tests may name none.
    return {};
  }
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
 * Where a Pulumi secret is among the arguments: paths as in JSON pointers, `environment/API_KEY`. Secrets reach the provider as
 * plain values, so without this it could not know what its error messages must not repeat; and by the name of the argument
 * alone it would hide what is no secret. Undefined where no argument can hold one.
 */
function secretPaths(args: Properties): pulumi.Output<string[] | undefined> | undefined {
  const open = openPaths(args, "", mostLevels);
  if (open.length === 0) return undefined;
  const paths = open.map(async ([path, value]) => ((await pulumi.isSecret(pulumi.output(value))) ? path : undefined));
  return pulumi.output(Promise.all(paths)).apply((found) => {
    const secret = found.filter((path) => path !== undefined).sort();
    return secret.length === 0 ? undefined : secret;
  });
}

/** The parts of a value that are still to come, each with its path. */
function openPaths(value: unknown, path: string, levels: number): [string, unknown][] {
  if (isPlain(value, levels)) return [];
  if (levels === 0 || !isStructure(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => {
    const name = key.replaceAll("~", "~0").replaceAll("/", "~1");
    return openPaths(item, path === "" ? name : `${path}/${name}`, levels - 1);
  });
}

const mostLevels = 20;

/** Whether a value is plain data, no part of which is still to come: only an Output can be a secret. */
function isPlain(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (levels === 0 || !isStructure(value)) return false;
  return Object.values(value).every((item) => isPlain(item, levels - 1));
}

/** Whether a value is a list or an object of a program's own, and no Output, promise or asset. */
function isStructure(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
