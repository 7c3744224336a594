import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rolled } from "../serving/support/endpoint.js";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, question, writes } from "../support/workspace.js";

const model = "main.agents.lifecycle";
const endpoint = "agents_main-agents-lifecycle";

const program = (environment: string) => fourResources(model, { environment, agent: 'codePaths: ["tools"]' });

/** The story of one stack, in order: each test goes on where the one before it stopped. */
describe("the life of a stack with all four resources", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("lifecycle", {
      "index.js": program('GREETING: "hello"'),
      "agent.py": echoAgent("one"),
      "tools/words.py": "WORDS = 1\n",
    });
  });
  afterAll(() => project.remove());

  it("previews the creation of everything without touching the workspace", async () => {
    const calls = await callsDuring(async () => {
      const steps = await project.preview();
      expect(steps.map(({ op }) => op)).toEqual(["create", "create", "create", "create", "create"]);
    });
    expect(writes(calls)).toEqual([]);
  });

  it("creates an endpoint that answers", async () => {
    await project.up();
    expect(await project.outputs()).toMatchObject({ endpoint, version: "1" });
    expect(await question(endpoint, "hi")).toBe("one");
  });

  it("has nothing to do the second time, and writes nothing", async () => {
    const calls = await callsDuring(async () => {
      expect(await project.up()).toMatch(/5 unchanged/);
    });
    expect(writes(calls)).toEqual([]);
    expect(await project.preview()).toEqual([]);
  });

  it("reads each resource once when it refreshes, and finds no difference", async () => {
    const calls = await callsDuring(async () => {
      expect(await project.refresh()).toMatch(/5 unchanged/);
    });
    const reads = calls.filter(({ path }) => !/well-known|\/Me$|_local/.test(path));
    expect(reads.map(({ method, path }) => `${method} ${path.replace(/m-\w+/, "m-…")}`).sort()).toEqual([
      "GET /api/2.0/mlflow/logged-models/m-…",
      "GET /api/2.0/mlflow/unity-catalog/registered-models/get",
      `GET /api/2.0/serving-endpoints/${endpoint}`,
    ]);
    expect(await project.preview()).toEqual([]);
  });

  it("names each file that is changed, added or removed in a preview", async () => {
    project.write("agent.py", echoAgent("two"));
    project.write("tools/more.py", "MORE = 1\n");
    project.delete("tools/words.py");
    const text = await project.previewText();
    expect(text).toMatch(/~ agent\.py +: "[0-9a-f]{64}" => "[0-9a-f]{64}"/);
    expect(text).toMatch(/\+ tools\/more\.py *: "[0-9a-f]{64}"/);
    expect(text).toMatch(/- tools\/words\.py *: "[0-9a-f]{64}"/);
    project.delete("tools/more.py");
    project.write("tools/words.py", "WORDS = 1\n");
    const steps = await project.preview();
    expect(steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)).toEqual([
      "update agent",
      "update model",
      "update endpoint",
    ]);
  });

  it("rolls a change out as a new version, and moves the alias", async () => {
    await project.up();
    expect(await project.outputs()).toMatchObject({ version: "2" });
    expect(await question(endpoint, "hi")).toBe("two");
    const { registered_model: found } = await ask<{ registered_model: { aliases: unknown } }>(
      "GET",
      `/api/2.0/mlflow/unity-catalog/registered-models/get?name=${model}`,
    );
    expect(found.aliases).toEqual([{ alias: "champion", version: "2" }]);
  });

  it("goes back to the earlier model and version when a change is reverted, without logging anything", async () => {
    project.write("agent.py", echoAgent("one"));
    const calls = await callsDuring(() => project.up());
    expect(writes(calls)).toEqual(["POST /api/2.0/mlflow/unity-catalog/registered-models/alias", ...rolled(endpoint)]);
    expect(await project.outputs()).toMatchObject({ version: "1" });
    expect(await question(endpoint, "hi")).toBe("one");
  });

  it("shows one changed environment variable as one line", async () => {
    project.write("index.js", program('GREETING: "salve"'));
    const steps = await project.preview();
    expect(steps).toMatchObject([{ op: "update", paths: ["environment.GREETING"] }]);
    await project.up();
    expect(await project.preview()).toEqual([]);
  });

  it("shows in the preview which agents a changed policy concerns", async () => {
    const widened = program('GREETING: "salve"').replace(
      "systemResources: [",
      'systemResources: [servingEndpoint("databricks-meta-llama-3-3-70b-instruct"), ',
    );
    project.write("index.js", widened);
    const steps = await project.preview();
    expect(steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)).toEqual([
      "update access",
      "update agent",
      "update model",
      "update endpoint",
    ]);
    expect(steps[1]?.paths).toContain("digest");
    expect(steps[1]?.paths.some((path) => path.startsWith("authPolicy.systemResources"))).toBe(true);
    await project.up();
    expect(await project.outputs()).toMatchObject({ version: "3" });
  });

  it("sees what was changed behind its back, and repairs it", async () => {
    await ask("POST", "/api/2.0/mlflow/unity-catalog/registered-models/alias", {
      name: model,
      alias: "champion",
      version: "2",
    });
    await ask("PATCH", `/api/2.0/serving-endpoints/${endpoint}/tags`, {
      add_tags: [{ key: "somebody", value: "else" }],
    });
    await project.refresh();
    expect(await project.preview()).toMatchObject([{ op: "update", paths: ["aliases.champion"] }]);
    await project.up();
    expect((await project.resource("RegisteredModel")).outputs).toMatchObject({ aliasVersions: { champion: "3" } });
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("makes an object that was deleted by hand again", async () => {
    await ask("DELETE", `/api/2.0/serving-endpoints/${endpoint}`);
    await project.refresh();
    expect(await project.preview()).toMatchObject([{ op: "create" }]);
    await project.up();
    expect(await question(endpoint, "hi")).toBe("one");
  });

  it("leaves nothing behind when it is destroyed", async () => {
    const { modelId } = await project.outputs();
    await project.destroy();
    await ask("GET", `/api/2.0/serving-endpoints/${endpoint}`, undefined, 404);
    await ask("GET", `/api/2.0/mlflow/unity-catalog/registered-models/get?name=${model}`, undefined, 404);
    await ask("GET", `/api/2.0/mlflow/logged-models/${String(modelId)}`, undefined, 404);
    expect((await project.resources()).map(({ type }) => type)).toEqual([]);
  });
});
