import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, question } from "../support/workspace.js";

const steps = async (project: Project) =>
  (await project.preview()).map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);

describe("what cannot be changed in place is replaced, and the preview says so", () => {
  let project: Project;
  const program = (options: { endpoint?: string; agent?: string; model?: string } = {}) =>
    fourResources(options.model ?? "main.agents.replaced", {
      endpoint: options.endpoint ?? 'name: "first"',
      agent: options.agent ?? "",
    });
  beforeAll(async () => {
    project = await Project.create("replaced", { "index.js": program(), "agent.py": echoAgent("still here") });
    await project.up();
  });
  afterAll(() => project.remove());

  it("an endpoint's name: the new one serves before the old one goes", async () => {
    project.write("index.js", program({ endpoint: 'name: "second"' }));
    expect(await steps(project)).toEqual(["replace endpoint"]);
    await project.up();
    expect(await question("second", "hi")).toBe("still here");
    await ask("GET", "/api/2.0/serving-endpoints/first", undefined, 404);
  });

  it("an endpoint's route optimisation: the old one goes first, because both have one name", async () => {
    project.write("index.js", program({ endpoint: 'name: "second", routeOptimized: true' }));
    expect(await steps(project)).toEqual(["replace endpoint"]);
    await project.up();
    expect(await question("second", "hi")).toBe("still here");
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("a registered model's name, and the endpoint that serves it rolls over", async () => {
    const changed = program({ endpoint: 'name: "second", routeOptimized: true', model: "main.agents.renamed" });
    project.write("index.js", changed);
    expect(await steps(project)).toEqual(["replace model", "update endpoint"]);
    await project.up();
    expect(await question("second", "hi")).toBe("still here");
    await ask("GET", "/api/2.0/mlflow/unity-catalog/registered-models/get?name=main.agents.replaced", undefined, 404);
  });

  it("an agent's experiment", async () => {
    const changed = program({
      endpoint: 'name: "second", routeOptimized: true',
      model: "main.agents.renamed",
      agent: 'experiment: "/Shared/elsewhere"',
    });
    project.write("index.js", changed);
    expect((await steps(project)).filter((step) => step.endsWith(" agent"))).toEqual(["replace agent"]);
    await project.up();
    // The content is the same, and so is the version.
    expect(await project.outputs()).toMatchObject({ version: "1" });
    expect(await project.preview("--refresh")).toEqual([]);
  });
});
