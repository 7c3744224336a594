import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { mlflowAgents } from "../support/cli.js";
import { Project } from "../support/engine.js";
import { callsDuring, writes } from "../support/workspace.js";

const model = "main.agents.existing";

/** A program's use of every output of an endpoint that may be undefined: by an output of the stack and by a resource. */
const optional = `
const { table } = require("pulumi-mlflow-agents");
const optional = { ...endpoint, source: model.source, versions: model.versions };
exports.optional = pulumi.all(["inferenceTable", "provedTrace", "reviewAppUrl", "aliasVersions", "grantedScopes", "source"]
  .map((name) => optional[name].apply((value) => name + " " + JSON.stringify(value))));
new AuthPolicy("records", { systemResources: [table(endpoint.inferenceTable.apply((t) => t ?? "main.agents.nowhere"))] });
`;
const tags = 'tags: { team: "x" }';
const owned = (endpoint: string) => fourResources(model, { environment: 'A: "b"', endpoint }) + optional;
const undefinedOutputs = ["inferenceTable", "provedTrace", "reviewAppUrl", "aliasVersions"].map(
  (name) => `${name} undefined`,
);

describe("what exists is read by `get`, and never written", () => {
  let owner: Project;
  let reader: Project;
  beforeAll(async () => {
    owner = await Project.create("owner", {
      "index.js": owned(tags),
      "agent.py": echoAgent("here"),
    });
    await owner.up();
    const agent = await owner.resource("LoggedAgent");
    reader = await Project.create("reader", {
      "index.js": `const { AuthPolicy, LoggedAgent, RegisteredModel, ServingEndpoint } = require("pulumi-mlflow-agents");
const agent = LoggedAgent.get("agent", "${agent.id}");
const same = LoggedAgent.get("same", "${agent.outputs.modelId}");
const model = RegisteredModel.get("model", "${model}");
const endpoint = ServingEndpoint.get("endpoint", "agents_main-agents-existing");
const policy = AuthPolicy.get("policy", "${agent.outputs.modelId}");
exports.modelIds = [agent.modelId, same.modelId];
exports.model = [model.name, model.version, model.aliasVersions];
exports.endpoint = [endpoint.name, endpoint.state, endpoint.served, endpoint.invocationsUrl];
exports.policy = policy.systemResources;
const pulumi = require("@pulumi/pulumi");
${optional}`,
    });
  });
  afterAll(async () => {
    await reader.remove();
    await owner.remove();
  });

  it("gives the outputs of each kind of resource", async () => {
    await reader.up();
    const { modelId } = (await owner.resource("LoggedAgent")).outputs;
    const outputs = await reader.outputs();
    expect(outputs.modelIds).toEqual([modelId, modelId]);
    expect(outputs.model).toEqual([model, "1", { champion: "1" }]);
    expect(outputs.endpoint).toMatchObject([
      "agents_main-agents-existing",
      "READY",
      [{ model, version: "1", state: "READY" }],
      expect.stringMatching(/\/serving-endpoints\/agents_main-agents-existing\/invocations$/),
    ]);
    expect(outputs.policy).toEqual([{ kind: "servingEndpoint", name: "databricks-claude-sonnet-4" }]);
  });

  it("makes an output that is undefined known in a preview, so that nothing differs", async () => {
    expect((await owner.outputs()).optional).toEqual(expect.arrayContaining(undefinedOutputs));
    expect((await reader.outputs()).optional).toEqual(expect.arrayContaining(undefinedOutputs));
    await owner.succeed("preview", "--expect-no-changes");
    await reader.succeed("preview", "--expect-no-changes");
  });

  it("does so for a state that lacks more than today's", async () => {
    const exported = JSON.parse(await owner.succeed("stack", "export"));
    for (const { type, outputs } of exported.deployment.resources) {
      if (type.endsWith(":ServingEndpoint")) for (const name of ["grantedScopes", "tracesTo"]) delete outputs[name];
      if (type.endsWith(":RegisteredModel")) delete outputs.versions;
    }
    owner.write("state.json", JSON.stringify(exported));
    await owner.succeed("stack", "import", "--file", "state.json");
    // Of what is undefined now, only the output of the stack differs, which says so.
    const steps = await owner.preview();
    expect(steps.filter(({ urn }) => !urn.includes("pulumi:pulumi:Stack"))).toEqual([]);
    expect(await owner.previewText()).toMatch(/grantedScopes \[.*\].*=> "grantedScopes undefined"/);
    await owner.refresh();
    await owner.succeed("preview", "--expect-no-changes");
  });

  it("names under Security what keeps a bad version away and goes, though it makes no call", async () => {
    const program = owned(`${tags}, gate: { command: "exit 0" }, smokeTest: [{ question: "hi" }]`);
    owner.write("index.js", program);
    await owner.up();
    owner.write("index.js", owned(tags));
    const calls = await callsDuring(async () => {
      const { code, stdout, stderr } = await mlflowAgents(owner.folder, ["preview", "--fail-on", "security,changes"]);
      expect([code, stderr]).toEqual([3, expect.stringContaining("(security)")]);
      expect(stderr).toContain("(changes)");
      expect(stdout).toMatch(/Security\n(.*\n)*.*safeguard removed: gate \(endpoint\)/);
      expect(stdout).toContain("safeguard removed: smokeTest (endpoint)");
      await owner.up();
    });
    expect(writes(calls)).toEqual([]);
    await owner.succeed("preview", "--expect-no-changes");
  });

  it.each([
    ["the token has expired", { DATABRICKS_TOKEN: "dapi-no-longer-good" }],
    ["nobody listens", { DATABRICKS_HOST: "http://127.0.0.1:9" }],
  ])("does not take what it could not read for unchanged: %s", async (_why, env) => {
    const before = await owner.resources();
    const { code, stdout, stderr } = await mlflowAgents(owner.folder, ["drift", "--fail-on", "none"], env);
    expect(code).toBe(4);
    const kinds = ["LoggedAgent agent", "RegisteredModel model", "ServingEndpoint endpoint"];
    for (const one of kinds) expect(stdout).toContain(`cannot tell ${one}: it could not be read.`);
    expect(stderr.match(/^cannot tell: dev: /gm)).toHaveLength(kinds.length);
    expect(stdout).toMatch(/cannot tell: 3 resources could not be read/);
    expect(stdout).not.toMatch(/no drift|no changes/i);
    expect(await owner.resources()).toEqual(before);
    expect((await mlflowAgents(owner.folder, ["drift"])).code).toBe(0);
  });

  it("leaves what it read alone when the reader goes", async () => {
    await reader.destroy();
    expect(await owner.preview("--refresh")).toEqual([]);
  });

  it("says which one is missing", async () => {
    reader.write("index.js", `require("pulumi-mlflow-agents").ServingEndpoint.get("gone", "no-such-endpoint");`);
    const { code, output } = await reader.run("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/there is no ServingEndpoint with the id "no-such-endpoint"/);
    expect(output).not.toMatch(/\n\s+at .*[:(]\d+:\d+/);
  });
});
