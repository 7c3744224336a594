import { beforeEach, describe, expect, it, vi } from "vitest";
import { rolled } from "../../../test/serving/support/endpoint.js";
import { FakeWorkspace } from "../../../test/support/fakeWorkspace.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { servingEndpoint } from "./resource.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

const one = "models:/main.agents.support/1";
const two = "models:/main.agents.support/2";
const name = "agents_main-agents-support";
const canary = "canary-in-the-environment";
const writes = (calls: string[]) => calls.filter((call) => !call.startsWith("GET"));

function world(declaration = {}) {
  const { engine, workspace } = stackOf(servingEndpoint, declaration);
  const endpoint = () => workspace.serving.endpoints.get(name);
  /** Calls that a run makes. */
  const calls = async (run: () => Promise<unknown>) => {
    const before = workspace.calls.length;
    await run();
    return workspace.calls.slice(before);
  };
  return { engine, workspace, endpoint, calls };
}

describe("an endpoint", () => {
  it("is made under the name that Databricks would give it, and is waited for", async () => {
    const { engine, workspace, endpoint } = world();
    workspace.serving.looks = 5;
    await engine.up({
      model: one,
      environment: { KEY: "v" },
      tags: { team: "a" },
      scaleToZero: true,
      description: "d",
    });
    expect(endpoint()).toMatchObject({ description: "d", update: "NOT_UPDATING" });
    expect(endpoint()?.active).toEqual({
      entities: [
        {
          name: "main-agents-support_1",
          entity_name: "main.agents.support",
          entity_version: "1",
          environment_vars: { KEY: "v" },
          workload_size: "Small",
          workload_type: "CPU",
          scale_to_zero_enabled: true,
        },
      ],
      routes: [{ served_entity_name: "main-agents-support_1", traffic_percentage: 100 }],
    });
    expect(engine.state).toMatchObject({
      id: name,
      outputs: {
        endpointId: "e-1",
        invocationsUrl: `https://fake.example.com/serving-endpoints/${name}/invocations`,
        state: "READY",
        served: [{ name: "main-agents-support_1", version: "1", state: "READY" }],
      },
    });
  });

  it("rolls over with one call, and with none where only what steers changes", async () => {
    const { engine, calls } = world();
    await engine.up({ model: one });
    expect(writes(await calls(() => engine.up({ model: two })))).toEqual(rolled());
    expect(writes(await calls(() => engine.up({ model: two, tags: { a: "b" } })))).toEqual([
      `PATCH /api/2.0/serving-endpoints/${name}/tags`,
    ]);
    expect(writes(await calls(() => engine.up({ model: two, tags: { a: "b" }, adopt: true })))).toEqual([]);
  });

  it("runs several versions, with shares, and environment of its own and of each", async () => {
    const { engine, endpoint } = world();
    await engine.up({
      name,
      servedEntities: [
        { name: "old", model: one },
        { name: "new", model: two, environment: { MODE: "new" } },
      ],
      environment: { MODE: "both", KEY: "k" },
      traffic: [
        { servedEntity: "old", percentage: 90 },
        { servedEntity: "new", percentage: 10 },
      ],
    });
    expect(endpoint()?.active?.entities.map(({ environment_vars }) => environment_vars)).toEqual([
      { MODE: "both", KEY: "k" },
      { MODE: "new", KEY: "k" },
    ]);
    await engine.refresh();
    expect(engine.state?.inputs).not.toHaveProperty("model");
  });

  it("can be read by its name", async () => {
    const { engine, workspace } = world();
    await engine.up({ model: one, environment: { KEY: "v" } });
    const { engine: other } = stackOf(servingEndpoint, {}, workspace);
    await other.get(name);
    expect(other.state?.outputs).toMatchObject({
      model: { name: "main.agents.support", version: "1" },
      state: "READY",
    });
  });
});

