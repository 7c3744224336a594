import { beforeEach, describe, expect, it } from "vitest";
import { noWaiting, one, world } from "../../../test/serving/support/endpoint.js";

beforeEach(noWaiting);

const me = "me@fake.example.com";
const robot = "3f2b8c1a-9d4e-4f6a-8b7c-1e2d3f4a5b6c";
const path = "/api/2.0/permissions/serving-endpoints/e-1";

function permitted() {
  const made = world();
  made.workspace.directory.servicePrincipals.push(["robot", robot]);
  const grants = () =>
    Object.fromEntries(
      (made.workspace.serving.grants.get("e-1") ?? []).map(({ permission_level, ...who }) => [
        Object.values(who)[0],
        permission_level,
      ]),
    );
  const up = (permissions: Record<string, unknown> | undefined) =>
    made.up({ model: one, ...(permissions === undefined ? {} : { permissions }) });
  return { ...made, grants, up, settled: (permissions: object) => made.settled({ model: one, permissions }) };
}

describe("permissions, additive", () => {
  it("are given by name, with one call, and nothing of others is touched", async () => {
    const { up, grants, settled, workspace } = permitted();
    workspace.serving.grants.set("e-1", [
      { user_name: me, permission_level: "CAN_MANAGE" },
      { group_name: "theirs", permission_level: "CAN_VIEW" },
    ]);
    const permissions = {
      users: { "a@x": "CAN_MANAGE" },
      groups: { users: "CAN_QUERY" },
      servicePrincipals: { robot: "CAN_QUERY" },
    };
    const { message, calls } = await up(permissions);
    expect({ message, calls }).toEqual({ message: "", calls: ["POST /api/2.0/serving-endpoints", `PATCH ${path}`] });
    expect(grants()).toEqual({
      [me]: "CAN_MANAGE",
      theirs: "CAN_VIEW",
      "a@x": "CAN_MANAGE",
      users: "CAN_QUERY",
      [robot]: "CAN_QUERY",
    });
    await settled(permissions);
  });

  it("are taken from whom the program no longer names, and only from them", async () => {
    const { up, grants, settled, workspace } = permitted();
    await up({ users: { "a@x": "CAN_QUERY", "b@x": "CAN_QUERY" } });
    workspace.serving.grants.get("e-1")?.push({ group_name: "theirs", permission_level: "CAN_VIEW" });
    const { calls } = await up({ users: { "b@x": "CAN_VIEW" } });
    expect(calls).toEqual([`PUT ${path}`]);
    expect(grants()).toEqual({ [me]: "CAN_MANAGE", "b@x": "CAN_VIEW", theirs: "CAN_VIEW" });
    await settled({ users: { "b@x": "CAN_VIEW" } });
    await up(undefined);
    expect(grants()).toEqual({ [me]: "CAN_MANAGE", theirs: "CAN_VIEW" });
  });

  it("that are changed elsewhere show in a refresh, and are set right", async () => {
    const { up, engine, grants, workspace } = permitted();
    const permissions = { groups: { users: "CAN_QUERY" }, servicePrincipals: { robot: "CAN_QUERY" } };
    await up(permissions);
    workspace.serving.grants.set("e-1", [
      { user_name: me, permission_level: "CAN_MANAGE" },
      { group_name: "users", permission_level: "CAN_MANAGE" },
    ]);
    await engine.refresh();
    expect(engine.state?.inputs.permissions).toEqual({ groups: { users: "CAN_MANAGE" }, servicePrincipals: {} });
    expect((await engine.preview({ model: one, permissions })).changed).toEqual(["permissions"]);
    await up(permissions);
    expect(grants()).toMatchObject({ users: "CAN_QUERY", [robot]: "CAN_QUERY" });
  });
});

describe("permissions, authoritative", () => {
  const permissions = { groups: { users: "CAN_QUERY" }, mode: "authoritative" };

  it("take what nobody declared, and whoever runs this keeps CAN_MANAGE", async () => {
    const { up, grants, settled, workspace } = permitted();
    workspace.serving.grants.set("e-1", [{ group_name: "theirs", permission_level: "CAN_MANAGE" }]);
    const { calls } = await up(permissions);
    expect(calls).toContain(`PUT ${path}`);
    expect(grants()).toEqual({ [me]: "CAN_MANAGE", users: "CAN_QUERY" });
    await settled(permissions);
  });

  it("show what others add as drift, and take it", async () => {
    const { up, engine, grants, settled, workspace } = permitted();
    await up(permissions);
    workspace.serving.grants.get("e-1")?.push({ user_name: "z@x", permission_level: "CAN_MANAGE" });
    await engine.refresh();
    expect(engine.state?.inputs.permissions).toMatchObject({ users: { "z@x": "CAN_MANAGE" } });
    await up(permissions);
    expect(grants()).toEqual({ [me]: "CAN_MANAGE", users: "CAN_QUERY" });
    await settled(permissions);
  });
});

