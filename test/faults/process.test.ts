import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeServer, serveFake } from "../support/fake/http.js";
import { FakeWorkspace } from "../support/fakeWorkspace.js";
import { type Failure, ProviderProcess } from "./providerProcess.js";

const provider = 'exports.handler = () => require("pulumi-mlflow-agents/provider").servingEndpoint;';
const urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/mlflow-agents:ServingEndpoint::support";
const canary = "canary-in-the-environment";
const declared = {
  __provider: provider,
  __urn: urn,
  model: "models:/main.agents.support/1",
  environment: { KEY: canary },
};
const name = "agents_main-agents-support";

/** The real process of Pulumi's dynamic providers, with the built package in it. */
describe("the dynamic provider process", () => {
  let workspace: FakeWorkspace;
  let server: FakeServer;
  let processes: ProviderProcess[];
  beforeEach(async () => {
    workspace = new FakeWorkspace();
    server = await serveFake(workspace);
    processes = [];
  });
  afterEach(async () => {
    for (const each of processes) await each.end("SIGKILL");
    await server.close();
  });

  async function start(): Promise<ProviderProcess> {
    const started = await ProviderProcess.start({ DATABRICKS_HOST: server.origin, DATABRICKS_TOKEN: "dapi-test" });
    processes.push(started);
    return started;
  }

  async function configured(): Promise<ProviderProcess> {
    const started = await start();
    await started.configure({});
    return started;
  }

  /** A moment at which the server got `call`, which it then does not answer. */
  function stuckAt(call: string): Promise<void> {
    return new Promise((resolve) => {
      server.before = (each) => {
        if (!each.startsWith(call)) return undefined;
        resolve();
        return new Promise(() => {});
      };
    });
  }

  it("creates, reads and updates, with live status on the resource's own row", async () => {
    workspace.serving.looks = 3;
    const running = await configured();
    const { inputs, failures } = await running.check(declared);
    expect(failures).toEqual([]);
    const made = await running.create(inputs);
    expect(made).toMatchObject({ id: name, outputs: { state: "READY", __provider: provider } });
    expect(running.log.filter(({ ephemeral }) => ephemeral).map((line) => line.urn)).toContain(urn);
    expect(await running.read(name, made.outputs)).toMatchObject({ id: name, outputs: made.outputs });
    const next = await running.check({ ...declared, model: "models:/main.agents.support/2" });
    expect(await running.update(name, made.outputs, next.inputs)).toMatchObject({ served: [{ version: "2" }] });
  });

  it("prints no stack trace and no secret for bad input or a failing workspace", async () => {
    const running = await configured();
    const bad = await running.check({ ...declared, environment: { key: canary }, modle: 1 });
    expect(bad.failures.map(({ property }) => property)).toEqual(["", ""]);
    const { inputs } = await running.check(declared);
    await running.create(inputs);
    const answer = workspace.answer.bind(workspace);
    workspace.answer = (method, ...rest) =>
      method === "GET" ? { status: 400, body: { message: `bad: ${canary}` } } : answer(method, ...rest);
    // An update reads first, and an answer that it cannot go on from fails it.
    const secret = { ...inputs, __stateVersion: 1, __secrets: ["environment/KEY"] };
    const failure: Failure = await running.update(name, secret, secret).then(
      () => Promise.reject(new Error("it came through")),
      (error) => error,
    );
    expect(failure.message).toMatch(/answered 400: bad: \[secret\]/);
    const seen = running.output + JSON.stringify([bad.failures, failure, running.log]);
    expect(seen).not.toContain(canary);
    expect(running.output).not.toMatch(/^\s+at /m);
  });

  it("records what exists when it is interrupted, and ends", async () => {
    const running = await configured();
    const { inputs } = await running.check(declared);
    const stuck = stuckAt("GET /api/2.0/serving-endpoints/");
    const creating = running.create(inputs).then(Promise.reject, (failure: Failure) => failure);
    await stuck;
    const [failure, took] = await Promise.all([creating, running.end("SIGINT")]);
    expect(failure.message).toMatch(/^cancelled; what exists is recorded/);
    expect(failure.partial).toMatchObject({ id: name, properties: { __provider: provider, state: "IN_PROGRESS" } });
    // The engine kills it after 5 s.
    expect(took).toBeLessThan(3_000);

    server.before = () => undefined;
    const next = await configured();
    const outputs = await next.update(name, failure.partial?.properties ?? {}, inputs);
    expect(outputs).toMatchObject({ state: "READY" });
    expect(workspace.serving.endpoints.size).toBe(1);
  });

  it("ends at once when it is interrupted with nothing to do, as at the end of each run", async () => {
    const running = await configured();
    await running.check(declared);
    expect(await running.end("SIGINT")).toBeLessThan(1_500);
  });

  it.each([0, 3])(
    "ends when its engine is gone, and moves no traffic of a canary any more (after %d s)",
    async (idle) => {
      const running = await configured();
      const { inputs } = await running.check(declared);
      const { outputs } = await running.create(inputs);
      const rollout = { canary: [50, 100], pauseSeconds: idle + 3 };
      const next = await running.check({ ...declared, model: "models:/main.agents.support/2", rollout });
      const updating = running.update(name, outputs, next.inputs).then(
        () => "through",
        () => "ended",
      );
      const half = { "main-agents-support_1": 50, "main-agents-support_2": 50 };
      await vi.waitFor(() => expect(workspace.serving.history.at(-1)).toEqual(half), { timeout: 10_000, interval: 50 });
      await new Promise((resolve) => setTimeout(resolve, idle * 1_000));
      expect(await running.withoutEngine()).toBeLessThan(2_500);
      expect(await updating).toBe("ended");
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(workspace.serving.history.at(-1)).toEqual(half);
    },
  );

  it("ends when its engine is gone while it has nothing to do, and not because its input has ended", async () => {
    const running = await configured();
    running.process.stdin?.end();
    const { inputs } = await running.check(declared);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await running.create(inputs)).toMatchObject({ outputs: { state: "READY" } });
    expect(await running.withoutEngine()).toBeLessThan(2_500);
  });

  it("goes on after it was killed, without a second endpoint", async () => {
    const first = await configured();
    const { inputs } = await first.check(declared);
    const stuck = stuckAt("GET /api/2.0/serving-endpoints/");
    void first.create(inputs).catch(() => {});
    await stuck;
    await first.end("SIGKILL");
    server.before = () => undefined;
    const second = await configured();
    expect(await second.create(inputs)).toMatchObject({ id: name, outputs: { state: "READY" } });
    expect(
      server.calls.filter((call) => call === "PUT /api/2.0/serving-endpoints/agents_main-agents-support/config"),
    ).toEqual([]);
    expect(workspace.serving.endpoints.size).toBe(1);
  });

  it("answers many calls at once, also before it is configured", async () => {
    const running = await start();
    const early = running.configure({});
    const checks = Array.from({ length: 40 }, (_, index) => running.check({ ...declared, name: `e-${index}` }));
    await early;
    for (const { failures } of await Promise.all(checks)) expect(failures).toEqual([]);
  });
});
