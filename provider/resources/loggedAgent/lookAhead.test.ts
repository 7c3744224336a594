import { expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { lookAhead, lookFor } from "./lookAhead.js";
import { loggedAgent } from "./resource.js";

const code = { code: "agent.py", experiment: "/Shared/agents" };

/** A workspace with an experiment into which this process has logged an agent. */
async function loggedOnce() {
  const folder = agentFolder();
  const workspace = new FakeWorkspace("mlflow");
  workspace.tracking.experiments.set("/Shared/agents", "100");
  await stackOf(loggedAgent, { name: "first" }, workspace).engine.up(code);
  folder.write("agent.py", echoAgent("two"));
  workspace.calls.length = 0;
  const second = async () => {
    const { engine } = stackOf(loggedAgent, { name: "second" }, workspace);
    await engine.up(code);
    return engine.state?.outputs ?? {};
  };
  return { workspace, second };
}

const lookUps = ({ calls }: FakeWorkspace) =>
  calls.filter((call) => /get-by-name|experiments\/create|search$/.test(call)).map((call) => call.split("/").at(-1));

it("an experiment that is known is asked for its models while its name is looked up", async () => {
  const { workspace, second } = await loggedOnce();
  const outs = await second();
  expect(outs).toMatchObject({ experimentId: "100", status: "READY" });
  expect(lookUps(workspace).sort()).toEqual(["get-by-name", "search"]);
});

it("one that was renamed, and whose name another has now, is not logged into", async () => {
  const { workspace, second } = await loggedOnce();
  workspace.tracking.experiments.set("/Shared/agents", "200");
  expect(await second()).toMatchObject({ experimentId: "200", status: "READY" });
});

it("one that was deleted is made again", async () => {
  const { workspace, second } = await loggedOnce();
  workspace.tracking.experiments.delete("/Shared/agents");
  expect(await second()).toMatchObject({ status: "READY" });
  expect(lookUps(workspace)).toContain("create");
});

it("what was asked for counts once, and fails silently", async () => {
  const workspace = new FakeWorkspace("mlflow");
  workspace.tracking.experiments.set("/Shared/agents", "100");
  await lookAhead(Promise.resolve(workspace), "/Shared/agents", "agent");
  await lookFor(workspace, "/Shared/agents", "agent");
  expect(lookUps(workspace)).toEqual(["get-by-name", "search"]);
  await lookFor(workspace, "/Shared/agents", "agent");
  expect(lookUps(workspace).slice(2).sort()).toEqual(["get-by-name", "search"]);
  await lookAhead(Promise.reject(new Error("no workspace")), "/Shared/agents", "agent");
});
