import { describe, expect, it } from "vitest";
import type { Fields } from "../../../provider/lifecycle/fields.js";
import { unknownValue } from "../../../provider/lifecycle/unknown.js";
import { resources } from "../../../test/unit/provider/support/registry.js";
import type { Change, Json } from "./change.js";
import { protectionItems } from "./grants.js";
import type { Kind } from "./report.js";
import { safeguarded, safeguardItems } from "./safeguards.js";

const kept = { protect: false, retainOnDelete: false };
const change = (kind: Kind, before: Json, after: Json, more: Partial<Change> = {}): Change => ({
  urn: "urn",
  name: "support",
  type: kind,
  kind,
  action: "update",
  before: before as Change["before"],
  after: after as Change["after"],
  outputs: {},
  paths: [],
  replaceReasons: [],
  uses: {},
  parent: undefined,
  keptBefore: kept,
  keptAfter: kept,
  initErrors: [],
  source: undefined,
  ...more,
});
const found = (...given: Parameters<typeof change>) =>
  safeguardItems([change(...given)]).map(({ kind, what }) => `${kind.replace("safeguard", "")} ${what}`);

const [hi, bye] = [{ question: "hi" }, { question: "bye", expect: { contains: "bye" } }];
const gate = { command: "npm run judge" };
const table = { catalog: "main", schema: "logs" };
const canary = (shares: number[], more: object = {}) => ({ rollout: { canary: shares, ...more } }) as Json;
const guardrails = (input: object) => ({ aiGateway: { guardrails: { input } } }) as Json;

const cases: [Kind, Json, Json, string[]][] = [
  ["ServingEndpoint", { gate, smokeTest: [hi] }, {}, ["Removed gate", "Removed smokeTest"]],
  [
    "ServingEndpoint",
    { gate },
    { gate: { command: "true" } },
    ['Changed gate: {"command":"npm run judge"} → {"command":"true"}'],
  ],
  ["ServingEndpoint", {}, { gate, smokeTest: [hi] }, []],
  [
    "LoggedAgent",
    { validate: "predict" },
    { validate: { mode: "predict", credentials: "deployer" } },
    ["Weakened validate.credentials: none → deployer"],
  ],
  ["ServingEndpoint", { gate }, { gate: unknownValue }, ["Changed gate: known after the update"]],
  [
    "ServingEndpoint",
    { smokeTest: [hi, bye] },
    { smokeTest: [bye] },
    ["Weakened smokeTest: 1 of 2 questions are not there as before"],
  ],
  [
    "ServingEndpoint",
    { smokeTest: [hi, bye] },
    { smokeTest: [hi, { question: "bye" }] },
    ["Changed smokeTest: 1 of 2 questions are not there as before"],
  ],
  ["ServingEndpoint", { smokeTest: [hi] }, { smokeTest: [bye, hi] }, []],
  ["ServingEndpoint", canary([10, 100]), { rollout: "immediate" }, ["Removed rollout"]],
  ["ServingEndpoint", canary([10, 50, 100]), canary([50, 100]), ["Weakened rollout: 10, 50, 100 % → 50, 100 %"]],
  [
    "ServingEndpoint",
    canary([10, 100], { pauseSeconds: 600 }),
    canary([10, 100], { pauseSeconds: 1 }),
    ["Weakened rollout: pauseSeconds 600 → 1"],
  ],
  ["ServingEndpoint", canary([10, 100], { requests: 50 }), canary([10, 100]), ["Weakened rollout: requests removed"]],
  ["ServingEndpoint", canary([10, 100]), canary([5, 10, 100]), []],
  ["ServingEndpoint", {}, { onFailure: "remove" }, ["Weakened onFailure: keep → remove"]],
  ["ServingEndpoint", { keep: 2 }, {}, ["Removed keep"]],
  ["ServingEndpoint", { tracing: { prove: "error" } }, { tracing: {} }, ["Removed tracing.prove"]],
  [
    "ServingEndpoint",
    { aiGateway: { inferenceTable: table, usageTracking: true } },
    {},
    ["Removed aiGateway.inferenceTable", "Removed aiGateway.usageTracking"],
  ],
  [
    "ServingEndpoint",
    guardrails({ safety: true, pii: "BLOCK" }),
    guardrails({ pii: "MASK" }),
    ["Removed aiGateway.guardrails.input.safety", "Weakened aiGateway.guardrails.input.pii: BLOCK → MASK"],
  ],
  ["ServingEndpoint", {}, { adopt: true }, ["Weakened adopt: false → true"]],
  ["LoggedAgent", { validate: "predict" }, { validate: { mode: "load" } }, ["Weakened validate: predict → load"]],
  ["LoggedAgent", { validate: { mode: "load" } }, {}, ["Removed validate"]],
  ["LoggedAgent", { validate: "static" }, { validate: "predict" }, []],
  [
    "LoggedAgent",
    { warningsAsErrors: true, keepOnDestroy: true },
    { keepOnDestroy: false },
    ["Removed warningsAsErrors", "Weakened keepOnDestroy: true → false"],
  ],
  ["RegisteredModel", {}, { forceDestroy: true }, ["Weakened forceDestroy: false → true"]],
  ["RegisteredModel", { forceDestroy: true }, {}, []],
  ["AuthPolicy", {}, { verify: "warn" }, ["Weakened verify: error → warn"]],
  ["AuthPolicy", { verify: "warn" }, { verify: false }, ["Weakened verify: warn → false"]],
  ["AuthPolicy", { verify: false }, {}, []],
];

