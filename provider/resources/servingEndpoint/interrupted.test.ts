import { beforeEach, describe, expect, it } from "vitest";
import { name, noWaiting, one, three, two, world } from "../../../test/serving/support/endpoint.js";
import { rolloutTag } from "../../lifecycle/ownership.js";

beforeEach(noWaiting);

const v1 = "main-agents-support_1";
const v2 = "main-agents-support_2";
const v3 = "main-agents-support_3";
const config = `/api/2.0/serving-endpoints/${name}/config`;
const rollout = { canary: [10, 50, 100], pauseSeconds: 5 };
const smokeTest = [{ question: "hello", expect: { contains: "well" } }];
const strict = { rollout, smokeTest };

/** An endpoint that version 1 serves; ill versions answer badly. */
async function serving(args: Record<string, unknown> = {}) {
  const made = world();
  const { workspace, engine } = made;
  const ill = new Set<string>();
  workspace.serving.answer = (entity) => ({ text: ill.has(entity.name) ? "no" : "all well" });
  expect((await made.up({ model: one, ...args })).message).toBe("");

  /** A run that ends at the PUT of a configuration with this number, counted from 1, before or behind its effect. */
  const cutAt = async (put: number, when: "before" | "after", how: "kill" | "cancel", run: Record<string, unknown>) => {
    const { calls } = workspace;
    const before = calls.length;
    const watch = workspace.answer;
    let seen = 0;
    workspace.answer = (method, path, ...rest) => {
      if (method !== "PUT" || path !== config || ++seen !== put) return watch.call(workspace, method, path, ...rest);
      const answer = when === "after" ? watch.call(workspace, method, path, ...rest) : { status: 200, body: { name } };
      workspace.plant(1, how === "kill" ? "kill-before" : "cancel");
      return answer;
    };
    const outcome = await made.up(run);
    workspace.answer = watch;
    workspace.revive();
    expect(calls.length, "the run was cut off").toBeGreaterThan(before);
    engine.log.length = 0;
    workspace.serving.history.length = 0;
    return outcome;
  };
  return { ...made, ill, cutAt, warnings: () => engine.log.filter((line) => line.startsWith("warning")) };
}

/** Where a canary of three steps may be cut off: the number of its PUT, before or behind its effect; and what serves then. */
const steps = [
  ["before anything", 1, "before", { [v1]: 100 }],
  ["beside, at 0 %", 1, "after", { [v1]: 100, [v2]: 0 }],
  ["at 10 %", 2, "after", { [v1]: 90, [v2]: 10 }],
  ["at 50 %", 3, "after", { [v1]: 50, [v2]: 50 }],
  ["at 100 %, unfinished", 4, "after", { [v2]: 100 }],
] as const;
const ways = ["kill", "cancel"] as const;
const table = steps.flatMap((step) =>
  ways.flatMap((how) => [false, true].map((refresh) => [...step, how, refresh] as const)),
);

/** The configuration that was sent last takes effect while nobody looks. */
async function settle({ workspace, endpoint }: Awaited<ReturnType<typeof serving>>): Promise<void> {
  for (let look = 0; look < 3 && endpoint().update === "IN_PROGRESS"; look++) {
    await workspace.call({ method: "GET", path: { text: `/api/2.0/serving-endpoints/${name}` } as never });
  }
}