describe("an endpoint without a name whose model is not known yet", () => {
  it.each([
    ["the whole model", unknownValue],
    ["the name of the model", { name: unknownValue, version: unknownValue }],
  ])("keeps the name it has: the preview shows no replacement (%s)", async (_what, model) => {
    const { engine } = world();
    await engine.up({ model: one });
    const { operation, changed } = await engine.preview({ model });
    expect({ operation, changed }).toEqual({ operation: "update", changed: ["model"] });
  });

  it("has no name yet in the preview of its creation", async () => {
    const { engine } = world();
    expect((await engine.check({ model: unknownValue })).inputs).toMatchObject({ name: unknownValue });
  });
});

describe("an endpoint of external models alone", () => {
  const external = (model: string) => ({
    externalModel: { provider: "openai", name: model, task: "llm/v1/chat", config: { openaiApiBase: "https://llm" } },
  });

  it("has the name of its resource where the program gives none", async () => {
    const { engine, workspace } = world({ name: "my gpt/4" });
    expect((await engine.up({ servedEntities: [external("gpt-4o")] })).message).toBe("");
    expect([...workspace.serving.endpoints.keys()]).toEqual(["my-gpt-4"]);
    const { operation } = await engine.preview({ servedEntities: [external("gpt-4o")] });
    expect(operation).toBe("same");
  });

  it("asks for a name where nothing of the resource's own may stand in one", async () => {
    const { engine } = world({ name: "模型" });
    const { failures } = await engine.check({ servedEntities: [external("gpt-4o")] });
    expect(failures).toEqual([expect.stringMatching(/^name: give one/)]);
  });
});

describe("what is no difference", () => {
  const program = {
    name,
    servedEntities: [
      { name: "a", model: one, environment: { B: "2", A: "1" } },
      { name: "b", model: two },
    ],
    traffic: [{ servedEntity: "a", percentage: 100 }],
    tags: { y: "2", x: "1" },
  };
  it.each([
    ["what the server reorders, fills in and repeats", program],
    ["a single model, for which the server answers a route and sizes", { model: one }],
    ["an empty environment", { model: one, environment: {} }],
    ["a share of nothing", { ...program, traffic: [...program.traffic, { servedEntity: "b", percentage: 0 }] }],
    ["an empty description", { model: one, description: "" }],
  ])("%s", async (_what, args) => {
    const { engine, calls } = world();
    await engine.up(args);
    expect((await engine.up(args)).operation).toBe("same");
    await engine.refresh();
    // One look, so that what an update that was cut off left does not go unseen.
    expect(await calls(() => engine.up(args))).toEqual([`GET /api/2.0/serving-endpoints/${name}`]);
  });

  it("the same version written in three ways", async () => {
    const { engine } = world();
    await engine.up({ model: one });
    for (const model of [
      { name: "main.agents.support", version: "1" },
      { name: "main.agents.support", version: 1 },
    ]) {
      expect((await engine.up({ model })).operation).toBe("same");
    }
  });

  it("tags that others set", async () => {
    const { engine, endpoint } = world();
    await engine.up({ model: one, tags: { team: "a" } });
    endpoint()?.tags.set("theirs", "x").set("constructor", "y");
    await engine.refresh();
    expect((await engine.up({ model: one, tags: { team: "a" } })).operation).toBe("same");
  });
});

describe("drift", () => {
  it("shows in the arguments that a program would write, and is repaired", async () => {
    const { engine, endpoint } = world();
    const args = { model: one, environment: { KEY: "v" }, tags: { team: "a" }, description: "d" };
    await engine.up(args);
    const found = endpoint();
    const entity = found?.active?.entities[0];
    if (found === undefined || entity === undefined) throw new Error("nothing was made");
    entity.environment_vars = { KEY: "other" };
    entity.entity_version = "7";
    found.description = "changed";
    found.tags.set("team", "z");
    await engine.refresh();
    const { operation, changed } = await engine.preview(args);
    expect({ operation, changed }).toEqual({
      operation: "update",
      changed: ["description", "environment", "model", "tags"],
    });
    await engine.up(args);
    expect(endpoint()?.active?.entities[0]).toMatchObject({ entity_version: "1", environment_vars: { KEY: "v" } });
    await engine.refresh();
    expect((await engine.up(args)).operation).toBe("same");
  });

  it("of an endpoint that somebody deleted is its creation", async () => {
    const { engine, workspace } = world();
    await engine.up({ model: one });
    workspace.serving.endpoints.clear();
    await engine.refresh();
    expect((await engine.up({ model: one })).operation).toBe("create");
  });
});

