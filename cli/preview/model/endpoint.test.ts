import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../provider/lifecycle/unknown.js";
import { agentsOf } from "./agents.js";
import type { Change, Properties } from "./change.js";
import { noticesOf } from "./notices.js";

const one = "1".repeat(64);
const two = "2".repeat(64);
const three = "3".repeat(64);
const name = "main.agents.support";

const change = (kind: "RegisteredModel" | "ServingEndpoint", parts: Partial<Change>): Change => ({
  urn: `urn:${kind}`,
  name: "support",
  type: kind,
  kind,
  action: "update",
  before: {},
  after: {},
  outputs: {},
  paths: [],
  replaceReasons: [],
  uses: {},
  parent: undefined,
  keptBefore: { protect: false, retainOnDelete: false },
  keptAfter: { protect: false, retainOnDelete: false },
  initErrors: [],
  source: undefined,
  ...parts,
});

/** A model whose version 2 is in use, and which comes to another content. */
const model = (digest: string) =>
  change("RegisteredModel", {
    before: { name, agent: { modelId: "m-2", digest: two }, digest: two },
    after: { name, agent: { modelId: unknownValue, digest }, digest },
    outputs: {
      version: "2",
      versions: [
        { version: "2", digest: two.slice(0, 12) },
        { version: "1", digest: one.slice(0, 12) },
      ],
    },
  });

const endpoint = (before: Properties, after: Properties, outputs: Properties = {}) =>
  change("ServingEndpoint", {
    before: { name: "support", ...before },
    after: { name: "support", ...after },
    outputs: { state: "READY", served: [{ name: "x", state: "READY", percentage: 100 }], ...outputs },
    uses: { model: ["urn:RegisteredModel"] },
  });

const coming = (digest: string) => ({ name, version: unknownValue, digest });
const noticed = (changes: Change[]) =>
  noticesOf(agentsOf(changes, "preview"), changes).filter((text) => /^Endpoint/.test(text));

describe("what an endpoint answers from", () => {
  it.each([
    [
      "a rollback names the version that is known",
      two,
      one,
      "100 % from version 1; what serves now goes on until that is ready",
    ],
    [
      "new content is a new version",
      two,
      three,
      "100 % from a new version; the old version serves until the new one is ready",
    ],
  ])("%s", (_what, was, is, words) => {
    const changes = [model(is), endpoint({ model: { name, version: "2", digest: was } }, { model: coming(is) })];
    expect(noticed(changes)).toEqual([`Endpoint support answers ${words}.`]);
  });

  it("is the version that stays, after somebody else's change was refreshed", () => {
    // The refresh found version 1, of which no answer tells the digest; the program's is version 2, as it was.
    const changes = [model(two), endpoint({ model: { name, version: "1" } }, { model: coming(two) })];
    expect(noticed(changes)).toEqual([
      "Endpoint support answers 100 % from version 2; what serves now goes on until that is ready.",
    ]);
  });

  it("is the same version under the name that it has by default", () => {
    const split = {
      servedEntities: [
        { name: "main-agents-support_1", model: { name, version: "1" } },
        { name: "main-agents-support_2", model: { name, version: "2" } },
      ],
      traffic: [
        { servedEntity: "main-agents-support_1", percentage: 50 },
        { servedEntity: "main-agents-support_2", percentage: 50 },
      ],
    };
    const changes = [model(two), endpoint(split, { model: coming(two) })];
    expect(agentsOf(changes, "preview")[0]?.endpoints[0]?.traffic).toEqual([
      { entity: "version 1", version: "1", before: 50 },
      { entity: "version 2", version: "2", before: 50, after: 100 },
    ]);
    expect(noticed(changes)).toEqual(["Endpoint support answers 100 % from version 2; it is there already."]);
  });

  it.each([
    [
      "nothing yet",
      { state: "UPDATE_FAILED", served: [{ name: "x", state: "FAILED", percentage: 100 }] },
      "it serves nothing until that is ready",
    ],
    [
      "nothing, as it is stopped",
      { state: "STOPPED", served: [{ name: "x", state: "STOPPED", percentage: 100 }] },
      "it serves nothing until that is ready",
    ],
  ])("is %s", (_what, outputs, words) => {
    const changes = [
      model(three),
      endpoint({ model: { name, version: "2", digest: two } }, { model: coming(three) }, outputs),
    ];
    expect(noticed(changes)).toEqual([`Endpoint support answers 100 % from a new version; ${words}.`]);
  });

  it("is somebody else's matter where it is adopted without a model", () => {
    const adopted = { adopt: true, tags: { a: "b" } };
    const made = { ...endpoint({}, adopted), action: "create" as const, before: undefined };
    const gone = { ...endpoint(adopted, {}), action: "delete" as const, after: undefined };
    expect(noticed([made])).toEqual(["Endpoint support is adopted: what it runs stays as it is."]);
    expect(noticed([gone])).toEqual(["Endpoint support stays: what the program declared of it is taken back."]);
  });

  it.each([
    [{}, { environment: { ENABLE_MLFLOW_TRACING: "True" } }, "records traces from now on"],
    [{ environment: { ENABLE_MLFLOW_TRACING: "true" } }, { environment: { ENABLE_MLFLOW_TRACING: "TRUE" } }, undefined],
    [{ environment: { ENABLE_MLFLOW_TRACING: "true" } }, {}, "no longer records traces"],
    [
      { environment: { ENABLE_MLFLOW_TRACING: "true" } },
      { environment: { ENABLE_MLFLOW_TRACING: "false" } },
      "no longer records traces",
    ],
    [
      { environment: { ENABLE_MLFLOW_TRACING: "true" } },
      { environment: { ENABLE_MLFLOW_TRACING: unknownValue } },
      undefined,
    ],
    [{}, { environment: { ENABLE_MLFLOW_TRACING: "false" } }, undefined],
    [
      {},
      { aiGateway: { inferenceTable: { catalog: "main", schema: "agents" } } },
      "records all requests and answers in an inference table from now on",
    ],
    [
      { aiGateway: { inferenceTable: { catalog: "main" } } },
      { aiGateway: { inferenceTable: { catalog: "x" } } },
      undefined,
    ],
  ])("says what is recorded from now on, where %j becomes %j", (before, after, words) => {
    const model = { name, version: "2", digest: two };
    const said = noticed([endpoint({ model, ...before }, { model, ...after })]).filter((text) => /record/.test(text));
    expect(said).toEqual(words === undefined ? [] : [`Endpoint support ${words}.`]);
  });

  it("shows that somebody stopped it as drift", () => {
    const before = { model: { name, version: "2" }, state: "READY" };
    const [agent] = agentsOf([endpoint(before, { ...before, state: "STOPPED" })], "drift");
    expect(agent?.endpoints[0]?.settings).toEqual([
      { name: "state", action: "changed", before: "READY", after: "STOPPED" },
    ]);
  });
});
