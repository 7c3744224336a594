import { expect } from "vitest";
import { connect } from "../../provider/http/index.js";
import { loggedAgent } from "../../provider/resources/loggedAgent/resource.js";
import { echoAgent } from "../support/agents.js";
import { agentFolder } from "../unit/provider/support/agentFolder.js";
import { Engine } from "../unit/provider/support/engine.js";

const args = { code: "agent.py", experiment: "/Shared/both", shared: true };

/** Two stacks that share a model on a real MLflow server, from the first to the last. */
export async function shareOneModel(trackingUri: string): Promise<void> {
  const folder = agentFolder("one");
  const workspace = await connect({ trackingUri }, {});
  const [ours, theirs] = ["one", "other"].map(
    (project) => new Engine(loggedAgent, async () => workspace, { project, name: "thing" }),
  );
  if (ours === undefined || theirs === undefined) throw new Error("there are two");
  const up = async (engine: Engine, more: object = {}) => {
    expect((await engine.up({ ...args, ...more })).message).toBe("");
    return engine.state?.outputs.modelId;
  };
  const first = await up(ours);
  expect(await up(theirs)).toBe(first);
  folder.write("agent.py", echoAgent("two"));
  const second = await up(ours, { retain: { versions: 1 } });
  expect(second).not.toBe(first);
  // Retention of the one must not take away what the other still uses.
  await theirs.refresh();
  expect(theirs.state?.outputs).toMatchObject({ modelId: first, status: "READY" });
  expect(await up(theirs, { retain: { versions: 1 } })).toBe(second);
  await ours.destroy();
  await theirs.refresh();
  expect(theirs.state?.outputs).toMatchObject({ modelId: second, status: "READY" });
  await theirs.destroy();
  for (const gone of [first, second]) {
    const reader = new Engine(loggedAgent, async () => workspace, { name: "thing" });
    expect((await reader.get(String(gone))).message).toMatch(/there is no LoggedAgent/);
  }
}
