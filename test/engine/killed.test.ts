import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { type CallProxy, startProxy } from "../support/proxy.js";

const program = (more = "") => `const { LoggedAgent } = require("pulumi-mlflow-agents");
const agent = new LoggedAgent("agent", { code: "agent.py", codePaths: ["tools"], experiment: "/killed", ${more} });
exports.modelId = agent.modelId;
`;
const tools = Object.fromEntries([...Array(30).keys()].map((number) => [`tools/t${number}.py`, `T = ${number}\n`]));

/** What no retry and no partial state can help with: nobody is left to write anything down. */
describe("a run that is killed in the middle of an upload", () => {
  let proxy: CallProxy;
  let project: Project;
  beforeAll(async () => {
    proxy = await startProxy(inject("shared").mlflowUrl);
    project = await Project.create(
      "killed",
      { "index.js": program(), "agent.py": echoAgent("one"), ...tools },
      { DATABRICKS_HOST: "", DATABRICKS_TOKEN: "", MLFLOW_TRACKING_URI: proxy.url },
    );
  });
  afterAll(async () => {
    await project.remove();
    await proxy.close();
  });

  /** Runs `pulumi up` until some files are there and others on the way, and kills it with its provider. */
  async function killedUp(): Promise<void> {
    let sent = 0;
    const stuck = new Promise<void>((resolve) => {
      proxy.before = (call) => {
        if (!call.startsWith("PUT ") || ++sent <= 10) return undefined;
        resolve();
        return new Promise(() => {});
      };
    });
    const running = project.start("up", "--yes", "--skip-preview");
    await stuck;
    await running.kill();
    proxy.before = () => undefined;
    // The lock of a process that is dead.
    await project.succeed("cancel", "--yes");
  }

  /** Status of each model of the experiment, and how many of the tools are there. */
  async function models(): Promise<{ id: string; status: string; files: number }[]> {
    const at = "/api/2.0/mlflow";
    const { experiment } = await plain<{ experiment: { experiment_id: string } }>(
      `${at}/experiments/get-by-name?experiment_name=/killed`,
    );
    const found = await plain<{ models?: { info: { model_id: string; status: string; artifact_uri: string } }[] }>(
      `${at}/logged-models/search`,
      { experiment_ids: [experiment.experiment_id] },
    );
    return Promise.all(
      (found.models ?? []).map(async ({ info }) => {
        const folder = `${info.artifact_uri.replace("mlflow-artifacts:/", "")}/code/tools`;
        const { files = [] } = await plain<{ files?: unknown[] }>(
          `/api/2.0/mlflow-artifacts/artifacts?path=${encodeURIComponent(folder)}`,
        );
        return { id: info.model_id, status: info.status, files: files.length };
      }),
    );
  }

  it("leaves no model that seems to be ready; the next run completes the same one", async () => {
    await killedUp();
    expect(await models()).toMatchObject([{ status: "LOGGED_MODEL_PENDING" }]);
    const [half] = await models();
    await project.up();
    expect(await models()).toEqual([{ id: half?.id, status: "LOGGED_MODEL_READY", files: 30 }]);
    expect(await project.outputs()).toEqual({ modelId: half?.id });
    expect(await project.preview()).toEqual([]);
  });

  it("leaves none behind that is pending when the code is changed before the next run", async () => {
    project.write("agent.py", echoAgent("two"));
    await killedUp();
    project.write("agent.py", echoAgent("three"));
    await project.up();
    expect((await models()).map(({ status, files }) => [status, files])).toEqual([
      ["LOGGED_MODEL_READY", 30],
      ["LOGGED_MODEL_READY", 30],
    ]);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("and models of earlier content go when retention says so, named in the preview before", async () => {
    const { modelId } = await project.outputs();
    const earlier = (await models()).map(({ id }) => id).filter((id) => id !== modelId);
    project.write("index.js", program("retain: { versions: 1 }"));
    const text = await project.previewText();
    expect(text).toContain("these earlier models are deleted once the update is through");
    for (const id of earlier) expect(text).toContain(id);
    expect(await models()).toHaveLength(2);
    await project.up();
    expect(await models()).toMatchObject([{ id: modelId, status: "LOGGED_MODEL_READY" }]);
    expect(await project.preview("--refresh")).toEqual([]);
  });
});

/** The answer of the plain MLflow server; a call with a body is a POST. */
async function plain<T>(path: string, body?: unknown): Promise<T> {
  const options = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`${inject("shared").mlflowUrl}${path}`, body === undefined ? {} : options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
