import { z } from "zod";
import type { PreviewDocument } from "./previewDocument.js";

/** Violations of policies in the engine's event log (`apitype.PolicyEvent`): `--json` leaves them out. */
const eventSchema = z.looseObject({
  policyEvent: z.looseObject({
    resourceUrn: z.string().optional(),
    message: z.string().default(""),
    policyName: z.string().default("policy"),
    policyPackName: z.string().default("pack"),
    enforcementLevel: z.string().default("advisory"),
  }),
});

/** Pulumi's own markup for colours. */
const colours = /<\{%[^%]{0,40}%\}>/g;

/**
 * Violations as diagnostics, which is what every other finding of a preview is.
 *
 * @param log one JSON event a line; lines of another shape are left out
 */
export function policyDiagnostics(log: string): NonNullable<PreviewDocument["diagnostics"]> {
  return log.split("\n").flatMap((line) => {
    if (!line.includes('"policyEvent"')) return [];
    const parsed = eventSchema.safeParse(jsonOf(line));
    if (!parsed.success) return [];
    const { resourceUrn, message, policyName, policyPackName, enforcementLevel } = parsed.data.policyEvent;
    const mandatory = enforcementLevel === "mandatory";
    return [
      {
        ...(resourceUrn === undefined ? {} : { urn: resourceUrn }),
        message: `policy ${policyName} of ${policyPackName} (${enforcementLevel}): ${message.replace(colours, "")}`,
        severity: mandatory ? "error" : "warning",
        policy: true,
      },
    ];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
