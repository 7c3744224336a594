import { describe, expect, it } from "vitest";
import { echoAgent } from "../../../test/support/agents.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { agentFolder } from "../../../test/unit/provider/support/agentFolder.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { loggedAgent } from "./resource.js";

const code = { code: "agent.py", experiment: "/Shared/agents" };
const short = (call: string) => call.replace("/api/2.0/mlflow/", "").replace(/m-[0-9a-f]{32}/, "m-…");

/** Calls of `work` but for the files, and how many files were sent. */
async function calls(workspace: FakeWorkspace, work: () => Promise<unknown>) {
  const from = workspace.calls.length;
  await work();
  const made = workspace.calls.slice(from);
  const files = made.filter((call) => call.startsWith("PUT "));
  return { beside: made.filter((call) => !files.includes(call)).map(short), files: files.length };
}

describe.each([
  [
    "an MLflow 3 server",
    () => new FakeWorkspace("mlflow"),
    { search: "POST logged-models/search", create: "POST logged-models", complete: ["PATCH logged-models/m-…"] },
  ],
  [
    "Databricks",
    () => new FakeWorkspace(),
    { search: "POST logged-models/search", create: "POST logged-models", complete: ["PATCH logged-models/m-…"] },
  ],
  [
    "an MLflow 2 server",
    () => new FakeWorkspace("mlflow", "2.22.5"),
    { search: "POST runs/search", create: "POST runs/create", complete: ["POST runs/log-model", "POST runs/update"] },
  ],
])("calls to %s", (_what, server, { search, create, complete }) => {
  it("that log into an experiment that exists: four, and five with runs, beside one for each file", async () => {
    const folder = agentFolder();
    for (let number = 0; number < 20; number++) folder.write(`tools/t${number}.py`, "");
    const { workspace } = stackOf(loggedAgent, {}, server());
    workspace.tracking.experiments.set("/Shared/agents", "100");
    const { engine } = stackOf(loggedAgent, { name: "second" }, workspace);
    const { beside, files } = await calls(workspace, () =>
      engine.up({ ...code, codePaths: ["tools"], tags: { team: "a" }, modelType: "agent" }),
    );
    expect(beside).toEqual(["GET experiments/get-by-name", search, create, ...complete]);
    // The agent, its tools, MLmodel, three of the environment and two examples.
    expect(files).toBe(1 + 20 + 1 + 3 + 2);
  });

  it("that log into an experiment that is made for it: nothing can be there to look for", async () => {
    agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, server());
    const { beside } = await calls(workspace, () => engine.up(code));
    expect(beside).toEqual(["GET experiments/get-by-name", "POST experiments/create", create, ...complete]);
  });

  it("that log a change: the experiment is known", async () => {
    const folder = agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, server());
    await engine.up(code);
    folder.write("agent.py", echoAgent("two"));
    const { beside } = await calls(workspace, () => engine.up(code));
    expect(beside).toEqual([search, create, ...complete]);
  });

  it("that go back to earlier content: one", async () => {
    const folder = agentFolder();
    const { engine, workspace } = stackOf(loggedAgent, {}, server());
    await engine.up(code);
    folder.write("agent.py", echoAgent("two"));
    await engine.up(code);
    folder.write("agent.py", echoAgent("one"));
    expect(await calls(workspace, () => engine.up(code))).toEqual({ beside: [search], files: 0 });
  });
});
