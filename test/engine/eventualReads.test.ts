import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorkspace, type Workspace } from "../../workspace/index.js";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";

const model = "main.agents.lagging";

/** Each object is found from the sixth read on, as on a store that lags behind its writes. */
describe("a workspace that does not find what was just made", () => {
  const data = mkdtempSync(join(tmpdir(), "mlflow-agents-lagging-"));
  let workspace: Workspace;
  let project: Project;
  beforeAll(async () => {
    workspace = await startWorkspace({ data, eventualReads: 5 });
    const env = { DATABRICKS_HOST: workspace.host, DATABRICKS_TOKEN: workspace.token };
    const files = { "index.js": fourResources(model), "agent.py": echoAgent("one") };
    project = await Project.create("lagging", files, env);
  });
  afterAll(async () => {
    await project?.remove();
    await workspace?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const get = async (path: string) => {
    const answer = await fetch(`${workspace.host}${path}`, { headers: { authorization: `Bearer ${workspace.token}` } });
    return answer.status;
  };
  const left = async () => ({
    model: await get(`/api/2.1/unity-catalog/models/${model}`),
    endpoint: await get(`/api/2.0/serving-endpoints/${(await project.outputs()).endpoint}`),
  });

  it("comes up at once, and has nothing to do the second time", async () => {
    await project.up();
    expect(await project.outputs()).toMatchObject({ version: "1" });
    expect(await project.up()).toMatch(/5 unchanged/);
  });

  it("loses nothing in a refresh, also right after a change", async () => {
    project.write("agent.py", echoAgent("two"));
    await project.up();
    expect(await project.outputs()).toMatchObject({ version: "2" });
    await project.refresh();
    const types = (await project.resources()).map(({ type }) => type.split(":").at(-1));
    expect(types).toEqual(expect.arrayContaining(["LoggedAgent", "RegisteredModel", "ServingEndpoint"]));
    expect(await project.preview()).toEqual([]);
  });

  it("loses nothing where the first read is that of a refresh: a model without aliases is not read when it is made", async () => {
    const quiet = 'new RegisteredModel("quiet", { name: "main.agents.quiet", agent, forceDestroy: true });';
    project.write("index.js", `${fourResources(model)}${quiet}\n`);
    await project.up();
    await project.refresh();
    expect((await project.resource("RegisteredModel", "quiet")).id).toBe("main.agents.quiet");
  });

  it("leaves nothing behind when it is destroyed", async () => {
    expect(await left()).toEqual({ model: 200, endpoint: 200 });
    await project.destroy();
    const gone = {
      model: await get(`/api/2.1/unity-catalog/models/${model}`),
      quiet: await get("/api/2.1/unity-catalog/models/main.agents.quiet"),
    };
    expect(gone).toEqual({ model: 404, quiet: 404 });
  });
});
