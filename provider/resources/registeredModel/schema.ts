import { z } from "zod";
import { adoptSchema } from "../../lifecycle/adoption.js";
import { computed, type InputsOf, ignore, record, replace, update } from "../../lifecycle/fields.js";
import { grantsSchema, principal } from "./grantsSchema.js";
import { agentSchema, fromSchema, sameAgent, sourceSchema } from "./references.js";

const text = z.string().min(1, "it must not be empty");
const versionNumber = z.union(
  [z.string().regex(/^[1-9]\d*$/, "a version is a whole number from 1"), z.number().int().positive().transform(String)],
  { message: "a version is a whole number from 1" },
);
const part = z.string().regex(/^[^./\s]{1,255}$/, "it has no dots, spaces or slashes");
const aliasTarget = "an alias points to `latest`, the version in use, or to a version number";

/** Arguments of a RegisteredModel. */
export const fields = {
  name: replace(
    z
      .string()
      .regex(/^[^/:\s]{1,767}$/, "a registered model's name has no spaces, slashes or colons")
      .optional(),
    "everything that uses a model knows it by its name",
  ),
  catalog: ignore(part.optional(), "it only makes the name"),
  schema: ignore(part.optional(), "it only makes the name"),
  agent: update(agentSchema.optional(), "a change of the agent's content registers a version", { same: sameAgent }),
  from: ignore(fromSchema.optional(), "what it names is looked up, and `source` says whether that changed"),
  pinnedVersion: update(versionNumber.optional(), "another version comes into use"),
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
  owner: update(principal.optional(), "it can be handed on"),
  grants: update(grantsSchema.optional(), "grants can be changed"),
  deploymentJobId: update(
    z
      .union([z.string().regex(/^\d*$/, "a job's id is a number"), z.number().int().positive().transform(String)])
      .optional(),
    "it can be changed",
  ),
  versionTags: record(z.record(text, z.string()).optional(), "the next version gets them when it is made"),
  versionDescription: record(z.string().max(65_535).optional(), "the next version gets it when it is made"),
  keep: update(
    z.strictObject({ versions: z.number().int().min(1, "the version in use always stays: at least 1") }).optional(),
    "older versions beyond it are deleted",
  ),
  adopt: record(adoptSchema.optional(), "it decides what a creation or an update may take over"),
  keepOnDestroy: record(z.boolean().optional(), "it decides whether the deletion leaves the model where it is"),
  forceDestroy: record(
    z
      .union([z.boolean(), z.literal("includingServed")], {
        message:
          'it must be true, false, or "includingServed" for versions that an endpoint of another stack serves as well',
      })
      .optional(),
    "it decides whether the deletion may take versions along",
  ),
  source: computed(sourceSchema, "update", "another version of the source is copied"),
  digest: computed(z.string(), "ignore", "the agent, the source or the pinned version says what changes"),
};

/** Inputs of a RegisteredModel after `check`, which always finds a name. */
export type RegisteredModelInputs = InputsOf<typeof fields>;

/** What the state holds beyond the inputs. */
export const outputs = z.object({
  /** Left out where others make the versions and none is pinned, as is its URI. */
  version: z.string().optional(),
  modelUri: z.string().optional(),
  status: z.string(),
  aliasVersions: z.record(z.string(), z.string()),
  /** The newest ones that this stack has used, the newest first, with the first 12 digits of their contents' digests. */
  versions: z.array(z.object({ version: z.string(), digest: z.string() })).optional(),
  /** Whether older versions could not be deleted: the next run tries again. */
  unpruned: z.literal(true).optional(),
  /** Who has taken the model over since this stack made it. */
  takenBy: z.string().optional(),
  /** Whether the model was somebody else's when this stack took it over: what others made in it is theirs. */
  adopted: z.literal(true).optional(),
});

/** Outputs of a RegisteredModel. */
export type RegisteredModelOutputs = z.infer<typeof outputs>;