describe.each(table)("a canary that ends %s", (_step, put, when, then, how, refresh) => {
  const title = `by ${how}${refresh ? ", with a refresh" : ""}`;

  async function left(args: Record<string, unknown> = {}) {
    const made = await serving(args);
    await made.cutAt(put, when, how, { model: two, ...strict, ...args });
    await settle(made);
    expect(made.serving()).toEqual(args.keep === 1 && put === 4 ? { [v2]: 100, [v1]: 0 } : then);
    if (refresh) expect((await made.engine.refresh()).message).toBe("");
    made.workspace.serving.history.length = 0;
    return made;
  }

  it(`${title}: the reverted commit is worked on, and brings all traffic back at once, whatever the gate says`, async () => {
    const { engine, up, serving: shares, endpoint, settled, warnings, workspace } = await left();
    const reverted = { model: one, ...strict, gate: { command: "exit 1" } };
    engine.log.length = 0;
    expect((await engine.preview(reverted)).operation).toBe("update");
    if (how === "kill" || refresh) {
      expect(warnings()).toEqual([
        expect.stringMatching(/an earlier update of this endpoint, to main-agents-support_2, has not come to its end/),
      ]);
      expect(warnings()[0]).toContain(
        "the last update that came through left version 1 of main.agents.support at 100 %",
      );
      expect(warnings()[0]).toContain("With the arguments as recorded, `pulumi up` moves it back to that.");
    }
    expect((await up(reverted)).message).toBe("");
    expect(shares()).toEqual({ [v1]: 100 });
    // No step on the way gave the version that is taken back more than it had.
    for (const each of workspace.serving.history) expect(each[v2] ?? 0).toBe(0);
    expect(endpoint().tags.has(rolloutTag)).toBe(false);
    expect(engine.state?.outputs).not.toHaveProperty("finished");
    await settled(reverted);
  });

  it(`${title}: the same commit goes on, never backwards`, async () => {
    const { up, serving: shares, workspace, endpoint, settled } = await left();
    expect((await up({ model: two, ...strict })).message).toBe("");
    expect(shares()).toEqual({ [v2]: 100 });
    const given = workspace.serving.history.map((each) => each[v2] ?? 0);
    expect(given).toEqual([...given].sort((a, b) => a - b));
    for (const share of given)
      expect(share).toBeGreaterThanOrEqual(put === 4 ? 0 : (({ ...then } as Record<string, number>)[v2] ?? 0));
    expect(endpoint().tags.has(rolloutTag)).toBe(false);
    await settled({ model: two, ...strict });
  });

  it(`${title}: a commit that moved on has the finished version as its base`, async () => {
    const { up, serving: shares, workspace } = await left();
    expect((await up({ model: three, ...strict })).message).toBe("");
    expect(shares()).toEqual({ [v3]: 100 });
    // Where the finished version is gone already, what replaced it is all there is.
    const base = put === 4 ? v2 : v1;
    for (const each of workspace.serving.history.slice(0, -1)) {
      expect(Object.keys(each).filter((key) => (each[key] ?? 0) > 0 && key !== v3)).toEqual([base]);
    }
  });

  it(`${title}: a commit that moved on and fails leaves the finished version, and says so`, async () => {
    const { up, serving: shares, ill } = await left();
    ill.add(v3);
    const { message } = await up({ model: three, ...strict });
    const version = put === 4 ? 2 : 1;
    expect(message).toMatch(
      new RegExp(`failed question 1.* It still serves version ${version} of main\\.agents\\.support\\. `),
    );
    expect(shares()).toEqual({ [version === 2 ? v2 : v1]: 100, [v3]: 0 });
  });

  it(`${title}: what is kept is what had served`, async () => {
    const { up, serving: shares } = await left({ keep: 1 });
    expect((await up({ model: three, ...strict, keep: 1 })).message).toBe("");
    expect(shares()).toEqual({ [v3]: 100, [v1]: 0 });
  });
});

it.each(table.filter(([, put]) => put === 2 || put === 3))(
  "a canary that ends %s, whose questions fail in the next run of the same commit, goes back",
  async (_step, put, when, _then, how, refresh) => {
    const { cutAt, engine, up, serving: shares, ill } = await serving();
    await cutAt(put, when, how, { model: two, ...strict });
    if (refresh) await engine.refresh();
    ill.add(v2);
    const { message } = await up({ model: two, ...strict });
    expect(message).toMatch(/It still serves version 1 of main\.agents\.support\. The version that failed is kept/);
    expect(shares()).toEqual({ [v1]: 100, [v2]: 0 });
  },
);

