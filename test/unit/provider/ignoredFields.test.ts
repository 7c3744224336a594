import { describe, expect, it } from "vitest";
import { FakeWorkspace } from "../../support/fakeWorkspace.js";
import { agentFolder } from "./support/agentFolder.js";
import { resources } from "./support/registry.js";
import { stackOf } from "./support/stack.js";

// An argument whose change is no difference stays in the state as it was first given. So nothing may depend on what the
// state says of it: a refresh, an update and a deletion have to do the same whatever stands there. What does depend on it
// belongs to the rule `record`.

type Values = Record<string, unknown>;

/** Two values that differ, for each argument that is a difference by no rule. A new one needs a line here. */
const values: Record<string, Record<string, [unknown, unknown]>> = {
  AuthPolicy: {},
  LoggedAgent: {},
  RegisteredModel: {
    catalog: ["main", "other"],
    schema: ["agents", "other"],
    from: ["models:/main.agents.source/1", "models:/main.agents.source@champion"],
  },
  ServingEndpoint: { preset: ["agent", undefined], usagePolicy: ["policy-1", undefined] },
};

async function world(type: string) {
  const folder = agentFolder("one");
  const workspace = new FakeWorkspace();
  const { engine: agent } = stackOf(resources.loggedAgent as never, { name: "agent" }, workspace);
  await agent.up({ code: "agent.py" });
  const { modelId, digest } = agent.state?.outputs ?? {};
  const args: Record<string, { first: Values; second: Values }> = {
    AuthPolicy: { first: {}, second: { userApiScopes: ["sql"] } },
    LoggedAgent: { first: { code: "agent.py" }, second: { code: "agent.py", tags: { team: "b" } } },
    RegisteredModel: {
      first: { name: "main.agents.support", agent: { modelId, digest }, forceDestroy: true },
      second: { name: "main.agents.support", agent: { modelId, digest }, forceDestroy: true, description: "b" },
    },
    ServingEndpoint: {
      first: { name: "support", model: { name: "main.agents.support", version: "1" } },
      second: { name: "support", model: { name: "main.agents.support", version: "2" } },
    },
  };
  const found = args[type];
  const resource = Object.values(resources).find((each) => each.type === type);
  if (found === undefined || resource === undefined) throw new Error(`${type} needs arguments here`);
  return { folder, ...stackOf(resource, {}, workspace), ...found };
}

/** What each operation does and leaves when the state says `value` of the argument `name`. */
async function story(type: string, name: string, value: unknown) {
  const { engine, workspace, first, second } = await world(type);
  expect(await engine.up(first)).toMatchObject({ message: "" });
  const plant = () => {
    if (engine.state === undefined) throw new Error("there is no state");
    for (const bag of [engine.state.inputs, engine.state.outputs]) {
      if (value === undefined) delete bag[name];
      else bag[name] = value;
    }
  };
  const done: unknown[] = [];
  for (const operation of ["refresh", "update", "destroy"] as const) {
    plant();
    const before = workspace.calls.length;
    const outcome = operation === "update" ? await engine.up(second) : await engine[operation]();
    const { [name]: _, ...outputs } = engine.state?.outputs ?? {};
    done.push({ operation, outcome, outputs, calls: workspace.calls.slice(before) });
  }
  // Ids of models and of creations are random.
  const text = JSON.stringify(done).replace(/m-[0-9a-f]{32}/g, "m-…");
  return JSON.parse(text.replace(/\b[0-9a-f]{8}-[0-9a-z]{15}\b/g, "owner"));
}

describe.each(Object.values(resources).map((resource) => [resource.type, resource] as const))(
  "%s: what is a difference by no rule",
  (type, { fields }) => {
    const ignored = Object.entries(fields as Record<string, { rule: string; computed: boolean }>)
      .filter(([, { rule, computed }]) => rule === "ignore" && !computed)
      .map(([name]) => name);

    it("is known to this test, and nothing else is", () => {
      expect(Object.keys(values[type] ?? {}).sort()).toEqual(ignored.sort());
    });

    it.each(ignored)("%s steers no later operation", async (name) => {
      const [one, other] = values[type]?.[name] ?? [];
      expect(await story(type, name, other)).toEqual(await story(type, name, one));
    });
  },
);

it("notices what an update reads", async () => {
  expect(await story("RegisteredModel", "status", "PENDING")).not.toEqual(
    await story("RegisteredModel", "status", "READY"),
  );
});
