import { z } from "zod";
import type { PreviewDocument } from "./previewDocument.js";

/** What a refresh made of a resource, in the engine's event log (`apitype.ResOutputsEvent`). */
const eventSchema = z.looseObject({
  resOutputsEvent: z.looseObject({
    metadata: z.looseObject({
      op: z.string(),
      urn: z.string(),
      new: z.looseObject({ outputs: z.record(z.string(), z.json()).optional() }).nullish(),
    }),
  }),
});

const ownType = /::(?:[^:]|:(?!:))*(?:pulumi-nodejs:dynamic\/mlflow-agents|mlflow-agents:index):\w+::/;

/**
 * Resources of this package that a refresh found to need work, although no argument differs: an update that was cut off, a
 * deployment that failed. `--json` shows such a step as one without a difference, and the event log tells it.
 *
 * @param document whose steps are corrected
 * @param log one JSON event a line; lines of another shape are left out
 */
export function addUnready(document: PreviewDocument, log: string): void {
  for (const line of log.split("\n")) {
    if (!line.includes('"resOutputsEvent"')) continue;
    const parsed = eventSchema.safeParse(jsonOf(line));
    if (!parsed.success) continue;
    const { op, urn, new: found } = parsed.data.resOutputsEvent.metadata;
    const outputs = found?.outputs ?? {};
    const readiness = ["state", "status"].find(
      (name) => typeof outputs[name] === "string" && outputs[name] !== "READY",
    );
    const step = (document.steps ?? []).find((each) => each.urn === urn && each.op === "refresh");
    if (op !== "update" || readiness === undefined || step === undefined || !ownType.test(urn)) continue;
    step.op = "update";
    step.newState = { ...step.newState, outputs };
    step.detailedDiff = { [readiness]: { kind: "update", inputDiff: false } };
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
