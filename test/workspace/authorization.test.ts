import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, client, type Response, type TestWorkspace, testWorkspace, until } from "./harness.js";

const chat = "databricks-claude-sonnet-4";
const other = "databricks-meta-llama-3-3-70b-instruct";
const version = (number: string): string => `main.agents.authorized version ${number}`;
let workspace: TestWorkspace;
let ann: string;
let ben: string;

beforeAll(async () => {
  workspace = await testWorkspace({
    fixtures: {
      users: [
        { name: "ann@localhost" },
        { name: "ben@localhost", grants: { servingEndpoint: [chat, "for-user", "as-itself"] } },
      ],
    },
  });
  expect(await client(workspace, "register_authorized.py", join(__dirname, "clients", "authorized.py"))).toEqual([
    "1",
    "2",
  ]);
  const { users } = (await call(workspace, "GET", "/_local/users")).json;
  expect(users.map(({ name }: { name: string }) => name)).toEqual([
    "developer@localhost",
    "ann@localhost",
    "ben@localhost",
  ]);
  [, ann, ben] = users.map(({ token }: { token: string }) => token);
  for (const [name, entity_version] of [
    ["for-user", "1"],
    ["as-itself", "2"],
  ]) {
    const config = {
      served_entities: [
        { entity_name: "main.agents.authorized", entity_version, workload_size: "Small", scale_to_zero_enabled: false },
      ],
    };
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name, config });
  }
  for (const name of ["for-user", "as-itself"]) {
    const ready = await until(
      () => call(workspace, "GET", `/api/2.0/serving-endpoints/${name}`),
      (answer) => answer.json.state.config_update !== "IN_PROGRESS",
    );
    expect(ready.json.state.ready).toBe("READY");
  }
});
afterAll(() => workspace?.dispose());

const ask = (endpoint: string, token: string, inputs: Record<string, unknown>, stream = false): Promise<Response> =>
  call(
    workspace,
    "POST",
    `/serving-endpoints/${endpoint}/invocations`,
    { input: [{ role: "user", content: "x" }], custom_inputs: inputs, ...(stream ? { stream } : {}) },
    token,
  );
const textOf = (answer: Response): string => answer.json?.output?.[0].content[0].text ?? answer.text;
const usage = async (): Promise<Record<string, unknown>[]> =>
  (await call(workspace, "GET", "/_local/usage")).json.entries;

describe("users of the fixtures", () => {
  it("have a token of their own each, kept where nobody else can read it", async () => {
    const me = await call(workspace, "GET", "/api/2.0/preview/scim/v2/Me", undefined, ann);
    expect(me.json.userName).toBe("ann@localhost");
    expect(statSync(join(workspace.data, "workspace", "credentials.json")).mode & 0o777).toBe(0o600);
    const others = await call(workspace, "GET", "/_local/users", undefined, ann);
    expect([others.status, others.json.error_code]).toEqual([403, "PERMISSION_DENIED"]);
  });

  it("may use what their grants name of a kind", async () => {
    const path = `/serving-endpoints/${other}/invocations`;
    const messages = [{ role: "user", content: "hello" }];
    expect((await call(workspace, "POST", path, { messages }, ann)).status).toBe(200);
    const refused = await call(workspace, "POST", path, { messages }, ben);
    expect([refused.status, refused.json.error_code]).toEqual([403, "PERMISSION_DENIED"]);
    expect(refused.json.message).toContain(`the serving endpoint '${other}'`);
  });
});

