import type * as pulumi from "@pulumi/pulumi";

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

/** A name, or a Pulumi resource that has it: `{ name }`, `{ id }`, or the output the helper's documentation names. */
export type Named = pulumi.Input<string> | { readonly [output: string]: unknown };

function named(thing: Named, outputs: readonly string[]): pulumi.Input<string> {
  // An Output is an object too: it is a value to wait for, not a resource to look into.
  if (typeof thing === "string" || thing instanceof Promise || "apply" in thing) return thing as pulumi.Input<string>;
  const output = outputs.find((name) => (thing as Record<string, unknown>)[name] !== undefined);
  return (output === undefined ? thing : (thing as Record<string, unknown>)[output]) as pulumi.Input<string>;
}

function use(kind: string, outputs: readonly string[]) {
  return (thing: Named, options: UseOptions = {}): SystemResource => ({
    kind,
    name: named(thing, outputs),
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
