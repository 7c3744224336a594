import { z } from "zod";
import { computed, type InputsOf, ignore, replace, update } from "../../lifecycle/fields.js";
import { isUnknown } from "../../lifecycle/unknown.js";

const text = z.string().min(1, "it must not be empty");

/** A version of a registered model. */
export interface ModelReference {
  /** Full name: three parts in Unity Catalog. */
  name: string;
  /** Version number. */
  version: string;
  /** Digest of its content, where a resource of the program made it; known during previews when the number is not. */
  digest?: string | undefined;
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
  z.strictObject({ name: text, version: versionNumber, digest: text.optional() }),
]);

const observed = z.object({ name: z.string(), version: z.string(), digest: z.string().optional() });

/**
 * Whether two references mean the same version. During the preview of any change of a registered model, of an alias for
 * example, its version number is not known; the digest is, and says whether there will be another version.
 */
export function sameVersion(old: unknown, next: unknown): boolean {
  const [before, after] = [observed.safeParse(old), observed.safeParse(next)];
  if (!before.success || !after.success || before.data.name !== after.data.name) return false;
  if (!isUnknown(after.data.version)) return before.data.version === after.data.version;
  const { digest } = after.data;
  return digest !== undefined && !isUnknown(digest) && digest === before.data.digest;
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

const environment = z.record(
  z
    .string()
    .regex(
      /^[A-Z_][A-Z0-9_]*$/,
      "an environment variable's name is upper-case letters, digits and `_`, and does not begin with a digit",
    ),
  z.string(),
);

/** A model version that an endpoint runs. */
export const servedEntitySchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, "letters, digits, - and _, at most 63")
    .optional(),
  model: modelSchema,
  environment: environment.optional(),
  workloadSize: text.optional(),
  workloadType: text.optional(),
  scaleToZero: z.boolean().optional(),
});

/** Arguments of a ServingEndpoint. */
export const fields = {
  name: replace(
    z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
        "an endpoint's name is letters, digits, - and _, at most 63, beginning with a letter or digit",
      )
      .optional(),
    "an endpoint cannot be renamed: its URL would change",
  ),
  model: update(modelSchema.optional(), "the endpoint rolls over to another version", { same: sameVersion }),
  servedEntities: update(z.array(servedEntitySchema).min(1).optional(), "the endpoint rolls over", {
    secretEntry: "environment",
  }),
  traffic: update(
    z.array(z.strictObject({ servedEntity: text, percentage: z.number().int().min(0).max(100) })).optional(),
    "traffic shares can be changed",
  ),
  environment: update(environment.optional(), "the endpoint restarts its entities with it", { secret: true }),
  workloadSize: update(text.optional(), "the endpoint rolls over"),
  workloadType: update(text.optional(), "the endpoint rolls over"),
  scaleToZero: update(z.boolean().optional(), "it can be changed"),
  description: update(z.string().optional(), "it can be changed"),
  tags: update(z.record(text, z.string()).optional(), "tags can be changed"),
  routeOptimized: replace(z.boolean().optional(), "Databricks decides it when the endpoint is made"),
  adopt: ignore(z.boolean().optional(), "it only matters when the endpoint exists already"),
  invocationsUrl: computed(z.string(), "update", "follows from the workspace and the name; known during previews"),
};

/** Inputs of a ServingEndpoint after `check`. */
export type ServingEndpointInputs = InputsOf<typeof fields>;

/** What the state holds beyond the inputs. */
export const outputs = z.object({
  endpointId: z.string(),
  state: z.string(),
  served: z.array(z.object({ name: z.string(), model: z.string(), version: z.string(), state: z.string() })),
});

/** Outputs of a ServingEndpoint. */
export type ServingEndpointOutputs = z.infer<typeof outputs>;
