import { z } from "zod";
import { type InputsOf, ignore, replace, update } from "../../lifecycle/fields.js";
import { isUnknown } from "../../lifecycle/unknown.js";

const text = z.string().min(1, "it must not be empty");

/** An agent as a model is registered from it. */
export interface AgentReference {
  /** Id of the logged model. */
  modelId: string;
  /** Digest of its content; known during previews when the id is not. */
  digest?: string | undefined;
}

const reference = z.strictObject({ modelId: text, digest: text.optional() });

/** A reference, or just the id or URI of a logged model (`models:/m-…`) or of a run's model (`runs:/<run id>/<path>`). */
export const agentSchema: z.ZodType<AgentReference> = z.union([
  z
    .string()
    .regex(
      /^((models:\/)?m-[0-9a-f]+|(runs:\/)?[0-9a-f]{32}\/.+)$/,
      "a logged model is named `m-…` or `models:/m-…`, a run's model `runs:/<run id>/<path>`",
    )
    .transform((id): AgentReference => ({ modelId: id.replace(/^(models|runs):\//, "") })),
  reference,
]);

/**
 * Whether two references name the same content. The id of the logged model is not known during the preview of any change
 * of the agent, of its tags for example; the digest is, and says whether there is something to register.
 */
export function sameAgent(old: unknown, next: unknown): boolean {
  const [before, after] = [reference.safeParse(old), reference.safeParse(next)];
  if (!before.success || !after.success || before.data.digest === undefined) return false;
  return before.data.digest === after.data.digest && !isUnknown(after.data.digest);
}

const aliasTarget = "an alias points to `latest`, the version of the agent declared here, or to a version number";

/** Arguments of a RegisteredModel. */
export const fields = {
  name: replace(
    z.string().regex(/^[^/:\s]{1,255}$/, "a registered model's name has no spaces, slashes or colons"),
    "everything that uses a model knows it by its name",
  ),
  agent: update(agentSchema, "a change of the agent's content registers a version", { same: sameAgent }),
  aliases: update(
    z
      .record(
        z
          .string()
          .regex(
            /^(?!v?\d+$)(?!latest$)[A-Za-z0-9_-]{1,255}$/i,
            "an alias is letters, digits, - and _, not `latest` and not a version number",
          ),
        z.union(
          [z.literal("latest"), z.string().regex(/^\d+$/, aliasTarget), z.number().int().positive().transform(String)],
          { message: aliasTarget },
        ),
      )
      .optional(),
    "aliases move",
  ),
  description: update(z.string().max(65_535).optional(), "it can be changed"),
  tags: update(z.record(text, z.string()).optional(), "tags can be changed"),
  adopt: ignore(z.boolean().optional(), "it only matters when the model exists already"),
  forceDestroy: ignore(z.boolean().optional(), "it only matters when the model goes"),
};

/** Inputs of a RegisteredModel after `check`. */
export type RegisteredModelInputs = InputsOf<typeof fields>;

/** What the state holds beyond the inputs. */
export const outputs = z.object({
  version: z.string(),
  modelUri: z.string(),
  status: z.string(),
  aliasVersions: z.record(z.string(), z.string()),
});

/** Outputs of a RegisteredModel. */
export type RegisteredModelOutputs = z.infer<typeof outputs>;
