import { beforeEach, describe, expect, it, vi } from "vitest";
import { type FaultKind, faultKinds } from "../support/fakeWorkspace.js";
import { type Scenario, scenarios, type World } from "./scenarios.js";

// A waiting loop takes no time: a timer fires as soon as nothing else is going on.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => vi.useRealTimers();
});

/** The kinds that differ most; `MLFLOW_AGENTS_FAULTS=all`, as in `npm test`, tries every one. */
const quick: readonly FaultKind[] = ["kill-after", "drop-after", "500-before", "503-after", "cancel", "stale"];
const kinds = process.env.MLFLOW_AGENTS_FAULTS === "all" ? faultKinds : quick;

const run = (world: World, args: Record<string, unknown> | undefined) =>
  args === undefined ? world.engine.destroy() : world.engine.up(args);

/** What is left in the workspace and in the state. */
function left({ workspace, engine }: World) {
  const { id, inputs, outputs, initErrors } = engine.state ?? {};
  const all = { remote: workspace.snapshot(), state: { id, inputs, outputs, initErrors } };
  // Owner ids are made anew with each creation. What counts is that the objects carry the one that the state holds.
  const text = JSON.stringify(all).replaceAll(String(outputs?.__owner ?? "none"), "<this owner>");
  return JSON.parse(text.replace(/\b[0-9a-f]{8}-[0-9a-z]{15}\b/g, "<another owner>"));
}

/** The run without a disturbance: what every other one has to come to. */
async function undisturbed(scenario: Scenario) {
  const world = await scenario.prepare();
  const before = world.workspace.calls.length;
  const outcome = await run(world, world.args);
  expect(outcome.message).toBe("");
  const calls = world.workspace.calls.slice(before);
  return { calls, end: left(world) };
}

/** A run that meets `kind` at its call `at`, then runs without. */
async function disturbed(scenario: Scenario, at: number, kind: FaultKind) {
  const world = await scenario.prepare();
  world.workspace.plant(at, kind);
  const first = await run(world, world.args);
  expect(world.workspace.revive(), `there is no call ${at}`).toBe(true);
  // What is read may lag behind: nothing is taken for gone by that.
  if (kind === "stale") await world.engine.refresh();
  if (kind === "stale" && world.args !== undefined) expect(world.engine.state, "dropped by a refresh").toBeDefined();
  // A run that came through, as provider/http repeats what it may, has nothing left to do.
  for (let again = 0; again < 2; again++) {
    const { operation, message } = await run(world, world.args);
    expect({ operation, message }).toMatchObject({ message: "" });
    expect(operation).not.toBe("refused");
    if (again > 0 && world.args !== undefined) expect(operation).toBe("same");
  }
  expect(world.workspace.serving.outages).toEqual([]);
  return { first, end: left(world) };
}

describe.each(scenarios)("$name, disturbed at any call", (scenario) => {
  let goal: Awaited<ReturnType<typeof undisturbed>> | undefined;
  it.each(kinds)("converges after %s", { timeout: 60_000 }, async (kind) => {
    goal ??= await undisturbed(scenario);
    const { calls, end } = goal;
    expect(calls.length).toBeGreaterThan(0);
    for (let at = 1; at <= calls.length; at++) {
      const where = `${kind} at call ${at} of ${calls.length}, ${calls[at - 1]}`;
      const result = await disturbed(scenario, at, kind).catch((cause: Error) => {
        throw new Error(`${where}: ${cause.message}`, { cause });
      });
      expect(result.end, where).toEqual(end);
    }
  });
});