describe("whoever runs this", () => {
  it.each(["additive", "authoritative"])("cannot lock themselves out by naming themselves (%s)", async (mode) => {
    const { up, grants, engine, settled, workspace } = permitted();
    workspace.serving.grants.set("e-1", [{ user_name: me, permission_level: "CAN_MANAGE" }]);
    const permissions = { users: { [me]: "CAN_VIEW" }, mode };
    await up(permissions);
    expect(grants()).toEqual({ [me]: "CAN_MANAGE" });
    expect(engine.log).toEqual([expect.stringMatching(/you \(me@fake\.example\.com\) keep CAN_MANAGE/)]);
    await settled(permissions);
  });
});

describe("a service principal, in a preview", () => {
  const args = (name: string) => ({ model: one, permissions: { servicePrincipals: { [name]: "CAN_QUERY" } } });

  it("that nobody has is a warning, because the program may be about to make it", async () => {
    const { engine } = permitted();
    expect((await engine.check(args("no-body"), true)).failures).toEqual([]);
    expect(engine.log).toEqual([
      expect.stringMatching(
        /^warning: permissions\.servicePrincipals\["no-body"\]: there is no service principal of this name/,
      ),
    ]);
  });

  it("whose name two have is an error before anything is changed", async () => {
    const { engine, workspace } = permitted();
    workspace.directory.servicePrincipals.push(["robot", "other-id"]);
    expect((await engine.check(args("robot"), true)).failures).toEqual([
      expect.stringMatching(/^permissions\.servicePrincipals\.robot: 2 service principals have this name/),
    ]);
  });

  it("that one has, is named by its id, or was looked up before, is fine and costs one call at most", async () => {
    const { engine, up, workspace } = permitted();
    const lookUps = () => workspace.calls.filter((call) => call.includes("ServicePrincipals")).length;
    expect((await engine.check(args(robot), true)).failures).toEqual([]);
    expect(lookUps()).toBe(0);
    expect((await engine.check(args("robot"), true)).failures).toEqual([]);
    expect(lookUps()).toBe(1);
    await up({ servicePrincipals: { robot: "CAN_QUERY" } });
    const before = lookUps();
    await engine.check({ ...args("robot"), name: engine.state?.inputs.name }, true);
    expect(lookUps()).toBe(before);
    expect(engine.log).toEqual([]);
  });

  it("that the caller may not look for is left to the run", async () => {
    const { engine, workspace } = permitted();
    const answer = workspace.answer.bind(workspace);
    workspace.answer = (method, at, ...rest) =>
      at.includes("scim") ? { status: 403, body: { detail: "no" } } : answer(method, at, ...rest);
    expect((await engine.check(args("no-body"), true)).failures).toEqual([]);
    expect(engine.log).toEqual([]);
  });
});

describe("a service principal", () => {
  it("that nobody has is an error with the path of the argument, before the endpoint is made", async () => {
    const { up, engine } = permitted();
    const { message } = await up({ servicePrincipals: { "no-body": "CAN_QUERY" } });
    expect(engine.state).toBeUndefined();
    expect(message).toMatch(/^permissions\.servicePrincipals\["no-body"\]: there is no service principal of this name/);
  });

  it("whose name two have is not guessed", async () => {
    const { up, workspace } = permitted();
    workspace.directory.servicePrincipals.push(["robot", "other-id"]);
    expect((await up({ servicePrincipals: { robot: "CAN_QUERY" } })).message).toMatch(/2 service principals have/);
  });

  it("may be given by its application id", async () => {
    const { up, grants, settled } = permitted();
    await up({ servicePrincipals: { [robot]: "CAN_QUERY" } });
    expect(grants()).toMatchObject({ [robot]: "CAN_QUERY" });
    await settled({ servicePrincipals: { [robot]: "CAN_QUERY" } });
  });
});

describe("users whose addresses come back in lower case", () => {
  it.each([undefined, "authoritative"])("are no drift (mode %s)", async (mode) => {
    const { up, engine, workspace } = permitted();
    const permissions = { users: { "Ada@X.org": "CAN_QUERY" }, ...(mode === undefined ? {} : { mode }) };
    await up(permissions);
    for (const grant of workspace.serving.grants.get("e-1") ?? []) {
      if (grant.user_name !== undefined) grant.user_name = grant.user_name.toLowerCase();
    }
    await engine.refresh();
    expect(engine.state?.inputs.permissions).toEqual(permissions);
  });
});

describe("a refresh", () => {
  it("reads the endpoint once, and its permissions once where the program declares some", async () => {
    const { up, engine, workspace } = permitted();
    const reads = async () => {
      const before = workspace.calls.length;
      await engine.refresh();
      return workspace.calls.slice(before);
    };
    await up(undefined);
    expect(await reads()).toHaveLength(1);
    await up({ groups: { users: "CAN_QUERY" }, servicePrincipals: { robot: "CAN_VIEW" } });
    expect(await reads()).toEqual([expect.stringMatching(/^GET .*serving-endpoints/), `GET ${path}`]);
  });
});