describe("a deployment that fails", () => {
  const log = `starting\nKEY=${canary}\nRuntimeError: no database`;

  it("shows a secret in no encoding, neither in the error nor in the state, and what is no secret as it is", async () => {
    const { engine, workspace } = world({ secrets: ["environment/KEY", "environment/PIN"] });
    const pair = Buffer.from(`service:${canary}`);
    const forms = [
      canary,
      encodeURIComponent(canary),
      JSON.stringify(JSON.stringify({ key: canary })),
      Buffer.from(canary).toString("base64"),
      Buffer.from(canary).toString("base64").replace(/=+$/, ""),
      Buffer.from(canary).toString("hex"),
      pair.toString("base64"),
      `authorization: Basic ${pair.toString("base64")}`,
      `postgresql://service:${canary}@db.example.com/app`,
    ];
    const environment = { KEY: canary, PIN: "4711", TIER: "A", REGION: "eu-west-1" };
    const said = [
      ...forms,
      `{'PIN': '4711', 'TIER': 'A', 'REGION': 'eu-west-1'}`,
      "RuntimeError: A region with 4711 rows",
    ];
    workspace.serving.failing.set("main.agents.support/1", said.join("\n"));
    const { message } = await engine.up({ model: one, environment });
    const state = JSON.stringify([engine.state?.initErrors, engine.state?.outputs.__evidence]);
    for (const text of [message, state]) {
      for (const form of [...forms.slice(0, 2), ...forms.slice(3, 7), pair.toString("base64").slice(12, -4)])
        expect(text).not.toContain(form);
      expect(text).toContain("{'PIN': '[secret]', 'TIER': 'A', 'REGION': 'eu-west-1'}");
      expect(text).toContain("RuntimeError: A region with 4711 rows");
    }
  });

  it("is told with the end of its log, without secret variables, and keeps the endpoint", async () => {
    const { engine, workspace } = world({ secrets: ["environment/KEY"] });
    workspace.serving.failing.set("main.agents.support/1", log);
    const { message } = await engine.up({ model: one, environment: { KEY: canary } });
    expect(message).toMatch(/could not deploy main-agents-support_1.*It serves nothing yet/);
    expect(message).toMatch(/--- server log, last 3 lines ---\nstarting\nKEY=\[secret\]\nRuntimeError: no database/);
    expect(message).not.toContain(canary);
    expect(engine.state?.id).toBe(name);
    expect(engine.state?.outputs.__evidence).toMatch(/RuntimeError/);
    workspace.serving.failing.clear();
    expect((await engine.up({ model: one, environment: { KEY: canary } })).operation).toBe("update");
    expect(workspace.serving.endpoints.size).toBe(1);
    expect(engine.state?.outputs).toMatchObject({ state: "READY" });
  });

  it("keeps the old version serving, and is worked on again also after a refresh", async () => {
    const { engine, workspace, endpoint } = world();
    await engine.up({ model: one });
    workspace.serving.failing.set("main.agents.support/2", "no");
    const { message } = await engine.up({ model: two });
    expect(message).toMatch(/It still serves version 1 of main\.agents\.support/);
    expect(endpoint()?.active?.entities[0]?.entity_version).toBe("1");
    await engine.refresh();
    expect((await engine.preview({ model: two })).operation).toBe("update");
    workspace.serving.failing.clear();
    await engine.up({ model: two });
    expect(endpoint()?.active?.entities[0]?.entity_version).toBe("2");
    expect(workspace.serving.outages).toEqual([]);
  });

  it("can be taken back", async () => {
    const { engine, workspace, endpoint } = world();
    await engine.up({ model: one });
    workspace.serving.failing.set("main.agents.support/2", "no");
    await engine.up({ model: two });
    expect((await engine.up({ model: one })).operation).toBe("update");
    expect(endpoint()).toMatchObject({ update: "NOT_UPDATING" });
    expect((await engine.up({ model: one })).operation).toBe("same");
  });
});

