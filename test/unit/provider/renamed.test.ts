import { expect, it } from "vitest";
import { FakeWorkspace } from "../../support/fakeWorkspace.js";
import { agentFolder } from "./support/agentFolder.js";
import type { Declaration } from "./support/engine.js";
import { resources } from "./support/registry.js";
import { stackOf } from "./support/stack.js";

// `aliases` of a Pulumi program give a resource another name, `pulumi stack rename` gives all of them another stack. What
// exists stays, so its mark has to follow: by the former name nobody finds who owns it.

type Values = Record<string, unknown>;

/** A change that calls nothing by itself. */
const recordedOnly: Record<string, Values> = {
  LoggedAgent: { warningsAsErrors: true },
  RegisteredModel: { keepOnDestroy: false },
  ServingEndpoint: { smokeTest: [{ question: "hello" }] },
};

async function world(type: string) {
  agentFolder("one");
  const workspace = new FakeWorkspace();
  const { engine: agent } = stackOf(resources.loggedAgent as never, { name: "agent" }, workspace);
  await agent.up({ code: "agent.py" });
  const { modelId, digest } = agent.state?.outputs ?? {};
  const args: Record<string, Values> = {
    LoggedAgent: { code: "agent.py", name: "helper", experiment: "/Shared/agents" },
    RegisteredModel: { name: "main.agents.support", agent: { modelId, digest }, forceDestroy: true },
    ServingEndpoint: { name: "support", model: { name: "main.agents.support", version: "1" } },
  };
  const tags: Record<string, () => ReadonlyMap<string, string> | undefined> = {
    LoggedAgent: () => [...workspace.tracking.models.values()].find(({ name }) => name === "helper")?.tags,
    RegisteredModel: () => workspace.models.models.get("main.agents.support")?.tags,
    ServingEndpoint: () => workspace.serving.endpoints.get("support")?.tags,
  };
  const resource = Object.values(resources).find((each) => each.type === type) as never;
  const marked = () => ["pulumi_stack", "pulumi_resource"].map((key) => tags[type]?.()?.get(key));
  return {
    args: args[type] ?? {},
    workspace,
    marked,
    at: (names: Declaration) => stackOf(resource, names, workspace).engine,
  };
}

it.each(["LoggedAgent", "RegisteredModel", "ServingEndpoint"])(
  "the mark of a %s follows its name in the program and its stack, by one update that the preview explains",
  async (type) => {
    const { args, workspace, marked, at } = await world(type);
    let engine = at({ name: "before" });
    expect(await engine.up(args)).toMatchObject({ message: "" });
    for (const [names, mark] of [
      [{ name: "after" }, ["dev", "after"]],
      [{ name: "after", stack: "prod" }, ["prod", "after"]],
    ] as const) {
      const { state } = engine;
      engine = at(names);
      engine.state = structuredClone(state);
      expect(await engine.preview(args)).toMatchObject({ operation: "update" });
      expect(engine.log.join("\n")).toMatch(/it was called otherwise \((stack|name) "(dev|before)"\)/);
      expect(await engine.up(args)).toMatchObject({ operation: "update", message: "" });
      expect(marked()).toEqual(mark);
      const calls = workspace.calls.length;
      expect(await engine.up(args)).toMatchObject({ operation: "same" });
      expect(workspace.calls.slice(calls).filter((call) => !call.startsWith("GET"))).toEqual([]);
    }
    // What only the state records goes with it, and does not take its place.
    const { state } = engine;
    engine = at({ name: "again", stack: "prod" });
    engine.state = structuredClone(state);
    const more = { ...args, ...recordedOnly[type] };
    expect(await engine.up(more)).toMatchObject({ operation: "update", message: "" });
    expect(marked()).toEqual(["prod", "again"]);
    expect(await engine.destroy()).toMatchObject({ message: "" });
    expect(marked()).toEqual([undefined, undefined]);
  },
);

it("an endpoint whose model is somebody else's bears no mark, so a new name is no change of it", async () => {
  const { args, at } = await world("ServingEndpoint");
  await at({ name: "owner" }).up(args);
  const adopted = { name: "support", adopt: true, tags: { team: "desk" } };
  const before = at({ name: "before" });
  expect(await before.up(adopted)).toMatchObject({ message: "" });
  const after = at({ name: "after" });
  after.state = structuredClone(before.state);
  expect(await after.preview(adopted)).toMatchObject({ operation: "same" });
});
