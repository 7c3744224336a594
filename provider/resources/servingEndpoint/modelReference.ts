import { z } from "zod";
import { catalogKey, isCatalogName, sameModelName } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import { containsUnknown, isUnknown } from "../../lifecycle/unknown.js";
import { text } from "./text.js";

/** A version of a registered model. */
export interface ModelReference {
  /** Full name: three parts in Unity Catalog. */
  name: string;
  /** Version number. */
  version: string;
  /** Digest of its content, where a resource of the program made it; known during previews when the number is not. */
  digest?: string | undefined;
  /** Aliases that a RegisteredModel of the program moves by itself, where the endpoint moves some as well. */
  aliases?: string[] | undefined;
}

const versionNumber = z.union([
  z.string().regex(/^\d+$/, "a version is a whole number"),
  z.number().int().nonnegative("a version is a whole number").transform(String),
]);

/** A reference, or a URI `models:/name/version`. */
export const modelSchema: z.ZodType<ModelReference> = z.union([
  z
    .string()
    .regex(/^models:\/[^/]+\/\d+$/, "a version of a model is named `models:/name/version`")
    .transform((uri): ModelReference => {
      const [, name = "", version = ""] = uri.split("/");
      return { name, version };
    }),
  z.strictObject({
    name: text,
    version: versionNumber,
    digest: text.optional(),
    aliases: z.array(text).optional(),
  }),
]);

const observed = z.object({ name: z.string(), version: z.string(), digest: z.string().optional() });

/**
 * Whether two references mean the same version. During the preview of any change of a registered model, of an alias for
 * example, its version number is not known; the digest is, and says whether there will be another version.
 */
export function sameVersion(old: unknown, next: unknown): boolean {
  const [before, after] = [observed.safeParse(old), observed.safeParse(next)];
  if (!before.success || !after.success || !sameModelName(before.data.name, after.data.name)) return false;
  if (!isUnknown(after.data.version)) return before.data.version === after.data.version;
  const { digest } = after.data;
  return digest !== undefined && !isUnknown(digest) && digest === before.data.digest;
}

/** Whether two lists of served entities mean the same: names of models in Unity Catalog may differ in capitals. */
export function sameEntities(old: unknown, next: unknown): boolean {
  return !containsUnknown([old, next]) && equal(folded(old), folded(next));
}

const entities = z.array(z.looseObject({ model: z.looseObject({ name: z.string() }).optional() }));

function folded(value: unknown): unknown {
  return entities.safeParse(value).data?.map(({ model, ...entity }) => {
    if (model === undefined || !isCatalogName(model.name)) return { model, ...entity };
    return { model: { ...model, name: catalogKey(model.name) }, ...entity };
  });
}

/**
 * The name in a reference that may not be fully known and then still has the form that the program gave it.
 *
 * @returns undefined where the name is not known
 */
export function modelName(reference: unknown): string | undefined {
  const named = z.object({ name: z.string() }).safeParse(reference).data ?? modelSchema.safeParse(reference).data;
  return named === undefined || isUnknown(named.name) ? undefined : named.name;
}
