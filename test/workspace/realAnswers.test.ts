import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, type Response, type TestWorkspace, testWorkspace, until } from "./harness.js";
import { type Credentials, credentialsOf } from "./servicePrincipal.js";

// What real workspaces were seen to answer, beside what the serving tests ask.
const text = { columns: { id: "BIGINT", text: "STRING" }, rows: [{ id: 1, text: "lamp" }] };
const fixtures = {
  tables: ["Main.Shop.Empty"],
  tableData: { "Main.Shop.Texts": text },
  vectorIndexes: [{ name: "Main.Shop.TextsIndex", primaryKey: "id", textColumn: "text", table: "main.shop.TEXTS" }],
  functions: [{ name: "Main.Shop.Twice", parameters: [{ name: "n", type: "INT" }], returns: "INT", body: "n * 2" }],
  connections: [{ name: "Echo", url: "/_local/echo" }],
};
let workspace: TestWorkspace;
let robot: Credentials;
beforeAll(async () => {
  workspace = await testWorkspace({ fixtures });
  robot = await credentialsOf(workspace);
});
afterAll(() => workspace?.dispose());

const experiments = "/api/2.0/mlflow/experiments";
const make = (name: string, token = workspace.token): Promise<Response> =>
  call(workspace, "POST", `${experiments}/create`, { name, tags: [{ key: "mine", value: "1" }] }, token);
const named = (name: string): Promise<Response> =>
  call(workspace, "GET", `${experiments}/get-by-name?experiment_name=${encodeURIComponent(name)}`);

describe("an experiment", () => {
  it("lies in a folder that exists, and of a service principal not at the root", async () => {
    const lost = await make("/Shared/none/x");
    expect([lost.status, lost.json.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    const top = await make("/top", robot.token);
    expect([top.status, top.json.error_code]).toEqual([403, "PERMISSION_DENIED"]);
    for (const name of ["/Shared/robots", `/Users/${robot.id}/x`])
      expect((await make(name, robot.token)).status).toBe(200);
    expect((await make("/top")).status).toBe(200);
  });

  it("has one name with /Workspace before it and without, and tells its owner by tags", async () => {
    const made = await make("/Workspace/Shared/one");
    expect(made.status).toBe(200);
    expect((await make("/Shared/one")).json.error_code).toBe("RESOURCE_ALREADY_EXISTS");
    for (const name of ["/Shared/one", "/Workspace/Shared/one"]) {
      const { experiment } = (await named(name)).json;
      expect(experiment).toMatchObject({ experiment_id: made.json.experiment_id, name: "/Shared/one" });
      const tags = experiment.tags.map(({ key, value }: { key: string; value: string }) => [key, value]);
      expect(Object.fromEntries(tags)).toMatchObject({
        mine: "1",
        "mlflow.ownerId": "1001",
        "mlflow.ownerEmail": "developer@localhost",
        "mlflow.experiment.sourceName": "/Workspace/Shared/one",
        "mlflow.experimentType": "MLFLOW_EXPERIMENT",
      });
    }
    const rename = { experiment_id: made.json.experiment_id, new_name: "/Workspace/Shared/two" };
    expect((await call(workspace, "POST", `${experiments}/update`, rename)).status).toBe(200);
    expect((await named("/Shared/two")).json.experiment.experiment_id).toBe(made.json.experiment_id);
  });
});

describe("permissions of an experiment", () => {
  it("begin with who made it, take its own levels only, and last", async () => {
    const { experiment_id: id } = (await make("/Shared/listed", robot.token)).json;
    const path = `/api/2.0/permissions/experiments/${id}`;
    const made = await call(workspace, "GET", path);
    expect(made.json).toMatchObject({ object_id: `/experiments/${id}`, object_type: "mlflowExperiment" });
    const manages = (who: object) => ({
      ...who,
      all_permissions: [{ permission_level: "CAN_MANAGE", inherited: false }],
    });
    expect(made.json.access_control_list[0]).toMatchObject(manages({ service_principal_name: robot.id }));
    const levels = (await call(workspace, "GET", `${path}/permissionLevels`)).json.permission_levels;
    const names = levels.map((level: { permission_level: string }) => level.permission_level);
    expect(names.sort()).toEqual(["CAN_EDIT", "CAN_MANAGE", "CAN_READ"]);
    const give = (permission_level: string) =>
      call(workspace, "PATCH", path, { access_control_list: [{ group_name: "users", permission_level }] });
    expect((await give("CAN_QUERY")).json.error_code).toBe("INVALID_PARAMETER_VALUE");
    expect((await give("CAN_READ")).status).toBe(200);
    const list = (await call(workspace, "GET", path)).json.access_control_list;
    expect(list.map((entry: { group_name?: string }) => entry.group_name)).toEqual([undefined, "users", "admins"]);
    const none = await call(workspace, "GET", "/api/2.0/permissions/experiments/987654");
    expect([none.status, none.json.error_code]).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
  });
});

describe("effective permissions of a model", () => {
  it("are those of all, or of the one that is asked about", async () => {
    const name = "main.agents.granted";
    const parts = { name: "granted", catalog_name: "main", schema_name: "agents" };
    await call(workspace, "POST", "/api/2.1/unity-catalog/models", parts);
    const at = (kind: string, query = "") => `/api/2.1/unity-catalog/${kind}/function/${name}${query}`;
    const changes = ["ann", "bob"].map((principal) => ({ principal, add: ["EXECUTE"] }));
    await call(workspace, "PATCH", at("permissions"), { changes });
    const all = (await call(workspace, "GET", at("effective-permissions"))).json.privilege_assignments;
    expect(all.map((one: { principal: string }) => one.principal)).toEqual(["ann", "bob"]);
    const bob = (await call(workspace, "GET", at("effective-permissions", "?principal=bob"))).json;
    expect(bob.privilege_assignments).toEqual([{ principal: "bob", privileges: [{ privilege: "EXECUTE" }] }]);
  });
});

describe("a rate limit", () => {
  it("refuses what is above it with 429", async () => {
    const external_model = { name: "gpt", provider: "openai", task: "llm/v1/chat", openai_config: {} };
    const config = { served_entities: [{ name: "gpt", external_model }] };
    const ai_gateway = { rate_limits: [{ calls: 1, key: "endpoint", renewal_period: "minute" }] };
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "limited", config, ai_gateway });
    await until(
      () => call(workspace, "GET", "/api/2.0/serving-endpoints/limited"),
      ({ json }) => json.state.ready === "READY",
    );
    const ask = () => call(workspace, "POST", "/serving-endpoints/limited/invocations", { messages: [] });
    // No external model is asked by a local workspace.
    expect((await ask()).status).not.toBe(429);
    const refused = await ask();
    expect([refused.status, refused.json.error_code]).toEqual([429, "REQUEST_LIMIT_EXCEEDED"]);
  });
});

