import { describe, expect, it } from "vitest";
import { checkAccess } from "../../../workspace/auth/access.js";
import { scopesFor } from "../../../workspace/auth/apiScopes.js";
import { mayUse } from "../../../workspace/auth/mayUse.js";
import { narrowed } from "../../../workspace/auth/narrowed.js";
import { type Principal, resourceKinds, type ServedAgent } from "../../../workspace/auth/principal.js";
import { Usage } from "../../../workspace/auth/usage.js";
import { ApiError } from "../../../workspace/errors.js";
import type { UserFixture } from "../../../workspace/fixtures/users.js";
import type { Call } from "../../../workspace/http/route.js";
import { Query } from "../../../workspace/http/target.js";

const agent: ServedAgent = {
  endpoint: "support",
  entity: "support-1",
  model: "main.agents.support",
  version: "1",
  resources: [],
  userResources: [],
};

function callOf(caller: Principal | undefined, path = "/x", users: UserFixture[] = []): Call {
  const services = { usage: new Usage(), fixtures: { users } };
  const request = { headers: {} };
  // Only what these functions look at.
  return { caller, path, query: new Query(""), services, request } as unknown as Call;
}

function refusal(call: Call, kind: (typeof resourceKinds)[number], name: string): ApiError | undefined {
  try {
    mayUse(call, kind, name);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) {
      return error;
    }
    throw error;
  }
}

describe.each(resourceKinds)("a served agent and a %s", (kind) => {
  const name = "main.kb.thing";
  const served = (more: Partial<ServedAgent>): Principal => ({
    kind: "agent",
    name: "support/support-1",
    agent: { ...agent, ...more },
  });

  it("may use what it declares and nothing else of the kind", () => {
    const call = callOf(served({ resources: [{ kind, name }] }));
    expect(refusal(call, kind, name)).toBeUndefined();
    const refused = refusal(call, kind, "main.kb.other");
    expect(refused).toMatchObject({ status: 403, errorCode: "PERMISSION_DENIED" });
    expect(refused?.message).toContain("'main.kb.other'");
    expect(refused?.message).toMatch(/Add \w+\("main\.kb\.other"\) to the systemResources/);
    expect(call.services.usage.since(0)).toMatchObject([
      { endpoint: "support", kind, name, allowed: true, onBehalfOfUser: false },
      { endpoint: "support", kind, name: "main.kb.other", allowed: false, reason: refused?.message },
    ]);
  });

  it("may not use a thing of another kind with the same name", () => {
    const others = resourceKinds.filter((other) => other !== kind).map((other) => ({ kind: other, name }));
    expect(refusal(callOf(served({ resources: others })), kind, name)?.status).toBe(403);
  });

  it("may not use with its own credential what it declares on behalf of the user", () => {
    const refused = refusal(callOf(served({ userResources: [{ kind, name }] })), kind, name);
    expect(refused?.message).toContain("on behalf of the user");
  });
});

describe("names", () => {
  it("of what Unity Catalog holds do not distinguish upper and lower case, others do", () => {
    const resources = [
      { kind: "table", name: "Main.Sales.Orders" },
      { kind: "serving_endpoint", name: "Chat" },
    ];
    const call = callOf({ kind: "agent", name: "support/support-1", agent: { ...agent, resources } });
    expect(refusal(call, "table", "main.sales.orders")).toBeUndefined();
    expect(refusal(call, "serving_endpoint", "chat")?.status).toBe(403);
  });
});

