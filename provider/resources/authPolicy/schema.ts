import { z } from "zod";
import { compactText } from "../../lifecycle/compactText.js";
import { computed, type InputsOf, record, update } from "../../lifecycle/fields.js";
import { type SystemResource, systemResourcesSchema, userApiScopesSchema } from "../../policy/schema.js";

/** Arguments of an AuthPolicy. */
export const fields = {
  systemResources: update(
    systemResourcesSchema.optional().transform((value): SystemResource[] => value ?? []),
    "what an agent may use changes in place; agents that carry the policy log a new version",
  ),
  userApiScopes: update(
    userApiScopesSchema.optional().transform((value): string[] => value ?? []),
    "what an agent may do for its caller changes in place; agents that carry the policy log a new version",
  ),
  verify: record(
    z.union([z.literal(false), z.enum(["warn", "error"])]).optional(),
    "it decides what is looked up, and nothing of what an agent may touch",
  ),
  // One line of JSON, of which the sdk makes the document again.
  document: computed(z.string(), "update", "follows from the arguments", {
    same: (old, next) => old !== undefined && next !== undefined && compactText(old) === compactText(next),
  }),
  digest: computed(z.string(), "update", "follows from the arguments"),
  requiredScopes: computed(z.array(z.string()), "ignore", "follows from the arguments"),
  minimumMlflowVersion: computed(z.string(), "ignore", "follows from the arguments"),
  summary: computed(z.string(), "ignore", "follows from the arguments"),
};

/** Inputs of an AuthPolicy after `check`. */
export type AuthPolicyInputs = InputsOf<typeof fields>;

/** A policy is no remote object: everything it holds are inputs. */
export const outputs = z.object({});
