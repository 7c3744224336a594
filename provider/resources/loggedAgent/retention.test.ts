import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { AgentsError } from "../../errors.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { registeredModel } from "../registeredModel/resource.js";
import { loggedAgent } from "./resource.js";

const code = { code: "agent.py" };
const deletions = (calls: string[]) =>
  calls.filter((call) => /^DELETE .*logged-models\/[^/]+$|runs\/delete$/.test(call));

/** A stack, and a way to log one content after the other. */
function lineage(workspace = new FakeWorkspace()) {
  const folder = agentFolder();
  const { engine } = stackOf(loggedAgent, {}, workspace);
  const log = async (answer: string, args: object = {}) => {
    folder.write("agent.py", echoAgent(answer));
    expect((await engine.up({ ...code, ...args })).message).toBe("");
    return String(engine.state?.outputs.modelId);
  };
  return { folder, engine, workspace, log };
}

const retain = (versions: number) => ({ retain: { versions } });

describe.each([
  ["logged models", () => new FakeWorkspace("mlflow")],
  ["models of runs", () => new FakeWorkspace("mlflow", "2.22.5")],
])("retention of %s", (_what, server) => {
  const there = ({ tracking, runs }: FakeWorkspace) => [
    ...tracking.models.keys(),
    ...[...runs.runs.values()].filter(({ deleted }) => !deleted).map(({ id }) => `${id}/thing`),
  ];

  it("keeps the newest, the one in use counted, after the new one is ready", async () => {
    const { log, workspace } = lineage(server());
    const [, two] = [await log("one"), await log("two")];
    expect(there(workspace)).toHaveLength(2);
    const from = workspace.calls.length;
    const three = await log("three", retain(2));
    expect(there(workspace)).toEqual([two, three]);
    const calls = workspace.calls.slice(from);
    const ready = calls.findIndex((call) => /^PATCH .*logged-models\/[^/]+$|runs\/update$/.test(call));
    expect(calls.findIndex((call) => deletions([call]).length > 0)).toBeGreaterThan(ready);
  });

  it("counts the one in use although it is the oldest", async () => {
    const { log, workspace } = lineage(server());
    const [one, , three] = [await log("one"), await log("two"), await log("three")];
    expect(await log("one", retain(2))).toBe(one);
    expect(there(workspace)).toEqual([one, three]);
  });

  it("prunes when only the number is lowered, and logs nothing", async () => {
    const { log, workspace, engine } = lineage(server());
    await log("one");
    const two = await log("two");
    expect(await engine.preview({ ...code, ...retain(1) })).toMatchObject({ operation: "update", changed: ["retain"] });
    expect(await log("two", retain(1))).toBe(two);
    expect(there(workspace)).toEqual([two]);
    expect((await engine.up({ ...code, ...retain(1) })).operation).toBe("same");
  });

  it("names in the preview what goes, before anything goes", async () => {
    const { log, folder, workspace, engine } = lineage(server());
    const [one, two] = [await log("one"), await log("two")];
    folder.write("agent.py", echoAgent("three"));
    const from = workspace.calls.length;
    await engine.preview({ ...code, ...retain(1) });
    expect(engine.log).toEqual([
      expect.stringMatching(new RegExp(`^warning: these earlier models are deleted .*keeps 1 .*: ${two}, ${one}$`)),
    ]);
    expect(deletions(workspace.calls.slice(from))).toEqual([]);
    expect(there(workspace)).toEqual([one, two]);
  });

  it("spares what is registered, and does not announce it", async () => {
    const { log, workspace, engine } = lineage(server());
    const one = await log("one");
    await stackOf(registeredModel, {}, workspace).engine.up({ name: "support", agent: one });
    // As an MLflow 3 server notes it by itself.
    workspace.tracking.models.get(one)?.tags.set("mlflow.modelVersions", '[{"name": "support", "version": 1}]');
    const two = await log("two");
    const three = await log("three", retain(1));
    expect(there(workspace)).toEqual([one, three]);
    expect(engine.log).toEqual([expect.stringMatching(new RegExp(`: ${two}$`))]);
    workspace.models.models.clear();
    const four = await log("four", retain(1));
    expect(there(workspace)).toEqual([four]);
  });

  it("tries a deletion that failed again in the next run; it is a warning and no failure", async () => {
    const { log, workspace, engine } = lineage(server());
    const one = await log("one");
    const call = workspace.call.bind(workspace);
    workspace.call = async (request) => {
      if (deletions([`${request.method} ${request.path.text}`]).length > 0) {
        throw new AgentsError("permissionDenied", "answered 403.");
      }
      return call(request);
    };
    const two = await log("two", retain(1));
    expect(there(workspace)).toEqual([one, two]);
    const failed = `warning: ${one} could not be deleted, and the next run tries again: answered 403.`;
    expect(engine.log.filter((line) => line === failed)).toHaveLength(1);
    await engine.refresh();
    expect((await engine.up({ ...code, ...retain(1) })).operation).toBe("update");
    expect(engine.log.filter((line) => line === failed)).toHaveLength(2);
    workspace.call = call;
    expect((await engine.up({ ...code, ...retain(1) })).operation).toBe("update");
    expect(there(workspace)).toEqual([two]);
    expect((await engine.up({ ...code, ...retain(1) })).operation).toBe("same");
  });

  it("leaves a model alone that was registered while the new one was sent", async () => {
    const { log, workspace } = lineage(server());
    const one = await log("one");
    const upload = workspace.upload.bind(workspace);
    workspace.upload = async (request) => {
      if (workspace.models.models.size === 0) {
        await stackOf(registeredModel, {}, workspace).engine.up({ name: "support", agent: one });
        workspace.tracking.models.get(one)?.tags.set("mlflow.modelVersions", '[{"name": "support", "version": 1}]');
      }
      return upload(request);
    };
    const two = await log("two", retain(1));
    expect(there(workspace)).toEqual([one, two]);
  });

  it("deletes what an earlier run did not finish, also without `retain`, and only its own", async () => {
    const { log, folder, workspace, engine } = lineage(server());
    workspace.plant(8, "403");
    expect((await engine.up(code)).operation).toBe("failed");
    expect(there(workspace)).toHaveLength(1);
    const { engine: other } = stackOf(loggedAgent, { project: "elsewhere" }, workspace);
    workspace.plant(8, "403");
    expect((await other.up({ ...code, experiment: "/Shared/shop-dev" })).operation).toBe("failed");
    const [, theirs] = there(workspace);
    const two = await log("two");
    expect(there(workspace)).toEqual([theirs, two]);
    folder.write("agent.py", echoAgent("one"));
    expect((await other.up({ ...code, experiment: "/Shared/shop-dev" })).operation).toBe("update");
    expect(there(workspace)).toEqual([theirs, two]);
  });

  it("deletes what a killed run left that nobody remembers, when the code has changed since", async () => {
    const { log, workspace, engine } = lineage(server());
    workspace.plant(8, "kill-after");
    expect((await engine.up(code)).operation).toBe("killed");
    workspace.revive();
    expect(engine.state).toBeUndefined();
    expect(there(workspace)).toHaveLength(1);
    const two = await log("two");
    expect(there(workspace)).toEqual([two]);
  });
});