describe("an endpoint that is busy", () => {
  it("with somebody else's update is waited for", async () => {
    const { engine, endpoint, workspace } = world();
    await engine.up({ model: one });
    const found = endpoint();
    if (found?.active === undefined) throw new Error("nothing was made");
    workspace.serving.looks = 6;
    const theirs = found.active.entities.map((entity) => ({ ...entity, workload_size: "Large" }));
    found.pending = { entities: theirs, routes: found.active.routes };
    found.update = "IN_PROGRESS";
    found.left = 6;
    expect((await engine.up({ model: two })).operation).toBe("update");
    expect(endpoint()?.active?.entities[0]).toMatchObject({ entity_version: "2", workload_size: "Small" });
  });

  it("with an update that begins between look and call is waited for", async () => {
    const { engine, endpoint, workspace } = world();
    await engine.up({ model: one });
    const answer = workspace.answer.bind(workspace);
    let once = true;
    workspace.answer = (method, path, ...rest) => {
      const found = endpoint();
      if (once && method === "PUT" && found?.active !== undefined) {
        once = false;
        Object.assign(found, { pending: found.active, update: "IN_PROGRESS", left: 3 });
      }
      return answer(method, path, ...rest);
    };
    expect(await engine.up({ model: two })).toMatchObject({ operation: "update", message: "" });
    expect(endpoint()?.active?.entities[0]?.entity_version).toBe("2");
  });
});

describe("an endpoint that exists already", () => {
  it("is not taken, and the error says whose it is and what to do", async () => {
    const { engine, workspace } = world();
    await stackOf(servingEndpoint, { project: "theirs" }, workspace).engine.up({ model: two });
    await engine.preview({ model: one });
    expect(engine.log.join()).toMatch(/warning: name: the update stops here: the endpoint .*made by resource "thing"/);
    const { message } = await engine.up({ model: one });
    expect(message).toMatch(/^name: .*made by resource "thing" of project "theirs", stack "dev".*adopt: "take"/);
    expect((await engine.up({ model: one, adopt: true })).message).toMatch(/^name: .*adopt: "take"/);
  });

  it("is taken over where the program says so", async () => {
    const { engine, workspace, endpoint } = world();
    const { engine: theirs } = stackOf(servingEndpoint, { project: "theirs" }, workspace);
    await theirs.up({ model: two, tags: { theirs: "x" } });
    const taken = /^warning: the endpoint .* is taken over from resource "thing" of project "theirs"/;
    await engine.preview({ model: one, adopt: "take" });
    expect(engine.log.splice(0)).toEqual([expect.stringMatching(taken)]);
    await engine.up({ model: one, adopt: "take" });
    expect(engine.log).toEqual([expect.stringMatching(taken)]);
    expect(endpoint()?.active?.entities[0]?.entity_version).toBe("1");
    expect(Object.fromEntries(endpoint()?.tags ?? [])).toMatchObject({ theirs: "x", pulumi_project: "shop" });
    // Told before any refresh as well, and nothing is promised.
    theirs.log.length = 0;
    expect((await theirs.up({ model: two, tags: { theirs: "x" } })).message).toMatch(/^adopt: .* was taken over by/);
    expect(theirs.log).toEqual([expect.stringMatching(/^warning: the endpoint .*: the update is refused/)]);
    await theirs.refresh();
    expect(theirs.log.join()).toMatch(/warning: the endpoint .* was taken over by resource "thing" of project "shop"/);
    theirs.log.length = 0;
    expect(await theirs.preview({ model: two, tags: { theirs: "x" } })).toMatchObject({ operation: "update" });
    expect(theirs.log.join()).toMatch(
      /taken over by resource "thing" of project "shop", stack "dev": the update is refused/,
    );
    expect((await theirs.up({ model: two, tags: { theirs: "x" } })).message).toMatch(/^adopt: .* was taken over by/);
    expect(endpoint()?.active?.entities[0]?.entity_version).toBe("1");
    expect((await theirs.destroy()).operation).toBe("delete");
    expect(endpoint()).toBeDefined();
    expect((await engine.up({ model: one, adopt: "take" })).operation).toBe("same");
  });

  it("is not deleted with what it replaces, whatever forced that", async () => {
    const { engine, endpoint } = world();
    await engine.up({ model: one });
    expect((await engine.up({ model: two }, { replace: true })).operation).toBe("replace");
    expect(endpoint()?.active?.entities[0]?.entity_version).toBe("2");
    expect((await engine.up({ model: two })).operation).toBe("same");
    expect((await engine.destroy()).operation).toBe("delete");
    expect(endpoint()).toBeUndefined();
  });
});

