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

/** A text that Databricks tells by its capitals: those of a known value are corrected, new values are taken as they are. */
const spelled = (known: readonly string[]) =>
  text.superRefine((given, context) => {
    const meant = known.find((one) => one.toLowerCase() === given.toLowerCase().replaceAll("-", "_"));
    if (meant !== undefined && meant !== given)
      context.addIssue({ code: "custom", message: `it is spelled ${JSON.stringify(meant)}` });
  });
/** Sizes and types of databricks-sdk 0.162 and of the documentation. */
const workloadSizes = ["Small", "Medium", "Large"];
const workloadTypes = [
  ...["CPU", "CPU_MEDIUM", "CPU_LARGE", "GPU_SMALL", "GPU_MEDIUM", "GPU_LARGE", "GPU_XLARGE", "GPU_XLARGE_8"],
  "MULTIGPU_MEDIUM",
];

/** What an entity runs on; at the endpoint it is the default of its entities. */
export const computeSchema = {
  workloadSize: spelled(workloadSizes).optional(),
  workloadType: spelled(workloadTypes).optional(),
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