describe("retention", () => {
  it("keeps everything unless it is asked for", async () => {
    const { log, workspace } = lineage();
    for (const answer of ["one", "two", "three", "four"]) await log(answer);
    expect(workspace.tracking.models.size).toBe(4);
  });

  it("looks through more models than a page of the search holds", async () => {
    const { log, workspace } = lineage();
    const one = await log("one");
    const model = workspace.tracking.models.get(one);
    if (model === undefined) throw new Error("nothing was logged");
    for (let index = 0; index < 120; index++) {
      const copy = { ...model, id: `m-f${index}`, createdAt: index, tags: new Map(model.tags) };
      workspace.tracking.models.set(copy.id, copy.id === "m-f7" ? { ...copy, name: "other" } : copy);
    }
    const two = await log("two", retain(2));
    expect(new Set(workspace.tracking.models.keys())).toEqual(new Set(["m-f7", one, two]));
  });

  it("finds content by its digest behind more models than a page of the search holds", async () => {
    const { log, workspace } = lineage();
    const one = await log("one");
    const model = workspace.tracking.models.get(one);
    if (model === undefined) throw new Error("nothing was logged");
    for (let index = 0; index < 60; index++) {
      const tags = new Map(model.tags).set("mlflow_agents_digest", String(index));
      workspace.tracking.models.set(`m-f${index}`, { ...model, id: `m-f${index}`, tags });
    }
    await log("two");
    expect(await log("one")).toBe(one);
  });

  it("spares in Unity Catalog what MLflow's client noted as registered, although there are copies", async () => {
    const { log, workspace } = lineage();
    const one = await log("one");
    const { engine } = stackOf(registeredModel, {}, workspace);
    await engine.up({ name: "main.agents.support", agent: one, forceDestroy: true });
    const tags = workspace.tracking.models.get(one)?.tags;
    tags?.set("mlflow.modelVersions", '[{"name": "main.agents.support", "version": 1}]');
    const two = await log("two", retain(1));
    expect([...workspace.tracking.models.keys()]).toEqual([one, two]);
    await engine.destroy();
    await log("three", retain(1));
    expect(workspace.tracking.models.size).toBe(1);
  });

  it("announces nothing while the number is not known, and fails no preview when the workspace is silent", async () => {
    const { log, folder, workspace, engine } = lineage();
    await log("one");
    await log("two");
    folder.write("agent.py", echoAgent("three"));
    await engine.preview({ ...code, retain: { versions: unknownValue } });
    await engine.preview({ ...code, retain: unknownValue });
    expect(engine.log).toEqual([]);
    workspace.plant(1, "403");
    expect((await engine.preview({ ...code, ...retain(1) })).operation).toBe("update");
    expect(engine.log).toEqual([
      expect.stringMatching(/^warning: what the update deletes could not be looked up: .*403/),
    ]);
  });

  it.each([0, -1, 1.5, "2"])("refuses to keep %j models", async (versions) => {
    agentFolder();
    const { failures } = await stackOf(loggedAgent).engine.check({ ...code, retain: { versions } });
    expect(failures).toEqual([expect.stringMatching(/^retain\.versions: /)]);
  });
});
