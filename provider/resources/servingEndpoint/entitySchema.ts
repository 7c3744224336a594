import { z } from "zod";
import { externalModelSchema } from "./externalModel.js";
import { modelSchema } from "./modelReference.js";
import { text } from "./text.js";

/** Names of variables to their values. */
export const environmentSchema = z.record(
  z
    .string()
    .regex(
      /^[A-Z_][A-Z0-9_]*$/,
      "an environment variable's name is upper-case letters, digits and `_`, and does not begin with a digit",
    ),
  z.string(),
);

const amount = z.number().int().min(0);

/** What an entity runs on; at the endpoint it is the default of its entities. */
export const computeSchema = {
  workloadSize: text.optional(),
  workloadType: text.optional(),
  minProvisionedConcurrency: amount.optional(),
  maxProvisionedConcurrency: amount.optional(),
  minProvisionedThroughput: amount.optional(),
  maxProvisionedThroughput: amount.optional(),
  provisionedModelUnits: amount.optional(),
  burstScaling: z.boolean().optional(),
  instanceProfile: text.optional(),
  scaleToZero: z.boolean().optional(),
};

/** A model version, or an external model, that an endpoint runs. */
export const servedEntitySchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, "letters, digits, - and _, at most 63")
    .optional(),
  model: modelSchema.optional(),
  externalModel: externalModelSchema.optional(),
  environment: environmentSchema.optional(),
  ...computeSchema,
});

/** A served entity as the program declares it. */
export type ServedEntityInput = z.infer<typeof servedEntitySchema>;
