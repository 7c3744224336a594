import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";

const model = "main.agents.existing";

describe("what exists is read by `get`, and never written", () => {
  let owner: Project;
  let reader: Project;
  beforeAll(async () => {
    owner = await Project.create("owner", {
      "index.js": fourResources(model, { environment: 'A: "b"', endpoint: 'tags: { team: "x" }' }),
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
`,
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
