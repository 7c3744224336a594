import { describe, expect, it } from "vitest";
import { addUnready } from "./driftEvents.js";
import type { PreviewDocument } from "./previewDocument.js";

const type = "pulumi-nodejs:dynamic/mlflow-agents:ServingEndpoint";
const urnOf = (kind: string) => `urn:pulumi:dev::shop::${kind}::it`;
const own = urnOf(type);

/** A refresh of one resource, in the CLI's JSON, and the event of what it made of it. */
function refreshed(urn: string, op: string, outputs: Record<string, unknown>) {
  const document: PreviewDocument = {
    steps: [
      { op: "refresh", urn, oldState: { outputs: { state: "READY" } }, newState: { outputs: { state: "READY" } } },
    ],
  };
  const event = { resOutputsEvent: { metadata: { op, urn, new: { outputs } } } };
  addUnready(document, `{"preludeEvent":{}}\nno JSON "resOutputsEvent"\n${JSON.stringify(event)}\n`);
  return document.steps?.[0];
}

describe("what a refresh found to need work although no argument differs", () => {
  it("is a step that changes its state", () => {
    expect(refreshed(own, "update", { state: "INTERRUPTED", name: "it" })).toMatchObject({
      op: "update",
      newState: { outputs: { state: "INTERRUPTED" } },
      detailedDiff: { state: { kind: "update" } },
    });
    const inComponent = urnOf(`my:index:Team$${type}`);
    expect(refreshed(inComponent, "update", { state: "UPDATE_FAILED" })?.op).toBe("update");
    expect(refreshed(urnOf("mlflow-agents:index:LoggedAgent"), "update", { status: "PENDING" })?.op).toBe("update");
  });

  it.each([
    ["one that is ready, with other outputs", own, "update", { state: "READY", served: [] }],
    ["one that is as it was", own, "same", { state: "UPDATE_FAILED" }],
    ["a resource of another provider", urnOf("aws:ec2/instance:Instance"), "update", { state: "stopped" }],
  ])("is not %s", (_what, urn, op, outputs) => expect(refreshed(urn, op, outputs)?.op).toBe("refresh"));
});