describe("a canary that its own checks stop", () => {
  const refusing = (share: number) => ({ gate: { command: `[ "$MLFLOW_AGENTS_SHARE" -lt ${share} ]` } });
  it.each([
    ["the gate before 10 %", refusing(10), false],
    ["the gate before 50 %", refusing(50), false],
    ["the gate before 100 %", refusing(100), true],
    ["a question", { ill: true }, false],
    ["a question, after a refresh", { ill: true }, true],
  ] as const)("leaves what was finished, with what it kept: %s", async (_what, stop, refresh) => {
    const { up, engine, serving: shares, ill, settled, workspace, warnings } = await serving({ keep: 1 });
    await up({ model: two, keep: 1 });
    if ("ill" in stop) ill.add(v3);
    const gate = "gate" in stop ? { gate: stop.gate } : {};
    const { message } = await up({ model: three, ...strict, ...gate, keep: 1 });
    expect(message).toMatch(/It still serves version 2 of main\.agents\.support\. The version that failed is kept/);
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0, [v3]: 0 });
    if (refresh) {
      await engine.refresh();
      expect(engine.state?.outputs).toMatchObject({
        state: "INTERRUPTED",
        finished: [{ version: "1" }, { version: "2" }],
      });
      expect(engine.state?.inputs.model).toMatchObject({ version: "2" });
    }
    engine.log.length = 0;
    workspace.serving.asked.length = 0;
    const reverted = { model: two, ...strict, ...gate, keep: 1 };
    expect((await up(reverted)).message).toBe("");
    expect(warnings()).toEqual([
      expect.stringContaining(refresh ? "has not come to its end" : "its last update failed"),
    ]);
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
    expect(workspace.serving.asked).toEqual([]);
    await settled(reverted);
  });

  it("takes the one that failed away where the program says so, and nothing that is kept", async () => {
    const { up, serving: shares, ill } = await serving({ keep: 1 });
    await up({ model: two, keep: 1 });
    ill.add(v3);
    await up({ model: three, ...strict, keep: 1, onFailure: "remove" });
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
  });

  it("goes back from a way back: a kept version that is tried again and fails stays kept", async () => {
    const { up, serving: shares, ill } = await serving({ keep: 1 });
    await up({ model: two, keep: 1 });
    ill.add(v1);
    expect((await up({ model: one, ...strict, keep: 1 })).message).toMatch(/It still serves version 2/);
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
    expect((await up({ model: two, ...strict, keep: 1 })).message).toBe("");
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
  });
});

describe("what was cut off beside a canary", () => {
  it("a way back to a kept version: its reverted commit moves all traffic again", async () => {
    const { up, cutAt, serving: shares, warnings } = await serving({ keep: 1 });
    await up({ model: two, keep: 1 });
    await cutAt(3, "after", "kill", { model: one, ...strict, keep: 1 });
    expect(shares()).toMatchObject({ [v2]: 50 });
    expect((await up({ model: two, ...strict, keep: 1 })).operation).toBe("update");
    expect(warnings()).toHaveLength(1);
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
  });

  it.each(["before", "after"] as const)("an update in one step, killed %s its call took effect", async (when) => {
    const { up, cutAt, serving: shares, endpoint, settled } = await serving();
    await cutAt(1, when, "kill", { model: two });
    expect((await up({ model: one })).operation).toBe("update");
    expect(shares()).toEqual({ [v1]: 100 });
    expect(endpoint().tags.has(rolloutTag)).toBe(false);
    await settled({ model: one });
  });

  it("what no answer tells, as permissions, is sent again", async () => {
    const permissions = { users: { "a@x": "CAN_MANAGE" } };
    const { up, cutAt } = await serving({ permissions });
    await cutAt(1, "after", "kill", { model: two, permissions: { users: { "a@x": "CAN_QUERY" } } });
    const { calls } = await up({ model: one, permissions });
    expect(calls.filter((call) => call.includes("/permissions/"))).toHaveLength(1);
  });

  it("a run whose endpoint takes no mark goes on, and says what the next one cannot tell", async () => {
    const { up, engine, workspace, serving: shares } = await serving();
    const answer = workspace.answer.bind(workspace);
    workspace.answer = (method, path, ...rest) =>
      path.endsWith("/tags") ? { status: 403, body: { message: "a tag policy" } } : answer(method, path, ...rest);
    expect((await up({ model: two })).message).toBe("");
    expect(shares()).toEqual({ [v2]: 100 });
    expect(engine.log).toEqual([
      expect.stringMatching(/^info: should this update be cut off, the next run cannot tell/),
    ]);
  });
});

