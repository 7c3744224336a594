import { z } from "zod";
import { text } from "./text.js";

const guardrail = z.strictObject({
  safety: z.boolean().optional(),
  pii: z.enum(["NONE", "BLOCK", "MASK"]).optional(),
  invalidKeywords: z.array(text).optional(),
  validTopics: z.array(text).optional(),
});

/** Where requests and answers are recorded. */
export const inferenceTableSchema = z.strictObject({
  catalog: text,
  schema: text,
  prefix: text.optional(),
  enabled: z.boolean().optional(),
});

/** What stands between a client and the entities. */
export const gatewaySchema = z.strictObject({
  inferenceTable: inferenceTableSchema.optional(),
  usageTracking: z.boolean().optional(),
  rateLimits: z
    .array(
      z.strictObject({
        calls: z.number().int().min(0).optional(),
        tokens: z.number().int().min(0).optional(),
        per: z.enum(["endpoint", "user", "user_group", "service_principal"]).optional(),
        principal: text.optional(),
      }),
    )
    .optional(),
  guardrails: z.strictObject({ input: guardrail.optional(), output: guardrail.optional() }).optional(),
  fallbacks: z.boolean().optional(),
});

/** The AI gateway's settings. */
export type Gateway = z.infer<typeof gatewaySchema>;

/** Who is told how an update ended. */
export const notificationsSchema = z.strictObject({
  onUpdateSuccess: z.array(text).optional(),
  onUpdateFailure: z.array(text).optional(),
});

/** Addresses that are written to. */
export type Notifications = z.infer<typeof notificationsSchema>;

/** Where the endpoint's own signals go. */
export const telemetrySchema = z.strictObject({
  features: z.array(z.enum(["INFERENCE_TABLE", "LOGS", "METRICS", "TRACES"])).optional(),
  tables: z
    .strictObject({
      annotations: text.optional(),
      logs: text.optional(),
      metrics: text.optional(),
      traces: text.optional(),
    })
    .optional(),
  inferenceTable: z.strictObject({ name: text, sampling: z.number().min(0).max(1).optional() }).optional(),
  profileId: text.optional(),
});

/** Telemetry of an endpoint. */
export type Telemetry = z.infer<typeof telemetrySchema>;

/** Where an agent's traces go. */
export const tracingSchema = z.strictObject({
  experiment: z
    .string()
    .regex(
      /^(?:\d+|\/.*[^/])$/,
      "an experiment is named by its id, a number, by its path, which begins with /, or by the LoggedAgent that logs into it",
    )
    .optional(),
  sampling: z.number().min(0).max(1).optional(),
  inferenceTable: z.union([z.boolean(), inferenceTableSchema.omit({ enabled: true })]).optional(),
  prove: z.enum(["off", "warn", "error"]).optional(),
  proveWithinSeconds: z.number().min(1).max(3_600).optional(),
});

/** Tracing of an agent. */
export type Tracing = z.infer<typeof tracingSchema>;

/** What somebody may do with an endpoint, from least to most. */
export const permissionLevels = ["CAN_VIEW", "CAN_QUERY", "CAN_MANAGE"] as const;

const grants = z.record(text, z.enum(permissionLevels));

/** Who may do what. */
export const permissionsSchema = z.strictObject({
  users: grants.optional(),
  groups: grants.optional(),
  servicePrincipals: grants.optional(),
  mode: z.enum(["additive", "authoritative"]).optional(),
});

/** Permissions as the program declares them. */
export type Permissions = z.infer<typeof permissionsSchema>;
