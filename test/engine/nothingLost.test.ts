import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, question, writes } from "../support/workspace.js";

/** A model and an endpoint; each part says what a test wants of it. */
function program(parts: { name?: string; model?: string; agent?: string; options?: string; endpoint?: string } = {}) {
  return `const { LoggedAgent, RegisteredModel, ServingEndpoint } = require("pulumi-mlflow-agents");
const agent = new LoggedAgent("r", { code: "agent.py", ${parts.agent ?? ""} }, { ${parts.options ?? ""} });
const model = new RegisteredModel("r", { name: "main.agents.${parts.name ?? "held"}", agent, aliases: { champion: "latest" }, ${parts.model ?? ""} }, { ${parts.options ?? ""} });
const endpoint = new ServingEndpoint("r", { name: "held", model, ${parts.endpoint ?? ""} }, { ${parts.options ?? ""} });
exports.version = model.version;
exports.modelId = agent.modelId;
`;
}

const model = "/api/2.0/mlflow/unity-catalog/registered-models/get?name=main.agents";

/** The story of one stack, in order: each test goes on where the one before it stopped. */
describe("what a stack holds", () => {
  let project: Project;
  let backup = "";
  beforeAll(async () => {
    project = await Project.create("held", { "index.js": program(), "agent.py": echoAgent("still here") });
    await project.up();
  });
  afterAll(() => project.remove());

  it("is not half destroyed: the endpoint stays where the model would stop the rest", async () => {
    const { code, output } = await project.run("destroy", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/nothing is deleted: this destroy would stop at the registered model "main\.agents\.held"/);
    expect(await question("held", "hi")).toBe("still here");
  });

  it("is not moved by a replacement that could not end", async () => {
    project.write("index.js", program({ name: "renamed" }));
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/would be replaced, .*nothing is changed: .*still has version 1/);
    expect(output).toMatch(/keepOnDestroy: true/);
    await ask("GET", `${model}.renamed`, undefined, 404);
  });

  it("is recorded with what is added later, without a call that writes", async () => {
    project.write("index.js", program({ model: "forceDestroy: true", endpoint: 'onFailure: "remove"' }));
    const calls = await callsDuring(async () => {
      // The endpoint's state says as well that a destroy stops nowhere any more.
      expect(await project.up()).toMatch(/2 updated/);
    });
    expect(writes(calls)).toEqual([]);
    expect(await project.preview()).toEqual([]);
    expect((await project.resource("RegisteredModel")).outputs).toMatchObject({ forceDestroy: true });
    backup = await project.succeed("stack", "export");
  });

  it.each(["ServingEndpoint", "RegisteredModel", "LoggedAgent"])(
    "survives a forced replacement of the %s",
    async (type) => {
      const before = await project.outputs();
      const { urn } = await project.resource(type);
      await project.succeed("up", "--yes", "--skip-preview", "--replace", urn);
      expect(await question("held", "hi")).toBe("still here");
      expect(await project.outputs()).toEqual(before);
      await ask("GET", `/api/2.0/mlflow/logged-models/${String(before.modelId)}`);
      expect(await project.preview("--refresh")).toEqual([]);
    },
  );

  it("survives replaceOnChanges", async () => {
    const options = 'replaceOnChanges: ["tags"]';
    const tags = 'tags: { team: "a" }';
    project.write("index.js", program({ options, model: `forceDestroy: true, ${tags}`, endpoint: tags, agent: tags }));
    const steps = await project.preview();
    expect(steps.map(({ op }) => op)).toContain("replace");
    await project.up();
    expect(await question("held", "hi")).toBe("still here");
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("is still its own on another backend, where it is replaced by force", async () => {
    await project.moveToOtherBackend();
    const calls = await callsDuring(async () => {
      expect(await project.up()).toMatch(/unchanged/);
    });
    expect(writes(calls)).toEqual([]);
    const { urn } = await project.resource("ServingEndpoint");
    await project.succeed("up", "--yes", "--skip-preview", "--replace", urn);
    expect(await question("held", "hi")).toBe("still here");
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("goes as a whole once the program says so, also by a backup older than what is there", async () => {
    await project.import(backup);
    await project.destroy();
    await ask("GET", "/api/2.0/serving-endpoints/held", undefined, 404);
    await ask("GET", `${model}.held`, undefined, 404);
  });
});
