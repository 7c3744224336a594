import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorkspace, type Workspace } from "../../workspace/index.js";
import { call, type Response, type TestWorkspace, testWorkspace } from "./harness.js";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await testWorkspace({ fixtures: { secrets: { scope: { key: "value" } } } });
});
afterAll(() => workspace?.dispose());

const uc = "/api/2.1/unity-catalog";
const secrets = "/api/2.0/secrets";
const ask = (...[method, path, body]: [Parameters<typeof call>[1], string, unknown?]): Promise<Response> =>
  call(workspace, method, path, body);
const told = (answer: Response): unknown[] => [answer.status, answer.json?.error_code];

describe("catalogs and schemas", () => {
  it("are made, and models then find their place", async () => {
    const model = { catalog_name: "shop", schema_name: "agents", name: "support" };
    expect(told(await ask("POST", `${uc}/models`, model))).toEqual([404, "CATALOG_DOES_NOT_EXIST"]);
    expect((await ask("POST", `${uc}/catalogs`, { name: "Shop", comment: "c" })).json).toMatchObject({
      name: "shop",
      comment: "c",
      owner: "developer@localhost",
    });
    expect(told(await ask("POST", `${uc}/models`, model))).toEqual([404, "SCHEMA_DOES_NOT_EXIST"]);
    const schema = { catalog_name: "shop", name: "agents" };
    expect((await ask("POST", `${uc}/schemas`, schema)).json.full_name).toBe("shop.agents");
    expect(told(await ask("POST", `${uc}/schemas`, schema))).toEqual([400, "SCHEMA_ALREADY_EXISTS"]);
    expect((await ask("POST", `${uc}/models`, model)).status).toBe(200);
    expect((await ask("GET", `${uc}/schemas?catalog_name=SHOP`)).json.schemas).toHaveLength(2);
    expect((await ask("PATCH", `${uc}/schemas/shop.agents`, { comment: "new" })).json.comment).toBe("new");
  });

  it("are deleted only when nothing is in them", async () => {
    expect(told(await ask("DELETE", `${uc}/schemas/shop.agents`))).toEqual([400, "INVALID_STATE"]);
    expect(told(await ask("DELETE", `${uc}/catalogs/shop`))).toEqual([400, "INVALID_STATE"]);
    await ask("DELETE", `${uc}/models/shop.agents.support`);
    expect((await ask("DELETE", `${uc}/schemas/shop.agents`)).status).toBe(200);
    expect(told(await ask("GET", `${uc}/schemas/shop.agents`))).toEqual([404, "SCHEMA_DOES_NOT_EXIST"]);
    expect((await ask("DELETE", `${uc}/catalogs/shop?force=true`)).status).toBe(200);
    expect(told(await ask("GET", `${uc}/catalogs/shop`))).toEqual([404, "CATALOG_DOES_NOT_EXIST"]);
  });
});

describe("names of Unity Catalog", () => {
  it("are answered in lower case and found in any", async () => {
    const made = await ask("POST", `${uc}/models`, { catalog_name: "Main", schema_name: "Agents", name: "Support" });
    expect(made.json).toMatchObject({ full_name: "main.agents.support", name: "support", catalog_name: "main" });
    const mlflow = "/api/2.0/mlflow/unity-catalog";
    const name = "main.Agents.SUPPORT";
    const again = await ask("POST", `${mlflow}/registered-models/create`, { name });
    expect(told(again)).toEqual([400, "RESOURCE_ALREADY_EXISTS"]);
    const version = await ask("POST", `${mlflow}/model-versions/create`, { name, source: "dbfs:/x" });
    expect(version.json.model_version).toMatchObject({ name: "main.agents.support", version: "1" });
    const file = "/api/2.0/fs/files/Models/Main/AGENTS/Support/1/MLmodel?overwrite=true";
    expect((await ask("PUT", file, "signature: {inputs: '[]', outputs: '[]'}\n")).status).toBe(204);
    expect((await ask("PATCH", `${uc}/models/${name}/versions/1/finalize`)).json.status).toBe("READY");
    const alias = await ask("PUT", `${uc}/models/${name}/aliases/Champion`, { version_num: 1 });
    expect(alias.json).toMatchObject({ alias_name: "champion", model_name: "support" });
    expect((await ask("GET", `${uc}/models/MAIN.agents.support/aliases/CHAMPION`)).json.version).toBe(1);
    const found = await ask("GET", `${mlflow}/registered-models/get?name=${name}`);
    expect(found.json.registered_model).toMatchObject({
      name: "main.agents.support",
      aliases: [{ alias: "champion", version: "1" }],
    });
    const search = await ask("GET", `${mlflow}/model-versions/search?filter=${encodeURIComponent(`name='${name}'`)}`);
    expect(search.json.model_versions).toHaveLength(1);
    const entity = { entity_name: name, entity_version: "1", workload_size: "Small", scale_to_zero_enabled: true };
    const endpoint = { name: "capitals", config: { served_entities: [entity] } };
    const served = await ask("POST", "/api/2.0/serving-endpoints", endpoint);
    expect(served.json.pending_config.served_entities[0]).toMatchObject({
      entity_name: "main.agents.support",
      name: "support-1",
    });
    await ask("DELETE", "/api/2.0/serving-endpoints/capitals");
    expect((await ask("DELETE", `${uc}/models/${name}/aliases/CHAMPION`)).status).toBe(200);
    expect((await ask("DELETE", `${uc}/models/${name}/versions/1`)).status).toBe(200);
    expect((await ask("DELETE", `${uc}/models/${name}`)).status).toBe(200);
  });
});

