import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { instantTimers } from "../../../test/support/instantTimers.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { loggedAgent } from "./resource.js";

const shared = { code: "agent.py", experiment: "/Shared/both", shared: true };
const users = (tags: ReadonlyMap<string, string> | undefined) =>
  [...(tags ?? [])].filter(([key]) => key.startsWith("mlflow_agents_user_")).map(([, value]) => value);

describe.each([
  ["logged models", () => new FakeWorkspace()],
  ["models of runs", () => new FakeWorkspace("mlflow", "2.22.5")],
])("sharing of %s", (_what, server) => {
  /** Two stacks' agents of the same name over one folder. */
  function pair() {
    const folder = agentFolder();
    const workspace = server();
    const [ours, theirs] = [stackOf(loggedAgent, {}, workspace), stackOf(loggedAgent, { project: "other" }, workspace)];
    const marks = (id: unknown) => {
      const text = String(id);
      return users((workspace.tracking.models.get(text) ?? workspace.runs.runs.get(text.split("/")[0] ?? ""))?.tags);
    };
    const count = () =>
      workspace.tracking.models.size + [...workspace.runs.runs.values()].filter(({ deleted }) => !deleted).length;
    return { folder, workspace, ours: ours.engine, theirs: theirs.engine, marks, count };
  }

  it("uses one model for the same content, and says on it who uses it", async () => {
    const { ours, theirs, marks, count, workspace } = pair();
    await ours.up(shared);
    const from = workspace.calls.length;
    await theirs.up(shared);
    expect(workspace.calls.slice(from).some((call) => call.startsWith("PUT "))).toBe(false);
    expect(theirs.state?.outputs.modelId).toBe(ours.state?.outputs.modelId);
    expect(count()).toBe(1);
    expect(marks(ours.state?.outputs.modelId)).toEqual(["shop/dev/thing", "other/dev/thing"]);
    for (const engine of [ours, theirs]) {
      expect((await engine.up(shared)).operation).toBe("same");
      await engine.refresh();
      expect((await engine.up(shared)).operation).toBe("same");
    }
  });

  it("follows the name that a program gives one of its users, on earlier models as well", async () => {
    const { folder, workspace, ours, theirs, marks, count } = pair();
    const named = { ...shared, name: "helper" };
    await ours.up(named);
    await theirs.up(named);
    const first = ours.state?.outputs.modelId;
    folder.write("agent.py", echoAgent("two"));
    await ours.up(named);
    const renamed = stackOf(loggedAgent, { name: "other" }, workspace).engine;
    renamed.state = structuredClone(ours.state);
    expect(await renamed.up(named)).toMatchObject({ operation: "update", message: "" });
    expect(marks(renamed.state?.outputs.modelId)).toEqual(["shop/dev/other"]);
    expect(new Set(marks(first))).toEqual(new Set(["shop/dev/other", "other/dev/thing"]));
    expect((await renamed.up(named)).operation).toBe("same");
    expect(await renamed.destroy()).toMatchObject({ message: "" });
    expect(marks(first)).toEqual(["other/dev/thing"]);
    expect(await theirs.destroy()).toMatchObject({ message: "" });
    expect(count()).toBe(0);
  });

  it.each(["the one that logged it", "the other one"])(
    "goes with the last, also when %s leaves first",
    async (first) => {
      const { ours, theirs, marks, count } = pair();
      await ours.up(shared);
      await theirs.up(shared);
      const [leaving, staying] = first === "the one that logged it" ? [ours, theirs] : [theirs, ours];
      const stays = staying.state?.outputs.modelId;
      expect((await leaving.destroy()).message).toBe("");
      expect(leaving.log).toEqual([expect.stringMatching(/ is used by (shop|other)\/dev\/thing as well and is kept/)]);
      expect(marks(stays)).toHaveLength(1);
      await staying.refresh();
      expect(staying.state?.outputs).toMatchObject({ modelId: stays, status: "READY" });
      expect((await staying.up(shared)).operation).toBe("same");
      await staying.destroy();
      expect(count()).toBe(0);
    },
  );

  it("happens only where both ask for it", async () => {
    for (const [a, b] of [
      [true, false],
      [false, true],
      [false, false],
    ]) {
      const { ours, theirs, count } = pair();
      await ours.up({ ...shared, shared: a });
      await theirs.up({ ...shared, shared: b });
      expect(theirs.state?.outputs.modelId).not.toBe(ours.state?.outputs.modelId);
      await ours.destroy();
      expect(count()).toBe(1);
      await theirs.refresh();
      expect(theirs.state?.outputs.status).toBe("READY");
    }
  });

  it("begins and ends with the argument, on the model that is in use", async () => {
    const { ours, theirs, count, marks } = pair();
    await ours.up({ ...shared, shared: false });
    const model = ours.state?.outputs.modelId;
    expect((await ours.up(shared)).operation).toBe("update");
    expect(ours.state?.outputs.modelId).toBe(model);
    await theirs.up(shared);
    expect(theirs.state?.outputs.modelId).toBe(model);
    await ours.up({ ...shared, shared: false });
    expect(ours.state?.outputs.modelId).not.toBe(model);
    expect(marks(ours.state?.outputs.modelId)).toEqual([]);
    await ours.destroy();
    expect(marks(model)).toEqual(["other/dev/thing"]);
    await theirs.destroy();
    expect(count()).toBe(0);
  });

  it("keeps retention from deleting what the other still uses", async () => {
    const { folder, ours, theirs, marks, count } = pair();
    await ours.up(shared);
    await theirs.up(shared);
    const first = theirs.state?.outputs.modelId;
    folder.write("agent.py", echoAgent("two"));
    await ours.up({ ...shared, retain: { versions: 1 } });
    expect(count()).toBe(2);
    expect(marks(first)).toEqual(["other/dev/thing"]);
    await theirs.up({ ...shared, retain: { versions: 1 } });
    expect(count()).toBe(1);
    expect(theirs.state?.outputs.modelId).toBe(ours.state?.outputs.modelId);
  });

  it("takes no model that another stack is still sending", async () => {
    const { workspace, ours, theirs, count } = pair();
    workspace.plant(8, "403");
    expect((await ours.up(shared)).operation).toBe("failed");
    await theirs.up(shared);
    expect(count()).toBe(2);
    await ours.up(shared);
    expect(ours.state?.outputs).toMatchObject({ modelId: theirs.state?.outputs.modelId, status: "READY" });
    expect(count()).toBe(1);
  });

  it("logs a model of its own when the last user of the other deletes that in the same moment", async () => {
    instantTimers();
    const { workspace, ours, theirs, count } = pair();
    await ours.up(shared);
    const call = workspace.call.bind(workspace);
    let struck = false;
    workspace.call = async (request) => {
      if (!struck && /\/tags$|log-batch$/.test(request.path.text)) {
        struck = true;
        await ours.destroy();
      }
      return call(request);
    };
    expect((await theirs.up(shared)).message).toBe("");
    expect(struck).toBe(true);
    expect(theirs.state?.outputs).toMatchObject({ status: "READY" });
    expect(count()).toBe(1);
    await theirs.refresh();
    expect(theirs.state).toBeDefined();
  });

  it("leaves no orphan when two leave at once and see each other", async () => {
    instantTimers();
    const { workspace, ours, theirs, count } = pair();
    await ours.up(shared);
    await theirs.up(shared);
    const outcomes = await Promise.all([ours.destroy(), theirs.destroy()]);
    expect(outcomes.map(({ message }) => message)).toEqual(["", ""]);
    expect(count()).toBe(0);
    expect(workspace.calls.length).toBeGreaterThan(0);
  });
});
