import * as pulumi from "@pulumi/pulumi";

/**
 * A thing that an agent may use: an entry of `systemResources` or `resources`. Made by the helpers of this module.
 *
 * @example
 * ```ts
 * const access = new AuthPolicy("everything", {
 *   systemResources: [
 *     servingEndpoint("databricks-claude-sonnet-4"),
 *     vectorSearchIndex("main.kb.docs"),
 *     sqlWarehouse("1234567890abcdef"),
 *     ucFunction("main.tools.lookup_order"),
 *     genieSpace("01ef9a7b", { onBehalfOfUser: true }),
 *     ucConnection("crm"),
 *     table("main.support.tickets"),
 *     app("ticket-desk"),
 *     lakebase("agent-memory"),
 *     ucModelService("main.models.judge"),
 *   ],
 *   userApiScopes: ["dashboards.genie"],
 * });
 * ```
 */
export interface SystemResource {
  /** Which kind of thing: `servingEndpoint`, `vectorSearchIndex`, `genieSpace` … */
  kind: pulumi.Input<string>;
  /** Its name: `catalog.schema.name` for what lives in Unity Catalog, the id of a warehouse or Genie space. */
  name: pulumi.Input<string>;
  /** Whether the agent uses it with the credentials of the calling user. Default: false. */
  onBehalfOfUser?: pulumi.Input<boolean>;
}

/** How an agent uses a thing. */
export interface UseOptions {
  /** Use it with the credentials of the calling user. Default: false. */
  onBehalfOfUser?: pulumi.Input<boolean>;
}

/**
 * A name, or what has it: a Pulumi resource, the result of a look-up, or an output of one of them. Which of its outputs is
 * taken, the table of helpers says; where it is the name alone, `catalogName` and `schemaName` go before it.
 */
export type Named = pulumi.Input<string> | pulumi.Input<{ readonly [output: string]: unknown }>;

/** What makes each kind of thing: names of resource types of `@pulumi/databricks` and of this package. */
const makers: Readonly<Record<string, string>> = {
  ModelServing: "servingEndpoint",
  ModelServingProvisionedThroughput: "servingEndpoint",
  ServingEndpoint: "servingEndpoint",
  VectorSearchIndex: "vectorSearchIndex",
  SqlEndpoint: "sqlWarehouse",
  Connection: "ucConnection",
  SqlTable: "table",
  App: "app",
  DatabaseInstance: "lakebase",
};

/** What helper is meant where another one was given a resource: the function's name where it is not the kind's. */
const helperOf = (kind: string) => (kind === "function" ? "ucFunction" : kind);

function named(kind: string, thing: Named, outputs: readonly string[]): pulumi.Input<string> {
  if (typeof thing === "string") return thing;
  // An Output is an object too: it is a value to wait for, not a resource to look into.
  const waiting: unknown = thing;
  if (pulumi.Output.isInstance<unknown>(waiting) || waiting instanceof Promise)
    return (pulumi.output(waiting) as pulumi.Output<unknown>).apply((value) =>
      pulumi.output(nameIn(kind, value, outputs)),
    );
  return nameIn(kind, thing, outputs);
}

function nameIn(kind: string, thing: unknown, outputs: readonly string[]): pulumi.Input<string> {
  if (typeof thing === "string") return thing;
  const helper = helperOf(kind);
  if (typeof thing !== "object" || thing === null)
    throw new pulumi.RunError(`${helper}() takes a name or what has it, and was given ${String(thing)}.`);
  const has = thing as Readonly<Record<string, unknown>>;
  const type = typeof has.__pulumiType === "string" ? has.__pulumiType : undefined;
  const made = type === undefined ? undefined : makers[type.split(/[:/]/).at(-1) ?? ""];
  if (type !== undefined && made !== undefined && made !== kind)
    throw new pulumi.RunError(`${helper}() was given a ${type.split(/[:/]/).at(-1)}: that is for ${helperOf(made)}().`);
  if (type !== undefined && /:(?:AuthPolicy|LoggedAgent|RegisteredModel|VectorSearchEndpoint)$/.test(type))
    throw new pulumi.RunError(`${helper}() was given a ${type.split(/[:/]/).at(-1)}, which no agent uses as such.`);
  const { name, catalogName, schemaName } = has;
  // The parts are known in a preview already, where an id is not.
  if (outputs.includes("fullName") && has.fullName === undefined && [name, catalogName, schemaName].every(Boolean))
    return pulumi.all([catalogName, schemaName, name]).apply((parts) => parts.map(String).join("."));
  const output = outputs.find((one) => has[one] !== undefined);
  if (output === undefined)
    throw new pulumi.RunError(
      `${helper}() takes a name, or an object with ${outputs.map((one) => `\`${one}\``).join(" or ")}, and was given ` +
        `${type === undefined ? `one with ${Object.keys(has).slice(0, 5).join(", ") || "nothing in it"}` : `a ${type}`}.`,
    );
  return has[output] as pulumi.Input<string>;
}

function use(kind: string, outputs: readonly string[]) {
  return (thing: Named, options: UseOptions = {}): SystemResource => ({
    kind,
    name: named(kind, thing, outputs),
    ...(options.onBehalfOfUser === undefined ? {} : { onBehalfOfUser: options.onBehalfOfUser }),
  });
}

/** A chat, embedding or other model serving endpoint, by name, or the resource that makes it. */
export const servingEndpoint: (thing: Named, options?: UseOptions) => SystemResource = use("servingEndpoint", ["name"]);
/** A vector search index `catalog.schema.index`, or the resource that makes it. */
export const vectorSearchIndex: (thing: Named, options?: UseOptions) => SystemResource = use("vectorSearchIndex", [
  "name",
]);
/** A SQL warehouse by id, or the resource that makes it. */
export const sqlWarehouse: (thing: Named, options?: UseOptions) => SystemResource = use("sqlWarehouse", ["id"]);
/** A Unity Catalog function `catalog.schema.function`, or the resource that makes it. */
export const ucFunction: (thing: Named, options?: UseOptions) => SystemResource = use("function", [
  "fullName",
  "id",
  "name",
]);
/** A Genie space by id, or the resource that makes it. */
export const genieSpace: (thing: Named, options?: UseOptions) => SystemResource = use("genieSpace", ["spaceId", "id"]);
/** A Unity Catalog connection by name, or the resource that makes it. */
export const ucConnection: (thing: Named, options?: UseOptions) => SystemResource = use("ucConnection", ["name"]);
/** A table `catalog.schema.table`, or the resource that makes it. */
export const table: (thing: Named, options?: UseOptions) => SystemResource = use("table", ["fullName", "id", "name"]);
/** A Databricks App by name, or the resource that makes it. */
export const app: (thing: Named, options?: UseOptions) => SystemResource = use("app", ["name"]);
/** A Lakebase database instance by name, or the resource that makes it. */
export const lakebase: (thing: Named, options?: UseOptions) => SystemResource = use("lakebase", ["name"]);
/** A Unity Catalog model service `catalog.schema.name`, or the resource that makes it. */
export const ucModelService: (thing: Named, options?: UseOptions) => SystemResource = use("ucModelService", [
  "fullName",
  "name",
]);
