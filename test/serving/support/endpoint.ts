import { expect, vi } from "vitest";
import { servingEndpoint } from "../../../provider/resources/servingEndpoint/resource.js";
import { FakeWorkspace } from "../../support/fakeWorkspace.js";
import type { Declaration } from "../../unit/provider/support/engine.js";
import { stackOf } from "../../unit/provider/support/stack.js";

/** Two versions of one model, and the endpoint that serves them where the program does not name it. */
export const one = "models:/main.agents.support/1";
export const two = "models:/main.agents.support/2";
export const three = "models:/main.agents.support/3";
export const name = "agents_main-agents-support";

/** The calls of an update of what the endpoint runs: it is marked while it lasts, for the case that it is cut off. */
export function rolled(endpoint = name): string[] {
  const at = `/api/2.0/serving-endpoints/${endpoint}`;
  return [`PATCH ${at}/tags`, `PUT ${at}/config`, `PATCH ${at}/tags`];
}

/** Timers fire as soon as nothing else is going on. For `beforeEach`. */
export function noWaiting(): () => void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.setTimerTickMode("nextTimerAsync");
  return () => {
    vi.useRealTimers();
  };
}

/** A program with one endpoint, in a workspace in memory. */
export function world(declaration: Declaration = {}, shared = new FakeWorkspace()) {
  const { engine, workspace } = stackOf(servingEndpoint, declaration, shared);
  const endpoint = (called = name) => {
    const found = workspace.serving.endpoints.get(called);
    if (found === undefined) throw new Error("there is no endpoint");
    return found;
  };
  /** A run, the calls it made that change something, and their bodies. */
  const up = async (args: Record<string, unknown>) => {
    const before = workspace.calls.length;
    workspace.serving.bodies.length = 0;
    const outcome = await engine.up(args);
    const calls = workspace.calls.slice(before).filter((call) => !call.startsWith("GET"));
    return { ...outcome, calls, bodies: workspace.serving.bodies.map(([, body]) => body) };
  };
  /** Nothing to do, before and after a refresh. */
  const settled = async (args: Record<string, unknown>) => {
    expect(await engine.preview(args)).toMatchObject({ operation: "same", changed: [] });
    expect(await engine.refresh()).toMatchObject({ message: "" });
    expect(await engine.preview(args)).toMatchObject({ operation: "same", changed: [] });
  };
  /** Served entities, and their shares. */
  const serving = (called = name) => {
    const { active } = endpoint(called);
    return Object.fromEntries(
      (active?.entities ?? []).map((entity) => [
        entity.name,
        active?.routes.find((route) => route.served_entity_name === entity.name)?.traffic_percentage ?? 0,
      ]),
    );
  };
  return { engine, workspace, endpoint, up, settled, serving };
}
