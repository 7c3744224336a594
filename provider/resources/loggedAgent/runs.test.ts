import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { instantTimers } from "../../../test/support/instantTimers.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { registeredModel } from "../registeredModel/resource.js";
import { loggedAgent } from "./resource.js";

const code = { code: "agent.py" };
const old = () => new FakeWorkspace("mlflow", "2.22.5");
const mlmodel = (workspace: FakeWorkspace) =>
  [...workspace.files.content].filter(([path]) => path.endsWith("/MLmodel")).map(([, bytes]) => String(bytes));

describe("an agent on an MLflow 2 server", () => {
  it("keeps more parameters than MLflow takes in one call", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    const params = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`p${index}`, String(index)]));
    await engine.up({ ...code, params });
    expect([...workspace.runs.runs.values()].map((run) => Object.fromEntries(run.params))).toEqual([params]);
  });

  it("is the model of a run, which is finished when its files are there", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    await engine.up({ ...code, tags: { team: "a" }, params: { k: "v" }, modelType: "agent" });
    const [run] = [...workspace.runs.runs.values()];
    if (run === undefined) throw new Error("nothing was logged");
    expect(run).toMatchObject({ name: "thing", status: "FINISHED", params: new Map([["k", "v"]]) });
    expect(Object.fromEntries(run.tags)).toMatchObject({
      team: "a",
      pulumi_project: "shop",
      mlflow_agents_digest: engine.state?.outputs.digest,
      mlflow_agents_model_type: "agent",
    });
    expect(engine.state).toMatchObject({
      id: "100/thing",
      outputs: {
        modelId: `${run.id}/thing`,
        modelUri: `runs:/${run.id}/thing`,
        status: "READY",
        mlflowVersion: "2.22.5",
      },
    });
    expect(workspace.files.list(`${workspace.runs.folder(run)}/thing`).map(({ name }) => name)).toContain("MLmodel");
    const [history] = JSON.parse(run.tags.get("mlflow.log-model.history") ?? "[]");
    expect(history).toMatchObject({ artifact_path: "thing", run_id: run.id, flavors: { python_function: {} } });
    expect(mlmodel(workspace)).toEqual([expect.stringMatching(/^mlflow_version: 2\.22\.5$/m)]);
    expect(mlmodel(workspace)[0]).toMatch(new RegExp(`^run_id: ["']?${run.id}`, "m"));
  });

  it("is not logged again when nothing changed, and is read by one call", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    await engine.up(code);
    const before = workspace.calls.length;
    expect((await engine.up(code)).operation).toBe("same");
    expect(workspace.calls.length).toBe(before);
    await engine.refresh();
    expect(workspace.calls.slice(before)).toEqual(["GET /api/2.0/mlflow/runs/get"]);
    expect((await engine.up(code)).operation).toBe("same");
  });

  it("goes back to earlier content, and takes everything with it when it is destroyed", async () => {
    const folder = agentFolder("one");
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    await engine.up({ ...code, tags: { team: "a", gone: "b" } });
    const first = engine.state?.outputs.modelId;
    folder.write("agent.py", echoAgent("two"));
    await engine.up({ ...code, tags: { team: "a" } });
    expect(engine.state?.outputs.modelId).not.toBe(first);
    folder.write("agent.py", echoAgent("one"));
    await engine.up({ ...code, tags: { team: "c" } });
    expect(engine.state?.outputs.modelId).toBe(first);
    expect(workspace.runs.runs.size).toBe(2);
    await engine.destroy();
    expect([...workspace.runs.runs.values()].map(({ deleted }) => deleted)).toEqual([true, true]);
  });

  it("is logged again after its run was deleted by hand", async () => {
    instantTimers();
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    await engine.up(code);
    for (const run of workspace.runs.runs.values()) run.deleted = true;
    await engine.refresh();
    expect(engine.state).toBeUndefined();
    expect((await engine.up(code)).operation).toBe("create");
    expect(engine.state?.outputs.status).toBe("READY");
  });

  it("is found under its name though somebody renamed the run", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    await engine.up(code);
    for (const run of workspace.runs.runs.values()) run.name = "my favourite";
    const modelId = engine.state?.outputs.modelId;
    await engine.refresh();
    expect(engine.state?.outputs.modelId).toBe(modelId);
    for (const id of ["100/thing", String(modelId)]) {
      const { engine: other } = stackOf(loggedAgent, {}, workspace);
      await other.get(id);
      expect(other.state?.outputs).toMatchObject({ modelId, status: "READY", name: "thing" });
    }
  });

  it("stays with runs when the server is upgraded, so that nothing of it is lost sight of", async () => {
    const folder = agentFolder();
    const server = old();
    await stackOf(loggedAgent, {}, server).engine.up(code);
    const { engine } = stackOf(loggedAgent, {}, server);
    await engine.up(code);
    Object.assign(server, { release: "3.17.2" });
    folder.write("agent.py", echoAgent("two"));
    await engine.up(code);
    expect(engine.state?.outputs).toMatchObject({ modelUri: expect.stringMatching(/^runs:/), status: "READY" });
    await engine.destroy();
    expect([...server.runs.runs.values()].every(({ deleted }) => deleted)).toBe(true);
    expect(server.tracking.models.size).toBe(0);
  });

  it.each([
    ["a name that a URI cannot carry", "a#b", "model"],
    ["a name with spaces and letters of any language", "Über agent 2", "Über agent 2"],
  ])("has a folder of its own under %s", async (_what, name, folder) => {
    agentFolder();
    const { engine } = stackOf(loggedAgent, {}, old());
    await engine.up({ ...code, name });
    expect(engine.state?.outputs.modelUri).toMatch(new RegExp(`^runs:/[0-9a-f]{32}/${folder}$`));
  });

  it("is registered as the folder of its run, and is kept while a version points there", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, old());
    await engine.up(code);
    const { modelId, modelUri, digest } = engine.state?.outputs ?? {};
    const { engine: model } = stackOf(registeredModel, {}, workspace);
    await model.up({ name: "support", agent: { modelId, digest }, forceDestroy: true });
    await stackOf(registeredModel, { name: "by-uri" }, workspace).engine.up({ name: "other", agent: modelUri });
    const runId = String(modelId).split("/")[0];
    for (const { versions } of workspace.models.models.values()) {
      expect(versions).toMatchObject([{ runId, source: `mlflow-artifacts:/100/${runId}/artifacts/thing` }]);
    }
    await engine.destroy();
    expect(engine.log).toEqual([expect.stringMatching(/is the source of a registered model version and is kept/)]);
    expect([...workspace.runs.runs.values()].map(({ deleted }) => deleted)).toEqual([false]);
  });

  it("is asked how it keeps models when something in between hides its release", async () => {
    agentFolder();
    for (const release of ["2.22.5", "3.17.2"]) {
      const workspace = new FakeWorkspace("mlflow", release);
      workspace.probe = async () => ({});
      const { engine } = stackOf(loggedAgent, {}, workspace);
      await engine.up(code);
      expect(engine.state?.outputs.modelUri).toMatch(release.startsWith("2") ? /^runs:/ : /^models:/);
    }
  });
});

