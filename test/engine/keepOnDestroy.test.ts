import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { mlflowAgents } from "../support/cli.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, writes } from "../support/workspace.js";

const name = "main.agents.staying";
const registry = "/api/2.0/mlflow/unity-catalog";

const agent = `const { LoggedAgent, RegisteredModel } = require("pulumi-mlflow-agents");
const agent = new LoggedAgent("r", { code: "agent.py" });
`;
const program = (more: string) => `${agent}
const model = new RegisteredModel("r", { name: "${name}", agent, aliases: { champion: "latest" }, ${more} });
exports.version = model.version;
`;
const kept = program("keepOnDestroy: true");

/** Versions of the model, oldest first, and where its alias points. */
async function found() {
  const filter = encodeURIComponent(`name='${name}'`);
  const { model_versions: versions = [] } = await ask<{ model_versions?: { version: string }[] }>(
    "GET",
    `${registry}/model-versions/search?filter=${filter}`,
  );
  const { registered_model: model } = await ask<{ registered_model: { aliases?: { version: string }[] } }>(
    "GET",
    `${registry}/registered-models/get?name=${name}`,
  );
  return [versions.map(({ version }) => version).sort(), model.aliases?.map(({ version }) => version)];
}

/** The story of one stack, in order. */
describe("a registered model with keepOnDestroy", () => {
  let project: Project;
  const says = /the registered model "main\.agents\.staying" stays with its versions and aliases/;
  beforeAll(async () => {
    project = await Project.create("staying", { "index.js": kept, "agent.py": echoAgent("a") });
    await project.up();
    project.write("agent.py", echoAgent("b"));
    await project.up();
  });
  afterAll(() => project.remove());

  it("survives its removal from the program, as the comment and the run say, and is found again", async () => {
    project.write("index.js", agent);
    const { stdout } = await mlflowAgents(project.folder, ["preview"]);
    expect(stdout).toMatch(/Registered model main\.agents\.staying stays with its versions/);
    expect(stdout).not.toMatch(/is deleted/);
    const calls = await callsDuring(async () => expect(await project.up()).toMatch(says));
    expect(writes(calls)).toEqual([]);
    expect(await found()).toEqual([["1", "2"], ["2"]]);
    project.write("index.js", kept);
    await project.up();
    expect(await project.outputs()).toEqual({ version: "2" });
  });

  it("survives a destroy, and the next `up` with `adopt` goes on with it", async () => {
    expect(await project.destroy()).toMatch(says);
    expect(await found()).toEqual([["1", "2"], ["2"]]);
    project.write("agent.py", echoAgent("c"));
    project.write("index.js", program("keepOnDestroy: true, adopt: true"));
    await project.up();
    expect(await found()).toEqual([["1", "2", "3"], ["3"]]);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("goes with all that this stack made once the program says so", async () => {
    project.write("index.js", program("forceDestroy: true, adopt: true"));
    await project.up();
    await project.destroy();
    await ask("GET", `${registry}/registered-models/get?name=${name}`, undefined, 404);
  });
});
