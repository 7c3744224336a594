import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { question } from "../support/workspace.js";

const program = `const a = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
class Team extends pulumi.ComponentResource {
  constructor(name) {
    super("example:index:Team", name);
    const agent = new a.LoggedAgent("agent", { code: "agent.py" }, { parent: this });
    const model = new a.RegisteredModel("model", { name: "main.agents.nested", agent, forceDestroy: true }, { parent: this });
    this.endpoint = new a.ServingEndpoint("endpoint", { model }, { parent: this, dependsOn: [agent] });
    this.registerOutputs({});
  }
}
exports.endpoint = new Team("team").endpoint.name;
`;

describe("resources inside of a component", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("nested", { "index.js": program, "agent.py": echoAgent("from within") });
  });
  afterAll(() => project.remove());

  it("do not wait for themselves, and are named by their whole URN", async () => {
    await project.up();
    expect(await question("agents_main-agents-nested", "hi")).toBe("from within");
    const { urn, inputs } = await project.resource("ServingEndpoint");
    expect(inputs.__urn).toBe(urn);
    expect(urn).toMatch(/example:index:Team\$/);
    expect(await project.preview()).toEqual([]);
  });
});