describe("an agent with user authorization", () => {
  it("is shown with the scopes that its endpoint grants", async () => {
    const shown = (await call(workspace, "GET", "/api/2.0/serving-endpoints/for-user")).json;
    expect(shown.auth_policy).toEqual({
      user_auth_policy: { api_scopes: ["iam.current-user:read", "serving.serving-endpoints"] },
    });
    const without = (await call(workspace, "GET", "/api/2.0/serving-endpoints/as-itself")).json;
    expect(without.auth_policy).toBeUndefined();
  });

  it("acts as whoever asked, from threads, pools and event loops, whatever else it answers meanwhile", async () => {
    const asked = Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? ann : ben));
    const answers = await Promise.all(asked.map((token) => ask("for-user", token, { do: "everywhere" })));
    const expected = asked.map((token) => (token === ann ? "1 ann@localhost" : "1 ben@localhost"));
    expect(answers.map(textOf)).toEqual(expected);
  });

  it("does so while it streams", async () => {
    const asked = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? ann : ben));
    const answers = await Promise.all(asked.map((token) => ask("for-user", token, {}, true)));
    for (const [index, answer] of answers.entries()) {
      const deltas = [...answer.text.matchAll(/"delta": "(\S+) "/g)].map((match) => match[1]);
      expect(deltas).toEqual(Array(5).fill(asked[index] === ann ? "ann@localhost" : "ben@localhost"));
    }
  });

  it("has a token that is good for the granted scopes, and void after the answer", async () => {
    const token = textOf(await ask("for-user", ann, { do: "token" }));
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect((await call(workspace, "GET", "/api/2.0/preview/scim/v2/Me", undefined, token)).status).toBe(401);
    const models = { do: "call as agent", path: "/api/2.1/unity-catalog/catalogs" };
    expect(textOf(await ask("for-user", ann, models))).toContain("may not call GET /api/2.1/unity-catalog/catalogs");
  });

  it("uses with the user's rights what it may not use with its own", async () => {
    const asAnn = await ask("for-user", ann, { do: "query", name: other });
    expect(textOf(asAnn)).toContain(`stand-in for ${other}`);
    const asBen = await ask("for-user", ben, { do: "query", name: other });
    expect(textOf(asBen)).toContain(`User ben@localhost may not use the serving endpoint '${other}'`);
    const asItself = await ask("for-user", ann, { do: "query as agent", name: other });
    expect(textOf(asItself)).toContain("its model declares it on behalf of the user");
    const common = { agent: version("1"), endpoint: "for-user", entity: "authorized-1", kind: "serving_endpoint" };
    expect((await usage()).filter(({ name }) => name === other).slice(-3)).toEqual([
      expect.objectContaining({ ...common, onBehalfOfUser: true, allowed: true, user: "ann@localhost" }),
      expect.objectContaining({ ...common, onBehalfOfUser: true, allowed: false, user: "ben@localhost" }),
      expect.objectContaining({ ...common, onBehalfOfUser: false, allowed: false }),
    ]);
  });
});

describe("an endpoint whose next version has no user authorization", () => {
  it("grants no scopes any more, once that serves", async () => {
    const path = "/api/2.0/serving-endpoints/for-user";
    const [served] = (await call(workspace, "GET", path)).json.config.served_entities;
    const config = { served_entities: [{ ...served, entity_version: "2", name: "authorized-2" }] };
    const updating = (await call(workspace, "PUT", `${path}/config`, config)).json;
    expect(updating.auth_policy.user_auth_policy.api_scopes).toContain("serving.serving-endpoints");
    const ready = await until(
      () => call(workspace, "GET", path),
      (answer) => answer.json.state.config_update !== "IN_PROGRESS",
    );
    expect(ready.json.auth_policy).toBeUndefined();
    expect(textOf(await ask("for-user", ann, { do: "token" }))).toBe("None");
  });
});

describe("an agent without user authorization", () => {
  it("has no token of the user: the client's own error says so", async () => {
    expect(textOf(await ask("as-itself", ann, { do: "token" }))).toBe("None");
    const answer = await ask("as-itself", ann, { do: "query", name: chat });
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain("Unable to authenticate using user_credentials");
  });

  it("may use what it declares, read itself, and nothing else", async () => {
    expect(textOf(await ask("as-itself", ben, { do: "query as agent", name: chat }))).toContain("stand-in");
    const refused = textOf(await ask("as-itself", ann, { do: "query as agent", name: other }));
    expect(refused).toContain(`may not use the serving endpoint '${other}': its model does not declare it`);
    expect(refused).toContain(`servingEndpoint(\\"${other}\\")`);
    const call = async (path: string): Promise<string> =>
      textOf(await ask("as-itself", ann, { do: "call as agent", path }));
    expect(await call("/api/2.0/preview/scim/v2/Me")).toContain("as-itself/authorized-2");
    expect(await call("/api/2.1/unity-catalog/models/main.agents.authorized/versions/2")).toContain("READY");
    expect(await call("/api/2.0/fs/directories/Models/main/agents/authorized/2")).toContain("MLmodel");
    for (const path of [
      "/api/2.1/unity-catalog/models/main.agents.authorized/versions/1",
      "/api/2.1/unity-catalog/models/main.agents.authorized/versions/2/../1",
      "/api/2.0/fs/directories/Models/main/agents/authorized/1",
      "/api/2.0/fs/directories/Models/main/agents/authorized",
      "/api/2.0/mlflow/experiments/search",
      "/api/2.0/serving-endpoints",
      "/_local/users",
      "/_local/usage",
    ]) {
      expect(await call(path)).toContain("PermissionDenied");
    }
  });
});
