import { z } from "zod";
import { text } from "./text.js";

const share = z.number().int().min(1).max(100);

/** How the traffic moves to a new version. */
export const rolloutSchema = z.union([
  z.literal("immediate"),
  z.strictObject({
    canary: z
      .array(share)
      .min(1)
      .refine((shares) => shares.every((each, index) => index === 0 || each > (shares[index - 1] ?? 0)), {
        message: "the shares must rise",
      })
      .refine((shares) => shares.at(-1) === 100, { message: "the last share must be 100" }),
    pauseSeconds: z.number().min(0).max(86_400).optional(),
    requests: z.number().int().min(1).optional(),
  }),
]);

/** How the traffic moves. */
export type Rollout = z.infer<typeof rolloutSchema>;

const pattern = text.refine(
  (source) => {
    try {
      new RegExp(source, "u");
      return true;
    } catch {
      return false;
    }
  },
  { message: "it is not a regular expression" },
);

/** A question to a new version, and what its answer must satisfy. */
export const smokeTestSchema = z.strictObject({
  question: z.union([text, z.record(z.string(), z.unknown())]),
  expect: z
    .strictObject({
      contains: text.optional(),
      matches: pattern.optional(),
      jsonPath: z.strictObject({ path: text, equals: z.unknown() }).optional(),
    })
    .optional(),
  maxLatencyMs: z.number().int().min(1).optional(),
});

/** A question with its expectations. */
export type SmokeTest = z.infer<typeof smokeTestSchema>;

/** What must agree before traffic moves. */
export const gateSchema = z.union([
  z.strictObject({ command: text, timeoutSeconds: z.number().min(1).optional() }),
  z.strictObject({
    url: z.string().regex(/^https?:\/\/\S+$/, "a URL begins with http:// or https://"),
    timeoutSeconds: z.number().min(1).optional(),
  }),
]);

/** A command or an address. */
export type Gate = z.infer<typeof gateSchema>;
