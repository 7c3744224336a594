import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeEndpoint } from "../../../test/support/fake/serving.js";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { realClock } from "../../wait/index.js";
import { servingEndpoint } from "./resource.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

const one = "models:/main.agents.support/1";
const two = "models:/main.agents.support/2";
const name = "agents_main-agents-support";

async function served(args: Record<string, unknown> = { model: one }) {
  const { engine, workspace } = stackOf(servingEndpoint);
  expect((await engine.up(args)).message).toBe("");
  workspace.serving.bodies.length = 0;
  const endpoint = workspace.serving.endpoints.get(name);
  if (endpoint === undefined) throw new Error("it is not there");
  const sent = () => workspace.serving.bodies.map(([what]) => what);
  /** How long `run` took, in seconds of the endpoint's clock. */
  const seconds = async (run: () => Promise<unknown>) => {
    const begin = realClock.now();
    await run();
    return (realClock.now() - begin) / 1_000;
  };
  return { engine, workspace, endpoint, sent, seconds };
}

describe("an endpoint that somebody stopped", () => {
  it("shows in a refresh, and is started by the next run, which sends its configuration once", async () => {
    const { engine, endpoint, sent } = await served();
    endpoint.stopped = true;
    await engine.refresh();
    expect(engine.state?.outputs.state).toBe("STOPPED");
    expect(engine.log.join()).toMatch(/is stopped.*answers no requests.*next `pulumi up` starts it/);
    expect(await engine.preview({ model: one })).toMatchObject({ operation: "update", changed: [] });
    expect((await engine.up({ model: one })).message).toBe("");
    expect(sent()).toEqual(["PATCH tags", "PUT config", "PATCH tags"]);
    expect(engine.state?.outputs.state).toBe("READY");
    expect((await engine.preview({ model: one })).operation).toBe("same");
  });

  it.each([
    ["with another version", { model: two }],
    ["in steps", { model: two, rollout: { canary: [50, 100], pauseSeconds: 0 } }],
    ["with the same version and steps", { model: one, rollout: { canary: [50, 100], pauseSeconds: 0 }, keep: 1 }],
  ])("is started by an update %s, although nobody has refreshed", async (_what, args) => {
    const { engine, endpoint } = await served();
    endpoint.stopped = true;
    expect((await engine.up(args)).message).toBe("");
    expect(endpoint.stopped).toBe(false);
  });

  it("ends the wait within half a minute where it stays stopped", async () => {
    const { engine, workspace, endpoint, seconds } = await served();
    endpoint.stopped = true;
    workspace.serving.cannotStart = true;
    workspace.serving.looks = -1;
    let message = "";
    expect(await seconds(async () => ({ message } = await engine.up({ model: two })))).toBeLessThan(60);
    expect(message).toMatch(/is stopped: somebody stopped it.*run `pulumi up` again/);
  });
});

describe("a wait that cannot end", () => {
  it("ends when somebody stops the endpoint while it deploys", async () => {
    const { engine, workspace, endpoint, seconds } = await served();
    workspace.serving.looks = 3;
    workspace.serving.cannotStart = true;
    let message = "";
    expect(await seconds(async () => ({ message } = await engine.up({ model: two })))).toBeLessThan(10);
    expect(message).toMatch(/somebody stopped it on the Serving page, while it was being deployed/);
    expect(endpoint.update).toBe("NOT_UPDATING");
  });

  it.each([
    ["stopped", (endpoint: FakeEndpoint) => Object.assign(endpoint, { stopped: true }), /which is stopped/],
    [
      "given no share any more",
      (endpoint: FakeEndpoint) =>
        endpoint.active?.routes.forEach((route) => {
          route.traffic_percentage = route.served_entity_name.endsWith("_2") ? 0 : 100;
        }),
      /gives main-agents-support_2 no share of them any more/,
    ],
  ])("for requests ends when the endpoint is %s", async (_what, change, words) => {
    const { engine, workspace, endpoint, seconds } = await served();
    workspace.serving.requestsPerLook = 0;
    let looks = 0;
    workspace.serving.onLook = (seen) => {
      const waiting = seen?.active?.entities.length === 2 && seen.update === "NOT_UPDATING";
      if (waiting && ++looks === 3) change(endpoint);
    };
    let message = "";
    const rollout = { canary: [50, 100], requests: 5 };
    expect(await seconds(async () => ({ message } = await engine.up({ model: two, rollout })))).toBeLessThan(600);
    expect(message).toMatch(words);
  });

  it("ends when the endpoint is deleted meanwhile", async () => {
    const { engine, workspace, seconds } = await served();
    workspace.serving.looks = 5;
    workspace.serving.onLook = (seen) => {
      if (seen?.left === 2) workspace.serving.endpoints.delete(name);
    };
    let message = "";
    expect(await seconds(async () => ({ message } = await engine.up({ model: two })))).toBeLessThan(60);
    expect(message).toMatch(/is gone: somebody deleted it/);
  });

  it("ends when the endpoint settles on something else, and says on what", async () => {
    const { engine, workspace, endpoint, seconds } = await served();
    workspace.serving.looks = 2;
    workspace.serving.onLook = (seen) => {
      for (const entity of seen?.pending?.entities ?? []) if (seen?.left === 0) entity.entity_version = "9";
    };
    let message = "";
    expect(await seconds(async () => ({ message } = await engine.up({ model: two })))).toBeLessThan(60);
    expect(message).toMatch(
      /runs something else than what was sent: main-agents-support_2 is version 9 of main\.agents\.support, not version 2/,
    );
    expect(endpoint.update).toBe("NOT_UPDATING");
  });
});
