import { z } from "zod";
import { adoptSchema } from "../../lifecycle/adoption.js";
import { computed, type InputsOf, ignore, record, replace, update } from "../../lifecycle/fields.js";
import { computeSchema, environmentSchema, servedEntitySchema } from "./entitySchema.js";
import { sameGatewaySettings } from "./gatewayWire.js";
import { sameAliases } from "./modelAliases.js";
import { modelSchema, sameEntities, sameVersion } from "./modelReference.js";
import { gateSchema, rolloutSchema, smokeTestSchema } from "./rolloutSchema.js";
import {
  gatewaySchema,
  notificationsSchema,
  permissionsSchema,
  telemetrySchema,
  tracingSchema,
} from "./settingsSchema.js";
import { text } from "./text.js";

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
    same: sameEntities,
  }),
  traffic: update(
    z.array(z.strictObject({ servedEntity: text, percentage: z.number().int().min(0).max(100) })).optional(),
    "traffic shares can be changed",
  ),
  environment: update(environmentSchema.optional(), "the endpoint restarts its entities with it", { secret: true }),
  workloadSize: update(computeSchema.workloadSize, "the endpoint rolls over"),
  workloadType: update(computeSchema.workloadType, "the endpoint rolls over"),
  minProvisionedConcurrency: update(computeSchema.minProvisionedConcurrency, "the endpoint rolls over"),
  maxProvisionedConcurrency: update(computeSchema.maxProvisionedConcurrency, "the endpoint rolls over"),
  minProvisionedThroughput: update(computeSchema.minProvisionedThroughput, "the endpoint rolls over"),
  maxProvisionedThroughput: update(computeSchema.maxProvisionedThroughput, "the endpoint rolls over"),
  provisionedModelUnits: update(computeSchema.provisionedModelUnits, "the endpoint rolls over"),
  burstScaling: update(computeSchema.burstScaling, "the endpoint rolls over; no answer tells it, so the state does"),
  instanceProfile: update(computeSchema.instanceProfile, "the endpoint rolls over"),
  scaleToZero: update(computeSchema.scaleToZero, "it can be changed"),
  keep: update(z.number().int().min(0).max(14).optional(), "former versions above the number go"),
  description: update(z.string().optional(), "it can be changed"),
  tags: update(z.record(text, z.string()).optional(), "tags can be changed"),
  budgetPolicy: update(text.optional(), "it can be changed"),
  usagePolicy: ignore(text.optional(), "it is the newer name of `budgetPolicy`, where it shows"),
  notifications: update(notificationsSchema.optional(), "the addresses can be changed"),
  telemetry: update(telemetrySchema.optional(), "it can be changed; no answer tells its tables, so the state does"),
  aiGateway: update(
    gatewaySchema.optional(),
    "its settings can be changed; an inference table that moves is turned off",
    { same: sameGatewaySettings },
  ),
  permissions: update(permissionsSchema.optional(), "permissions can be given and taken"),
  preset: ignore(z.enum(["agent"]).optional(), "what it sets shows in `environment` and `aiGateway`"),
  tracing: record(
    tracingSchema.optional(),
    "what it sets shows in `environment` and `aiGateway`; the next rollout proves it",
  ),
  modelAliases: update(
    z
      .array(
        z
          .string()
          .regex(
            /^(?!v?\d+$)(?!latest$)[A-Za-z0-9_-]{1,255}$/i,
            "an alias is letters, digits, - and _, not `latest` and not a version number",
          ),
      )
      .transform((aliases) => [...new Set(aliases)].sort())
      .optional(),
    "aliases move to the served version",
    { same: sameAliases },
  ),
  reviewApp: update(z.boolean().optional(), "the served version is registered as an agent"),
  rollout: record(rolloutSchema.optional(), "the next rollout follows it"),
  smokeTest: record(z.array(smokeTestSchema).optional(), "the next rollout sends it"),
  gate: record(gateSchema.optional(), "the next rollout asks it"),
  onFailure: record(z.enum(["keep", "remove"]).optional(), "the next rollout that fails follows it"),
  routeOptimized: replace(z.boolean().optional(), "Databricks decides it when the endpoint is made"),
  adopt: record(adoptSchema.optional(), "it decides what a creation or an update may take over"),
  invocationsUrl: computed(
    z.string(),
    "record",
    "follows from the name and from how the workspace's host is spelled; known during previews",
  ),
};

/** Inputs of a ServingEndpoint after `check`. */
export type ServingEndpointInputs = InputsOf<typeof fields>;

const served = { name: z.string(), model: z.string(), version: z.string() };

/** What the state holds beyond the inputs. */
export const outputs = z.object({
  endpointId: z.string(),
  state: z.string(),
  served: z.array(z.object({ ...served, state: z.string(), percentage: z.number().optional() })),
  finished: z.array(z.object({ ...served, percentage: z.number() })).optional(),
  grantedScopes: z.array(z.string()).optional(),
  declaredScopes: z.object({ models: z.array(z.string()), scopes: z.array(z.string()).optional() }).optional(),
  aliasVersions: z.record(z.string(), z.string()).optional(),
  inferenceTable: z.string().optional(),
  tracesTo: z.array(z.string()).optional(),
  provedTrace: z.string().optional(),
  reviewAppUrl: z.string().optional(),
  registered: z.string().optional(),
  takenBy: z.string().optional(),
});

/** Outputs of a ServingEndpoint. */
export type ServingEndpointOutputs = z.infer<typeof outputs>;

/** What an update left that came through: entities, and their shares. */
export type Finished = NonNullable<ServingEndpointOutputs["finished"]>;