describe("a token on behalf of a user", () => {
  const genie = "/api/2.0/genie/spaces/01ef/start-conversation";
  const onBehalf = (scopes: string[]): Principal => ({ kind: "onBehalfOfUser", name: "ann", agent, scopes });

  it.each([
    ["dashboards.genie", true],
    ["genie", true],
    ["sql", false],
    ["mcp.genie", false],
  ])("with %s opens Genie: %s", (scope, open) => {
    const call = callOf(onBehalf([scope]), genie);
    const refused = refusal(call, "genie_space", "01ef");
    expect(refused === undefined).toBe(open);
    if (!open) {
      expect(refused?.message).toMatch(/scopes that the model declares \(.+\)\. Add 'dashboards\.genie' or 'genie'/);
    }
    expect(call.services.usage.since(0)).toMatchObject([{ allowed: open, onBehalfOfUser: true, user: "ann" }]);
  });

  it("is refused by the front already, and that is kept, too", () => {
    const usage = new Usage();
    const route = { service: "Genie", method: "POST", path: genie, access: "agent", handle: () => ({}) } as const;
    const asked = (scope: string, path: string) => ({
      caller: onBehalf([scope]),
      path,
      params: {},
      query: new Query(""),
    });
    expect(() => checkAccess(asked("genie", genie), route, usage)).not.toThrow();
    expect(() => checkAccess(asked("sql", genie), route, usage)).toThrow(
      /may not use the Genie space '01ef' on behalf of/,
    );
    expect(() => checkAccess(asked("sql", "/api/2.0/secrets/get"), route, usage)).toThrow(
      /No scope of user authorization opens it/,
    );
    expect(usage.since(0)).toMatchObject([
      { kind: "genie_space", name: "01ef", allowed: false, user: "ann" },
      { kind: "api", name: "/api/2.0/secrets/get", allowed: false },
    ]);
  });

  it("has the user's own rights", () => {
    const users = [{ name: "ann", grants: { genieSpace: ["01aa"] } }, { name: "ben" }];
    const ann = callOf(onBehalf(["dashboards.genie"]), genie, users);
    expect(refusal(ann, "genie_space", "01ef")?.message).toContain("User ann may not use the Genie space '01ef'");
    expect(refusal(ann, "genie_space", "01aa")).toBeUndefined();
    expect(refusal(callOf({ kind: "user", name: "ben" }, genie, users), "genie_space", "01ef")).toBeUndefined();
    expect(refusal(callOf({ kind: "user", name: "ann" }, genie, users), "genie_space", "01ef")?.status).toBe(403);
  });

  it("opens no route that no scope opens", () => {
    expect(scopesFor("/api/2.0/secrets/get")).toEqual([]);
    expect(scopesFor("/api/2.0/genies")).toEqual([]);
    expect(scopesFor("/serving-endpoints/chat/invocations")).toContain("serving.serving-endpoints");
    expect(scopesFor("/api/2.0/mcp/genie/01ef")).toEqual(["mcp.genie"]);
  });

  it("never has more scopes than whoever passes it on, nor than they chose", () => {
    const served = { agent, userApiScopes: ["a", "b", "c"] };
    expect(narrowed(callOf({ kind: "user", name: "ann" }), served)).toMatchObject({
      kind: "onBehalfOfUser",
      name: "ann",
      scopes: ["a", "b", "c"],
    });
    expect(narrowed(callOf(onBehalf(["b", "d"])), served)).toMatchObject({ name: "ann", scopes: ["b"] });
    const choosing = callOf({ kind: "user", name: "ann" });
    choosing.request.headers["x-mlflow-agents-user-scopes"] = "c, d";
    expect(narrowed(choosing, served)).toMatchObject({ scopes: ["c"] });
    expect(narrowed(callOf({ kind: "user", name: "ann" }), { agent, userApiScopes: undefined })).toBeUndefined();
  });
});

describe("the usage", () => {
  it("keeps the last decisions", () => {
    const usage = new Usage(10);
    const entry = { time: 1, agent: "m", endpoint: "e", entity: "e-1", kind: "table", onBehalfOfUser: false };
    for (let number = 1; number <= 30; number++) {
      usage.add({ ...entry, name: `t${number}`, allowed: true });
    }
    expect(usage.last).toBe(30);
    expect(usage.since(0).length).toBeLessThanOrEqual(12);
    expect(usage.since(28).map(({ name }) => name)).toEqual(["t29", "t30"]);
  });
});
