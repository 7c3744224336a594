import { beforeEach, describe, expect, it } from "vitest";
import { name, noWaiting, one, rolled, two, world } from "../../../test/serving/support/endpoint.js";

// What users of today's tools complain about in public threads, each with the thread, and shown not to happen here.

beforeEach(noWaiting);

const config = `PUT /api/2.0/serving-endpoints/${name}/config`;

describe("a difference where nothing changed", () => {
  it.each([
    ["terraform-provider-databricks 3593: workload of a model with a throughput", { maxProvisionedThroughput: 100 }],
    [
      "terraform-provider-databricks 5467: scale to zero of a foundation model",
      { maxProvisionedThroughput: 308_000, scaleToZero: true },
    ],
    ["terraform-provider-databricks 3593: model units", { provisionedModelUnits: 2, scaleToZero: true }],
    ["terraform-provider-databricks 3789: the route that a server adds", {}],
    ["the order and the names that a server gives", { tags: { b: "1", a: "2" }, description: "" }],
    ["terraform-provider-databricks 4038: tags, also where others add some", { tags: { team: "a" } }],
  ])("%s", async (_thread, args) => {
    const { up, settled, endpoint } = world();
    expect((await up({ model: one, ...args })).message).toBe("");
    endpoint().tags.set("added by", "somebody");
    await settled({ model: one, ...args });
  });
});

// The thread itself is in no archive; the change that closes it (terraform-provider-databricks, pull request 2813) is.
describe("terraform-provider-databricks 2811: a workspace that answers no workload type", () => {
  it("serves, and is no difference", async () => {
    const { up, settled, workspace } = world({ timeouts: { create: 60 } });
    workspace.serving.withoutWorkloadType = true;
    expect((await up({ model: one })).message).toBe("");
    await settled({ model: one });
    expect((await up({ model: one, tags: { a: "b" } })).calls).not.toContain(config);
  });

  it("does not hide a workload type that the program asks for, at first or later", async () => {
    const made = world();
    const { bodies } = await made.up({ model: one, workloadType: "GPU_MEDIUM" });
    expect(JSON.stringify(bodies)).toContain('"workload_type":"GPU_MEDIUM"');
    const later = world();
    await later.up({ model: one });
    later.workspace.serving.withoutWorkloadType = true;
    await later.engine.refresh();
    const asked = { model: one, workloadType: "GPU_MEDIUM" };
    expect((await later.engine.preview(asked)).changed).toEqual(["workloadType"]);
    later.workspace.serving.withoutWorkloadType = false;
    expect(JSON.stringify((await later.up(asked)).bodies)).toContain('"workload_type":"GPU_MEDIUM"');
  });
});

describe("an update that fails", () => {
  it("terraform-provider-databricks 4064, 3946: without scale_to_zero_enabled: it is always sent", async () => {
    const { up } = world();
    const first = await up({ model: one });
    const next = await up({ model: two });
    for (const { bodies } of [first, next]) expect(JSON.stringify(bodies)).toContain('"scale_to_zero_enabled":false');
    expect(next.message).toBe("");
  });

  it("terraform-provider-databricks 3676: an external model that is sent what only own models have", async () => {
    const { up, settled } = world();
    const config = { openaiApiType: "azure", openaiApiBase: "https://x.example.com" };
    const external = { provider: "openai", name: "gpt-35-turbo", task: "llm/v1/chat", config };
    const args = { name, servedEntities: [{ externalModel: external }] };
    const { bodies } = await up(args);
    expect(bodies).toMatchObject([
      {
        config: {
          served_entities: [
            {
              name: "gpt-35-turbo",
              external_model: { openai_config: { openai_api_type: "azure", openai_api_base: "https://x.example.com" } },
            },
          ],
        },
      },
    ]);
    expect(JSON.stringify(bodies)).not.toMatch(/workload|scale_to_zero|provisioned|environment_vars/);
    await settled(args);
  });

  it("while another update runs: it is waited for", async () => {
    const { up, endpoint, workspace } = world();
    await up({ model: one });
    workspace.serving.looks = 5;
    Object.assign(endpoint(), { pending: endpoint().active, update: "IN_PROGRESS", left: 5 });
    expect((await up({ model: two })).message).toBe("");
    expect(endpoint().active?.entities[0]?.entity_version).toBe("2");
  });

  it("with a changed tag that is named in both lists of the call: it is named in one", async () => {
    const { up, endpoint } = world();
    await up({ model: one, tags: { team: "a" } });
    expect((await up({ model: one, tags: { team: "b" } })).message).toBe("");
    expect(endpoint().tags.get("team")).toBe("b");
  });
});