describe("a change that takes safety away", () => {
  it.each(cases)("%s %j → %j", (kind, before, after, expected) => {
    expect(found(kind, before, after)).toEqual(expected);
    // The other way round there is only more of it, or another one.
    expect(found(kind, after, before).filter((one) => !one.startsWith("Changed"))).toEqual(
      expected.length === 0 ? found(kind, after, before) : [],
    );
  });

  it("is seen where the engine sees no change, and not where the resource comes or goes", () => {
    expect(found("ServingEndpoint", { gate }, {}, { action: "same" })).toEqual(["Removed gate"]);
    expect(found("ServingEndpoint", { gate }, {}, { action: "delete" })).toEqual([]);
    expect(safeguardItems([change("ServingEndpoint", {}, {}, { before: undefined })])).toEqual([]);
    expect(found("other", { gate }, {})).toEqual([]);
  });

  it("has a row for each argument that makes no call, or a reason for none", () => {
    const without: Record<string, string> = {
      "LoggedAgent.allow": "told as findings that are allowed",
      "RegisteredModel.versionTags": "words about a version",
      "RegisteredModel.versionDescription": "words about a version",
    };
    const recorded = Object.values(resources).flatMap(({ type, fields }) =>
      Object.entries(fields as Fields)
        .filter(([, { rule, computed }]) => rule === "record" && !computed)
        .map(([name]) => `${type}.${name}`),
    );
    expect(recorded.length).toBeGreaterThan(10);
    expect(recorded.filter((name) => !safeguarded.has(name) && without[name] === undefined)).toEqual([]);
  });

  it("does not show a secret, and takes two of them for the same", () => {
    expect(found("ServingEndpoint", { gate: "[secret]" }, { gate: "[secret]" })).toEqual([]);
    const [item] = safeguardItems([
      change("ServingEndpoint", { gate: { url: "https://me:hunter2@x" } }, { gate: { url: "https://x" } }),
    ]);
    expect(item?.what).not.toContain("hunter2");
  });

  it("is protection by Pulumi's options, too", () => {
    const before = { protect: true, retainOnDelete: true };
    expect(protectionItems([change("other", {}, {}, { keptBefore: before })]).map(({ what }) => what)).toEqual([
      "protect of support",
      "retainOnDelete of support",
    ]);
    expect(protectionItems([change("other", {}, {}, { keptAfter: before })])).toEqual([]);
  });
});