describe("a refresh", () => {
  it("says what was cut off, and its read serves the difference too", async () => {
    const { engine, cutAt, workspace, warnings } = await serving();
    await cutAt(3, "after", "kill", { model: two, ...strict });
    const { id = "", outputs = {}, inputs = {} } = engine.state ?? {};
    const handlers = engine.handlers();
    workspace.calls.length = 0;
    const read = await handlers.read(id, outputs);
    expect(warnings()).toEqual([expect.stringMatching(/to main-agents-support_2, has not come to its end/)]);
    expect(await handlers.diff(id, read.props ?? {}, inputs)).toEqual({ changes: true });
    expect(workspace.calls.filter((call) => call === `GET /api/2.0/serving-endpoints/${name}`)).toHaveLength(1);
  });
});

describe("what somebody else changed", () => {
  const byHand = ({ active }: ReturnType<Awaited<ReturnType<typeof serving>>["endpoint"]>) => {
    if (active === undefined) throw new Error("nothing runs");
    active.routes = [
      { served_entity_name: v2, traffic_percentage: 0 },
      { served_entity_name: v1, traffic_percentage: 100 },
    ];
  };

  it("is said and left, until a refresh took it into the state", async () => {
    const { up, engine, endpoint, serving: shares, warnings } = await serving({ keep: 1 });
    const args = { model: two, keep: 1 };
    await up(args);
    byHand(endpoint());
    engine.log.length = 0;
    expect(await engine.preview(args)).toMatchObject({ operation: "same" });
    expect(await up(args)).toMatchObject({ operation: "same", calls: [] });
    const said = expect.stringMatching(
      /the endpoint runs something else than the last update of this stack left there \(now: version 1 of main\.agents\.support at 100 %; then: version 2 of main\.agents\.support at 100 %\)\. It was changed outside of this stack\. This run leaves it so; `pulumi refresh` shows it as drift/,
    );
    expect(warnings()).toEqual([said, said]);
    await engine.refresh();
    expect((await up(args)).operation).toBe("update");
    expect(shares()).toEqual({ [v2]: 100, [v1]: 0 });
  });

  it("of what no mark tells, tags and description, is said as well: it may be an update that was killed", async () => {
    const { up, engine, endpoint, warnings } = await serving({});
    const args = { model: two, tags: { team: "a" }, description: "one" };
    await up(args);
    endpoint()?.tags.set("team", "b");
    engine.log.length = 0;
    expect(await engine.preview(args)).toMatchObject({ operation: "same" });
    expect(warnings()).toEqual([
      expect.stringMatching(
        /`tags`: not as the last update that came through left it\. .*`pulumi refresh` shows it as drift/,
      ),
    ]);
    await engine.refresh();
    engine.log.length = 0;
    expect((await up(args)).operation).toBe("update");
    expect(endpoint()?.tags.get("team")).toBe("a");
    await engine.preview(args);
    expect(warnings()).toEqual([]);
  });

  it("is where a rollout begins: the traffic does not go through what the state says", async () => {
    const { up, endpoint, ill, serving: shares, workspace } = await serving({ keep: 1 });
    await up({ model: two, keep: 1 });
    byHand(endpoint());
    ill.add(v3);
    workspace.serving.history.length = 0;
    expect((await up({ model: three, ...strict, keep: 1 })).message).toMatch(/It still serves version 1/);
    expect(workspace.serving.history).toEqual([{ [v1]: 100, [v2]: 0, [v3]: 0 }]);
    expect(shares()).toEqual({ [v1]: 100, [v2]: 0, [v3]: 0 });
  });

  it("is not claimed where nothing could be seen, nor where it is gone", async () => {
    const { engine, workspace, warnings } = await serving();
    const answer = workspace.answer.bind(workspace);
    const fail = (status: number, body: Record<string, unknown>) => {
      workspace.answer = (method, path, ...rest) =>
        method === "GET" && path.endsWith(name) ? { status, body } : answer(method, path, ...rest);
    };
    engine.log.length = 0;
    fail(403, { message: "no" });
    expect(await engine.preview({ model: one })).toMatchObject({ operation: "same" });
    expect(warnings()).toEqual([expect.stringMatching(/whether an earlier run was cut off was not looked at: .*403/)]);
    engine.log.length = 0;
    fail(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "gone" });
    expect(await engine.preview({ model: one })).toMatchObject({ operation: "same" });
    expect(warnings()).toEqual([expect.stringMatching(/the endpoint "agents_main-agents-support" is not there/)]);
  });
});
