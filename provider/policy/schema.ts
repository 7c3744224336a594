import { z } from "zod";
import { compareText } from "../lifecycle/compareText.js";
import { type KindName, kindNames, type NameShape, resourceKinds } from "./kinds.js";
import { derivedScopes, scopeForm } from "./scopes.js";
import { settledScopes } from "./settled.js";

/** One thing that an agent may use, as users write it. */
export interface SystemResource {
  /** Which kind of thing. */
  kind: KindName;
  /** Its name: three parts for what lives in Unity Catalog, an id for warehouses and Genie spaces. */
  name: string;
  /** Whether the agent uses it with the credentials of the calling user. Default: false. */
  onBehalfOfUser?: boolean | undefined;
}

const shapes: Record<NameShape, { form: RegExp; text: string }> = {
  threePart: {
    form: /^[^.\s/]{1,255}\.[^.\s/]{1,255}\.[^.\s/]{1,255}$/,
    text: "a three-part name, `catalog.schema.name`",
  },
  plain: { form: /^[^\s/]{1,255}$/, text: "a name without spaces or slashes" },
  id: { form: /^[A-Za-z0-9_-]{1,255}$/, text: "an id of letters, digits, `_` and `-`" },
};

/** A name alone does not say of what it is: the helpers that fit its form do. */
function bareName(name: string): string {
  const fitting: KindName[] = name.startsWith("databricks-")
    ? ["servingEndpoint"]
    : shapes.threePart.form.test(name)
      ? ["vectorSearchIndex", "table", "function"]
      : ["servingEndpoint", "genieSpace", "sqlWarehouse"];
  const calls = fitting.map((kind) => `\`${resourceKinds[kind].helper}(${JSON.stringify(name.slice(0, 100))})\``);
  return `a name alone does not say what it is the name of: write ${calls.join(" or ")}`;
}

const describedResource: z.ZodType<SystemResource> = z
  .strictObject({
    kind: z.enum(kindNames),
    name: z.string().min(1, "a name is required"),
    onBehalfOfUser: z.boolean().optional(),
  })
  .superRefine((resource, context) => {
    const { shape, label } = resourceKinds[resource.kind];
    if (resource.name !== "" && !shapes[shape].form.test(resource.name)) {
      context.addIssue({ code: "custom", path: ["name"], message: `a ${label} needs ${shapes[shape].text}` });
    }
  });

/** One system resource; a name of the wrong shape for its kind, or without its kind, is refused. */
export const systemResourceSchema: z.ZodType<SystemResource> = z
  .unknown()
  .transform((given, context) => {
    if (typeof given !== "string") return given;
    context.addIssue({ code: "custom", message: bareName(given) });
    return z.NEVER;
  })
  .pipe(describedResource);

/** System resources in normal form: sorted by kind and name, each once; `onBehalfOfUser: false` is left out. */
export const systemResourcesSchema: z.ZodType<SystemResource[]> = z
  .array(systemResourceSchema)
  .transform((resources) => {
    const unique = new Map<string, SystemResource>();
    for (const { kind, name, onBehalfOfUser } of resources) {
      const resource: SystemResource = onBehalfOfUser === true ? { kind, name, onBehalfOfUser } : { kind, name };
      unique.set(`${kind}\n${name}\n${onBehalfOfUser === true}`, resource);
    }
    return [...unique.entries()].sort(([a], [b]) => compareText(a, b)).map(([, resource]) => resource);
  }) as unknown as z.ZodType<SystemResource[]>;

/**
 * User API scopes in normal form: sorted, each once. `"derived"`, alone or in the list, stands for the scopes that the
 * things used on behalf of the user need; {@link settledScopes} puts them in its place.
 */
export const userApiScopesSchema: z.ZodType<string[]> = z
  .union(
    [
      z.literal(derivedScopes).transform(() => [derivedScopes]),
      z.array(z.string().regex(scopeForm, "an API scope is one word, such as `dashboards.genie`")),
    ],
    { error: 'it must be a list of API scopes, or "derived"' },
  )
  .transform((scopes) => [...new Set(scopes)].sort(compareText)) as unknown as z.ZodType<string[]>;

/** What an agent may touch, as users write it. */
export interface PolicyArguments {
  systemResources: SystemResource[];
  userApiScopes: string[];
}

/** A policy given in place of an AuthPolicy resource, or what that resource hands on. */
export const policyArgumentsSchema: z.ZodType<PolicyArguments> = z
  .strictObject({
    systemResources: systemResourcesSchema.default([]),
    userApiScopes: userApiScopesSchema.default([]),
  })
  .transform(({ systemResources, userApiScopes }) => ({
    systemResources,
    userApiScopes: settledScopes(userApiScopes, systemResources),
  })) as unknown as z.ZodType<PolicyArguments>;
