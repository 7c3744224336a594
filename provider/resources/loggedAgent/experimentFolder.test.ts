import { describe, expect, test } from "vitest";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { loggedAgent } from "./resource.js";

/** Logs an agent in an experiment. */
async function logged(experiment: string, workspace = new FakeWorkspace()) {
  agentFolder();
  const { engine } = stackOf(loggedAgent, {}, workspace);
  const outcome = await engine.up({ code: "agent.py", experiment });
  return { ...outcome, workspace, made: workspace.calls.filter((call) => call.includes("mkdirs")) };
}

describe("an experiment whose folder is missing", () => {
  test.each([
    "/Shared/team/desk/support",
    "/Workspace/Shared/team/support",
    "/Users/me@fake.example.com/agents/support",
  ])("is made with it: %s", async (experiment) => {
    const { message, workspace, made } = await logged(experiment);
    expect(message).toBe("");
    expect(made).toHaveLength(1);
    expect([...workspace.tracking.experiments.keys()]).toEqual([experiment.replace(/^\/Workspace/, "")]);
  });

  test.each(["/Teams/desk/support", "/Users/other@fake.example.com/agents/support", "/Shared2/a/support"])(
    "is refused with its name and the way out: %s",
    async (experiment) => {
      const { message, made } = await logged(experiment);
      const folder = experiment.slice(0, experiment.lastIndexOf("/"));
      expect(message).toContain(`experiment: the folder "${folder}" of the experiment "${experiment}" does not exist`);
      expect(message).toContain(`databricks workspace mkdirs ${folder}`);
      expect(message).toContain("below /Shared or /Users/me@fake.example.com");
      expect(made).toEqual([]);
    },
  );

  test("is one experiment with the root of the tree before it and without", async () => {
    const { workspace } = await logged("/Workspace/Shared/support");
    for (const again of ["/Workspace/Shared/support", "/Shared/support"]) {
      expect((await logged(again, workspace)).message).toBe("");
    }
    expect([...workspace.tracking.experiments.keys()]).toEqual(["/Shared/support"]);
    const plain = await logged("/Workspace/Shared/support", new FakeWorkspace("mlflow"));
    expect([...plain.workspace.tracking.experiments.keys()]).toEqual(["/Workspace/Shared/support"]);
  });

  test("costs nothing where it is there, and a plain server has no folders", async () => {
    expect((await logged("/Shared/support")).made).toEqual([]);
    const plain = await logged("/Teams/desk/support", new FakeWorkspace("mlflow"));
    expect(plain).toMatchObject({ message: "", made: [] });
  });
});
