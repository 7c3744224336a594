import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { echoAgent } from "../support/agents.js";
import { isAlive } from "../support/alive.js";
import { mlflowAgents } from "../support/cli.js";
import { Project } from "../support/engine.js";
import { ask } from "../support/workspace.js";

const program = (name: string, endpoint: string) => `const sdk = require("pulumi-mlflow-agents");
const agent = new sdk.LoggedAgent("r", { code: "agent.py" });
const model = new sdk.RegisteredModel("r", { name: "main.agents.${name}", agent, forceDestroy: true });
new sdk.ServingEndpoint("r", { name: "${name}", model, ${endpoint} });
`;

/** Shares of the versions that an endpoint serves, those without any too. */
async function shares(endpoint: string): Promise<Record<string, number>> {
  const { config } = await ask<{
    config?: { traffic_config: { routes: { served_entity_name: string; traffic_percentage: number }[] } };
  }>("GET", `/api/2.0/serving-endpoints/${endpoint}`);
  const routes = config?.traffic_config.routes ?? [];
  return Object.fromEntries(routes.map((route) => [route.served_entity_name, route.traffic_percentage]));
}

describe("a CLI that is killed in the pause of a canary, without what it started", () => {
  const pauseSeconds = 5;
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("cut", { "index.js": program("cut", ""), "agent.py": echoAgent("a") });
    await project.up();
  });
  afterAll(() => project.remove());

  it("leaves the traffic where it is, and nothing that goes on moving it", async () => {
    project.write("agent.py", echoAgent("b"));
    project.write("index.js", program("cut", `rollout: { canary: [50, 100], pauseSeconds: ${pauseSeconds} }`));
    const running = project.start("up", "--yes", "--skip-preview");
    const half = { "main-agents-cut_1": 50, "main-agents-cut_2": 50 };
    await vi.waitFor(async () => expect(await shares("cut")).toEqual(half), { timeout: 120_000, interval: 200 });
    const left = await running.killAlone();
    expect(left.length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(left.filter(isAlive)).toEqual([]), { timeout: 5_000, interval: 100 });
    await new Promise((resolve) => setTimeout(resolve, (pauseSeconds + 2) * 1_000));
    expect(await shares("cut")).toEqual(half);
    // The lock of a process that is dead.
    await project.succeed("cancel", "--yes");
  });

  it("is seen by the preview of the reverted commit, and by drift", async () => {
    project.write("agent.py", echoAgent("a"));
    project.write("index.js", program("cut", `gate: { command: "exit 1" }`));
    // The killed run came through with what it had registered: that is in the state, and in the preview.
    const steps = await project.preview();
    expect(steps.find(({ urn }) => urn.includes(":ServingEndpoint::"))?.op).toBe("update");
    const text = await project.previewText();
    expect(text.replace(/\s+/g, " ")).toContain(
      "an earlier update of this endpoint, to main-agents-cut_2, has not come to its end: it was cut off, or another run " +
        "is at it. The endpoint serves version 1 of main.agents.cut at 50 %, version 2 of main.agents.cut at 50 %; the last " +
        "update that came through left version 1 of main.agents.cut at 100 %. With the arguments as recorded, `pulumi up` moves it back to that.",
    );
    const drift = await mlflowAgents(project.folder, ["drift"]);
    expect(drift.stdout + drift.stderr).toContain("has not come to its end");
    expect(drift.code).toBe(3);
  });

  it("is taken back by the next run at once, also after a refresh and with a gate that says no", async () => {
    await project.refresh();
    expect(await project.up()).toContain("an update that had not come to its end is taken back");
    expect(await shares("cut")).toEqual({ "main-agents-cut_1": 100 });
    expect(await project.preview("--refresh")).toEqual([]);
  });
});

describe("a version that fails its questions", () => {
  let project: Project;
  const failing = 'keep: 1, smokeTest: [{ question: "hi", expect: { contains: "NO" } }]';
  beforeAll(async () => {
    project = await Project.create("kept", { "index.js": program("kept", "keep: 1"), "agent.py": echoAgent("a1") });
    await project.up();
    project.write("agent.py", echoAgent("a2"));
    await project.up();
  });
  afterAll(() => project.remove());

  it("costs no version that is kept, and is none after its commit is reverted", async () => {
    const good = { "main-agents-kept_2": 100, "main-agents-kept_1": 0 };
    expect(await shares("kept")).toEqual(good);
    project.write("agent.py", echoAgent("a3"));
    project.write("index.js", program("kept", failing));
    expect((await project.run("up", "--yes", "--skip-preview")).output).toContain("It still serves version 2");
    expect(await shares("kept")).toEqual({ ...good, "main-agents-kept_3": 0 });
    project.write("agent.py", echoAgent("a2"));
    project.write("index.js", program("kept", "keep: 1"));
    await project.up();
    expect(await shares("kept")).toEqual(good);
  });
});
