import { beforeEach, describe, expect, it, vi } from "vitest";
import { stackOf } from "../../../test/unit/provider/support/stack.js";
import { servingEndpoint } from "./resource.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

const name = "databricks-claude-sonnet-4";
const declared = {
  name,
  adopt: true,
  tags: { team: "platform" },
  aiGateway: { usageTracking: true, rateLimits: [{ calls: 100, per: "user" }] },
  permissions: { groups: { agents: "CAN_QUERY" } },
  notifications: { onUpdateFailure: ["ops@x.org"] },
};

/** An endpoint of somebody else, with a setting and a tag that this program never declares. */
async function others(owner: "a person" | "another stack" = "a person") {
  const { engine: maker, workspace } = stackOf(servingEndpoint, { name: "theirs", project: "other" });
  await maker.up({ name, model: "models:/system.ai.claude/1", environment: { A: "1" } });
  const endpoint = workspace.serving.endpoints.get(name);
  if (endpoint === undefined) throw new Error("it is not there");
  if (owner === "a person") endpoint.tags.clear();
  endpoint.tags.set("cost", "7");
  endpoint.gateway = { fallback_config: { enabled: true } };
  workspace.serving.bodies.length = 0;
  const { engine } = stackOf(servingEndpoint, { name: "claude" }, workspace);
  const sent = () => workspace.serving.bodies.map(([what]) => what).sort();
  return { engine, maker, workspace, endpoint, sent };
}

describe("an endpoint that is adopted without a model", () => {
  it("gets what is declared, and is not made, marked or configured", async () => {
    const { engine, endpoint, sent } = await others();
    const config = structuredClone(endpoint.active);
    expect((await engine.up(declared)).message).toBe("");
    expect(sent()).toEqual(["PATCH notifications", "PATCH permissions", "PATCH tags", "PUT ai-gateway"]);
    expect(Object.fromEntries(endpoint.tags)).toEqual({ cost: "7", team: "platform" });
    expect(endpoint.active).toEqual(config);
    // What others set and the program does not name stays, in the gateway as well.
    expect(endpoint.gateway).toMatchObject({
      fallback_config: { enabled: true },
      usage_tracking_config: { enabled: true },
    });
    expect(engine.state).toMatchObject({ id: name, outputs: { state: "READY", endpointId: "e-1" } });
    for (const key of ["model", "workloadSize", "workloadType", "scaleToZero", "environment"]) {
      expect(engine.state?.inputs).not.toHaveProperty(key);
    }
  });

  it("has nothing to do on the next run, whatever its owner changes about what it runs", async () => {
    const { engine, endpoint, sent } = await others();
    await engine.up(declared);
    const [entity] = endpoint.active?.entities ?? [];
    Object.assign(entity ?? {}, { entity_version: "2", environment_vars: {} });
    endpoint.stopped = true;
    const before = sent().length;
    await engine.refresh();
    expect(engine.log.join()).not.toMatch(/next `pulumi up` starts/);
    expect((await engine.preview(declared)).operation).toBe("same");
    expect((await engine.up({ ...declared, tags: { team: "agents" } })).message).toBe("");
    expect(sent().slice(before)).toHaveLength(1);
    expect(endpoint.stopped).toBe(true);
  });

  it("shows drift of what is declared, and puts it right", async () => {
    const { engine, endpoint } = await others();
    await engine.up(declared);
    endpoint.tags.set("team", "else");
    await engine.refresh();
    expect((await engine.preview(declared)).changed).toEqual(["tags"]);
    await engine.up(declared);
    expect(endpoint.tags.get("team")).toBe("platform");
  });

  it("stays when it leaves the program, without what was declared, and that is said", async () => {
    const { engine, workspace, endpoint } = await others();
    await engine.up(declared);
    expect((await engine.destroy()).operation).toBe("delete");
    expect(workspace.serving.endpoints.get(name)).toBe(endpoint);
    expect(Object.fromEntries(endpoint.tags)).toEqual({ cost: "7" });
    expect(endpoint.gateway).toMatchObject({ usage_tracking_config: { enabled: false }, rate_limits: [] });
    expect(endpoint.gateway).toMatchObject({ fallback_config: { enabled: true } });
    expect(workspace.serving.grants.get("e-1")?.map((grant) => grant.group_name)).not.toContain("agents");
    expect(engine.log.at(-1)).toMatch(
      /stays, because it was adopted without `model`; taken back: tags, notifications, permissions, aiGateway/,
    );
  });

  it("stays with the stack that made it, which sees no drift and may still destroy it", async () => {
    const { engine, maker, workspace } = await others("another stack");
    expect((await engine.up(declared)).message).toBe("");
    expect(engine.log.join()).toMatch(/stays with resource "theirs" of project "other"/);
    await maker.refresh();
    const args = { name, model: "models:/system.ai.claude/1", environment: { A: "1" } };
    expect((await maker.preview(args)).operation).toBe("same");
    expect((await maker.destroy()).operation).toBe("delete");
    expect((await engine.destroy()).operation).toBe("delete");
    expect(workspace.serving.endpoints.size).toBe(0);
  });

  it("is an error where there is none of that name, and nothing is made", async () => {
    const { engine, sent } = await others();
    const { message } = await engine.up({ ...declared, name: "no-such" });
    expect(message).toMatch(/there is no endpoint "no-such" to adopt/);
    expect(sent()).toEqual([]);
  });

  it("is refused what is about what it runs", async () => {
    const { engine } = await others();
    const { failures } = await engine.check({ ...declared, environment: { A: "1" }, scaleToZero: true, keep: 1 });
    expect(failures.map((reason) => reason.split(":")[0])).toEqual(["environment", "scaleToZero", "keep"]);
    expect(failures[0]).toMatch(/without `model` that is its owner's/);
  });

  it("is not what leaving `model` out means: that is still an error, which says the way", async () => {
    const { engine } = await others();
    expect((await engine.check({ name })).failures).toEqual([
      expect.stringMatching(/^model: it is required.*`adopt: true`/),
    ]);
  });

  it("is deployed to, and deleted, once the program says what it runs", async () => {
    const { engine, workspace, endpoint } = await others();
    await engine.up(declared);
    expect((await engine.up({ ...declared, model: "models:/main.agents.ours/1" })).message).toBe("");
    expect(endpoint.active?.entities[0]?.entity_name).toBe("main.agents.ours");
    await engine.destroy();
    expect(workspace.serving.endpoints.size).toBe(0);
  });

  it("cannot be given permissions where the workspace tells no id", async () => {
    const { engine, endpoint } = await others();
    endpoint.id = "";
    const { message } = await engine.up(declared);
    expect(message).toMatch(/permissions: the workspace tells no id of this endpoint/);
  });
});
