import { z } from "zod";
import { isUnknown } from "../../lifecycle/unknown.js";

/** An agent as a model is registered from it. */
export interface AgentReference {
  /** Id of the logged model (`m-…`), or of a run's model (`<run id>/<folder>`). */
  modelId: string;
  /** Digest of its content; known during previews when the id is not. */
  digest?: string | undefined;
}

const text = z.string().min(1, "it must not be empty");
const reference = z.strictObject({ modelId: text, digest: text.optional() });

/** A reference, or just the id (`m-…`) or URI (`models:/m-…`, `runs:/<run id>/<folder>`) of a logged model. */
export const agentSchema: z.ZodType<AgentReference> = z.union([
  z
    .string()
    .regex(
      /^(?:(?:models:\/)?m-[0-9a-f]+|(?:runs:\/)?[0-9a-f]{32}\/[^/].*)$/,
      "a logged model is named `m-…` or `models:/m-…`, a run's model `runs:/<run id>/<path>`",
    )
    .transform((id): AgentReference => ({ modelId: id.replace(/^(?:models|runs):\//, "") })),
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

/** The digest that raw arguments carry, where it is known although the logged model's id may not be. */
export function knownDigest(agent: unknown): string | undefined {
  const parsed = z.object({ digest: z.string() }).safeParse(agent);
  return parsed.success && !isUnknown(parsed.data.digest) ? parsed.data.digest : undefined;
}

const versionUri = /^models:\/([^/:@\s]{1,767})(?:\/(\d+)|@([A-Za-z0-9_-]{1,255}))$/;

/** The URI of a registered version: `models:/<name>/<number>` or `models:/<name>@<alias>`. */
export const fromSchema = z
  .string()
  .regex(versionUri, "a registered version is named `models:/<name>/<number>` or `models:/<name>@<alias>`");

/** Model, and number or alias, of a URI that {@link fromSchema} accepts. */
export function parseVersionUri(uri: string): { name: string; version?: string; alias?: string } {
  const [, name = "", version, alias] = versionUri.exec(uri) ?? [];
  return { name, ...(version === undefined ? {} : { version }), ...(alias === undefined ? {} : { alias }) };
}

/** A version of another model that is copied: what `from` named when it was looked up. */
export const sourceSchema = z.object({
  /** Full name of the model. */
  name: z.string(),
  /** Number of the version. */
  version: z.string(),
  /** Digest of its content. */
  digest: z.string(),
});

/** See {@link sourceSchema}. */
export type SourceVersion = z.infer<typeof sourceSchema>;