describe("the MLflow release that an agent is written for", () => {
  const releaseOf = async (args: object, server: string | undefined) => {
    agentFolder();
    const { engine, workspace } = stackOf(
      loggedAgent,
      {},
      server === undefined ? new FakeWorkspace() : new FakeWorkspace("mlflow", server),
    );
    const { message } = await engine.up({ ...code, ...args });
    expect(message).toBe("");
    const release = /^mlflow_version: (.*)$/m.exec(mlmodel(workspace)[0] ?? "")?.[1];
    return { release, log: engine.log };
  };

  it.each([
    ["the default", {}, undefined, "3.17.2"],
    ["the default on an MLflow 3 server of any age", {}, "3.1.0", "3.17.2"],
    ["an MLflow 2 server's own", {}, "2.22.9", "2.22.9"],
    ["the oldest known on a server that is older", {}, "2.9.1", "2.22.5"],
    ["what the requirements pin", { requirements: ["requests", "mlflow==3.4.0"] }, undefined, "3.4.0"],
    [
      "what the requirements pin, on an old server too",
      { requirements: ["mlflow-skinny==2.22.5"] },
      "2.22.7",
      "2.22.5",
    ],
    ["not a pin without a known format", { requirements: ["mlflow==2.3.0"] }, undefined, "3.17.2"],
    ["not a range", { requirements: ["mlflow>=2.22,<3"] }, undefined, "3.17.2"],
    [
      "what the program says before everything",
      { mlflowVersion: "3.1.4", requirements: ["mlflow==3.4.0"] },
      undefined,
      "3.1.4",
    ],
  ])("is %s", async (_what, args, server, release) => {
    expect((await releaseOf(args, server)).release).toBe(release);
  });

  it("newer than an MLflow 2 server is a warning: its clients may not load it", async () => {
    const { release, log } = await releaseOf({ mlflowVersion: "3.17.2" }, "2.22.5");
    expect(release).toBe("3.17.2");
    expect(log).toEqual([
      expect.stringMatching(/^warning: mlflowVersion: .*written for MLflow 3\.17\.2.*server runs 2\.22\.5/),
    ]);
  });
});