describe("a name in Unity Catalog", () => {
  const uc = "/api/2.1/unity-catalog";
  it.each([
    [`${uc}/tables/MAIN.shop.Empty`, { full_name: "main.shop.empty", name: "empty" }],
    [`${uc}/tables/MAIN.shop.texts`, { full_name: "main.shop.texts", catalog_name: "main" }],
    [`${uc}/functions/MAIN.shop.twice`, { full_name: "main.shop.twice", name: "twice", schema_name: "shop" }],
    [`${uc}/connections/ECHO`, { name: "echo" }],
    [`${uc}/schemas/MAIN.Shop`, { full_name: "main.shop" }],
    ["/api/2.0/vector-search/indexes/MAIN.shop.textsindex", { name: "main.shop.textsindex" }],
  ])("is found in any case and answered in lower case: %s", async (path, told) => {
    expect((await call(workspace, "GET", path)).json).toMatchObject(told);
  });

  it("is used in any case", async () => {
    const sql = { warehouse_id: "10ca10ca10ca10ca", statement: "SELECT MAIN.SHOP.twice(ID) FROM Main.SHOP.texts" };
    const { result } = (await call(workspace, "POST", "/api/2.0/sql/statements", sql)).json;
    expect(result.data_array).toEqual([["2"]]);
    const query = { query_text: "lamp", columns: ["text"], num_results: 1 };
    const at = "/api/2.0/vector-search/indexes/Main.shop.TextsINDEX/query";
    expect((await call(workspace, "POST", at, query)).json.result.data_array[0][0]).toBe("lamp");
    const listed = await call(workspace, "GET", `${uc}/functions?catalog_name=MAIN&schema_name=Shop`);
    expect(listed.json.functions).toMatchObject([{ full_name: "main.shop.twice" }]);
  });
});