describe("customTimeouts", () => {
  it("that allow more than the usual wait are waited for", async () => {
    const { engine, workspace } = world({ timeouts: { create: 4 * 3_600 } });
    // 10 s between two looks: an hour and a half.
    workspace.serving.looks = 540;
    expect(await engine.up({ model: one })).toEqual({ operation: "create", message: "" });
  });

  it("without them the wait ends, and the endpoint is kept", async () => {
    const { engine, workspace } = world();
    workspace.serving.looks = 540;
    const { message } = await engine.up({ model: one });
    expect(message).toMatch(/was not ready after 45 min/);
    expect(engine.state?.id).toBe(name);
    workspace.serving.looks = 1;
    expect((await engine.up({ model: one })).message).toMatch(/^$|not ready/);
  });
});

describe("check", () => {
  const check = async (args: Record<string, unknown>) => stackOf(servingEndpoint).engine.check(args);

  it.each([
    [{}, /^model: it is required/],
    [{ model: one, servedEntities: [{ model: two }] }, /^model: give either `model` or `servedEntities`/],
    [{ model: "main.agents.support" }, /^model: a version of a model is named `models:\/name\/version`/],
    [{ model: one, environment: { "api-key": "x" } }, /^environment\["api-key"\]: an environment variable's name/],
    [{ model: one, environment: { KEY: 1 } }, /^environment\.KEY: it must be a string, but a number was given\.$/],
    [
      { model: one, traffic: [{ servedEntity: "main-agents-support_1", percentage: 40 }] },
      /^traffic: the percentages must add up to 100, but 40 is 40\./,
    ],
    [
      { model: one, traffic: [{ servedEntity: "other", percentage: 100 }] },
      /^traffic\[0\]\.servedEntity: there is no served entity "other"; there are: main-agents-support_1\./,
    ],
    [{ model: { name: "main.agents.support", version: -1 } }, /^model: version: a version is a whole number/],
    [{ model: one, name: "a b" }, /^name: an endpoint's name is letters/],
    [{ model: one, servedEntities: [] }, /^servedEntities: /],
  ])("refuses %j", async (args, message) => {
    const { failures } = await check(args);
    expect(failures).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ["the whole model", { model: unknownValue }],
    ["the version", { model: { name: "main.agents.support", version: unknownValue } }],
    ["the name of the model", { model: { name: unknownValue, version: "1" } }],
    ["all entities", { servedEntities: unknownValue }],
    ["one entity", { servedEntities: [unknownValue] }],
    ["the model of an entity", { servedEntities: [{ model: unknownValue }] }],
    ["a variable of an entity", { servedEntities: [{ model: one, environment: { A: unknownValue } }] }],
    ["the environment", { model: one, environment: unknownValue }],
    ["a share", { model: one, traffic: [{ servedEntity: "x", percentage: unknownValue }] }],
  ])("tolerates that %s is not known yet", async (_what, args) => {
    expect((await check(args)).failures).toEqual([]);
  });

  it("cuts long names as Databricks does", async () => {
    const model = `main.${"s".repeat(60)}.x`;
    const { inputs } = await check({ model: `models:/${model}/12` });
    expect(inputs.name).toBe(`agents_main-${"s".repeat(51)}`);
    expect(String(inputs.name).length).toBe(63);
  });
});

it("does not speak to a workspace that is not there", async () => {
  const workspace = new FakeWorkspace();
  workspace.probe = async () => {
    throw new Error("nobody");
  };
  const { engine } = stackOf(servingEndpoint, {}, workspace);
  expect((await engine.up({ model: one })).operation).toBe("refused");
  expect(workspace.calls).toEqual([]);
});