describe("secret scopes", () => {
  it("are made, filled, read and removed by their own routes", async () => {
    expect((await ask("POST", `${secrets}/scopes/create`, { scope: "own" })).status).toBe(200);
    expect(told(await ask("POST", `${secrets}/scopes/create`, { scope: "own" }))).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
    ]);
    expect((await ask("GET", `${secrets}/scopes/list`)).json.scopes.map((each: { name: string }) => each.name)).toEqual(
      ["own", "scope"],
    );
    await ask("POST", `${secrets}/put`, { scope: "own", key: "k", string_value: "grüß" });
    const read = await ask("GET", `${secrets}/get?scope=own&key=k`);
    expect(Buffer.from(read.json.value, "base64").toString()).toBe("grüß");
    expect((await ask("GET", `${secrets}/list?scope=own`)).json.secrets).toEqual([
      { key: "k", last_updated_timestamp: expect.any(Number) },
    ]);
    const missing = [404, "RESOURCE_DOES_NOT_EXIST"];
    expect(told(await ask("GET", `${secrets}/get?scope=own&key=none`))).toEqual(missing);
    expect(told(await ask("POST", `${secrets}/put`, { scope: "none", key: "k", string_value: "x" }))).toEqual(missing);
    expect((await ask("POST", `${secrets}/delete`, { scope: "own", key: "k" })).status).toBe(200);
    expect(told(await ask("POST", `${secrets}/delete`, { scope: "own", key: "k" }))).toEqual(missing);
    expect((await ask("POST", `${secrets}/scopes/delete`, { scope: "own" })).status).toBe(200);
    expect(told(await ask("GET", `${secrets}/list?scope=own`))).toEqual(missing);
  });

  it("show their values to whom their list names, and to nobody else", async () => {
    const { users } = (await ask("GET", "/_local/users")).json;
    const { name, token } = users.find((user: { name: string }) => user.name === "analyst@localhost");
    const read = (): Promise<Response> =>
      call(workspace, "GET", `${secrets}/get?scope=scope&key=key`, undefined, token);
    expect(told(await read())).toEqual([403, "PERMISSION_DENIED"]);
    await ask("POST", `${secrets}/acls/put`, { scope: "scope", principal: name, permission: "READ" });
    expect((await ask("GET", `${secrets}/acls/get?scope=scope&principal=${name}`)).json.permission).toBe("READ");
    expect((await read()).json.value).toBe(Buffer.from("value").toString("base64"));
    await ask("POST", `${secrets}/acls/delete`, { scope: "scope", principal: name });
    expect(told(await read())).toEqual([403, "PERMISSION_DENIED"]);
  });
});

describe("after a restart", () => {
  it("what was made is there", async () => {
    await ask("POST", `${uc}/schemas`, { catalog_name: "main", name: "kept" });
    await ask("POST", `${secrets}/scopes/create`, { scope: "kept" });
    await ask("POST", `${secrets}/put`, { scope: "kept", key: "k", string_value: "v" });
    // As an earlier release of the workspace left it.
    const plain = async (method: string, path: string, body: unknown): Promise<void> => {
      const content = typeof body === "string" ? body : JSON.stringify(body);
      const options = { method, body: content, headers: { "content-type": "application/json" } };
      expect((await fetch(`${workspace.mlflowUrl}/api/2.0/${path}`, options)).status).toBe(200);
    };
    const name = "main.Agents.Old";
    await plain("POST", "mlflow/registered-models/create", { name, tags: [{ key: "team", value: "x" }] });
    await plain("POST", "mlflow/model-versions/create", { name, source: "dbfs:/local-workspace/x" });
    await plain("POST", "mlflow/registered-models/alias", { name, alias: "Champion", version: "1" });
    await plain("PUT", "mlflow-artifacts/artifacts/Models/main/Agents/Old/1/MLmodel", "flavors: {}\n");
    await workspace.stop();
    const again: Workspace = await startWorkspace({ data: workspace.data });
    try {
      expect((await call(again, "GET", `${uc}/schemas/main.kept`)).json.full_name).toBe("main.kept");
      const read = await call(again, "GET", `${secrets}/get?scope=kept&key=k`);
      expect(read.json.value).toBe(Buffer.from("v").toString("base64"));
      const old = await call(again, "GET", `${uc}/models/${name}?include_aliases=true`);
      expect(old.json).toMatchObject({
        full_name: "main.agents.old",
        aliases: [{ alias_name: "champion", version_num: 1 }],
        tags: [{ key: "team", value: "x" }],
      });
      const file = "/api/2.0/fs/files/Models/main/agents/old/1/MLmodel";
      expect((await call(again, "GET", file)).text).toBe("flavors: {}\n");
    } finally {
      await again.stop();
    }
  });
});