describe("a first wait that fails", () => {
  it("deletes nothing, and the build log is in the error and in the state", async () => {
    const { up, engine, workspace } = world();
    workspace.serving.failing.set("main.agents.support/1", "RuntimeError: no");
    const { message, calls } = await up({ model: one });
    expect(message).toMatch(/--- build log, last 1 lines ---\nbuilding/);
    expect(message).toMatch(/RuntimeError: no/);
    expect(calls.filter((call) => call.startsWith("DELETE"))).toEqual([]);
    expect(engine.state?.outputs.__evidence).toMatch(/building/);
    expect(workspace.serving.endpoints.size).toBe(1);
  });

  it("shows the last 40 lines of a log, without any secret variable", async () => {
    const { up, workspace } = world({ secrets: ["environment/KEY"] });
    const log = Array.from({ length: 100 }, (_, index) => `line ${index + 1} with a-secret-value`).join("\n");
    workspace.serving.failing.set("main.agents.support/1", log);
    const { message } = await up({ model: one, environment: { KEY: "a-secret-value" } });
    expect(message).toMatch(/--- server log, last 40 lines ---\nline 61 with \[secret\]/);
    expect(message).not.toMatch(/line 60 |a-secret-value/);
  });

  it("ends when `customTimeouts` say so, not after a fixed time", async () => {
    const { up, workspace, engine } = world({ timeouts: { create: 60, update: 3 * 3_600 } });
    workspace.serving.looks = 100;
    const first = await up({ model: one });
    expect(first.message).not.toBe("");
    expect(engine.state?.id).toBe(name);
    // More than the 35 and 45 minutes of other tools, 10 s between two looks.
    workspace.serving.looks = 500;
    expect((await up({ model: one, workloadSize: "Medium" })).message).toBe("");
  });
});

describe("entities that nobody asks any more", () => {
  it("databricks-sdk-py 1496: go with the next version, so that the cap of 15 is never met", async () => {
    const { up, serving } = world();
    for (let version = 1; version <= 17; version++) {
      expect((await up({ model: `models:/main.agents.support/${version}` })).message).toBe("");
    }
    expect(serving()).toEqual({ "main-agents-support_17": 100 });
  });
});

describe("variables of the environment", () => {
  it("are not printed in plain: a secret's change is told and not shown, wherever its value turns up", async () => {
    const made = world({ secrets: ["environment"] });
    await made.up({ model: one, environment: { KEY: "a-secret-value" } });
    made.workspace.serving.failing.set("main.agents.support/2", "KEY=other-secret-value is not accepted");
    const { message } = await made.up({ model: two, environment: { KEY: "other-secret-value" } });
    expect(message).toMatch(/KEY=\[secret\] is not accepted/);
    expect(JSON.stringify([message, made.engine.log, made.engine.state?.outputs.__evidence])).not.toMatch(
      /secret-value/,
    );
  });

  it("are carried to a version that another client deployed without them", async () => {
    const { up, endpoint } = world();
    const environment = { TICKETS: "1" };
    await up({ model: one, environment });
    await up({ model: two, environment });
    expect(endpoint().active?.entities[0]?.environment_vars).toEqual(environment);
  });

  it("change one by one: a changed one is one call and one entry of the difference", async () => {
    const { up, engine } = world();
    await up({ model: one, environment: { A: "1", B: "2" } });
    expect((await engine.preview({ model: one, environment: { A: "1", B: "3" } })).changed).toEqual(["environment"]);
    expect((await up({ model: one, environment: { A: "1", B: "3" } })).calls).toEqual(rolled());
  });
});

describe("which scopes an agent was granted", () => {
  it("dbdemos 218, databricks-ai-bridge 196: is an output, and a change behind Pulumi's back shows in a refresh", async () => {
    const { up, engine, workspace } = world();
    workspace.serving.scopes = ["sql"];
    await up({ model: one });
    expect(engine.state?.outputs.grantedScopes).toEqual(["sql"]);
    workspace.serving.scopes = [];
    await engine.refresh();
    expect(engine.state?.outputs.grantedScopes).toEqual([]);
  });
});

describe("traces that do not appear", () => {
  it("mlflow 23138, 24979: tracing without a destination is told before anything is deployed", async () => {
    const { engine } = world();
    await engine.check({ model: one, environment: { ENABLE_MLFLOW_TRACING: "true" } });
    expect(engine.log).toEqual([expect.stringMatching(/tracing is on, and the traces go nowhere/)]);
  });

  it("mlflow 23138, 24979: where they go is an output", async () => {
    const { up, engine } = world();
    await up({ model: one, preset: "agent", tracing: { experiment: "7" } });
    expect(engine.state?.outputs.tracesTo).toEqual(["experiment 7", "table main.agents.support_payload"]);
  });
});
