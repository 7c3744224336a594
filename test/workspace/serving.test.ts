import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../provider/http/index.js";
import type { Registry } from "../../provider/modelRegistry/index.js";
import { MlflowDialect } from "../../provider/modelRegistry/mlflowDialect.js";
import { NativeDialect } from "../../provider/modelRegistry/nativeDialect.js";
import { call, client, type Response, type TestWorkspace, testWorkspace, until } from "./harness.js";

const model = "main.agents.support";
let workspace: TestWorkspace;
// biome-ignore lint/suspicious/noExplicitAny: what the script printed
let registered: any;

beforeAll(async () => {
  workspace = await testWorkspace({ scaleToZeroAfter: 2 });
  registered = await client(workspace, "register.py", join(__dirname, "clients", "agent.py"));
});
afterAll(() => workspace?.dispose());

const entity = (version: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  entity_name: model,
  entity_version: version,
  workload_size: "Small",
  scale_to_zero_enabled: false,
  environment_vars: { ENABLE_MLFLOW_TRACING: "true", MLFLOW_EXPERIMENT_ID: registered.experiment },
  ...more,
});

const get = (name: string): Promise<Response> => call(workspace, "GET", `/api/2.0/serving-endpoints/${name}`);

const settled = (name: string): Promise<Response> =>
  until(
    () => get(name),
    (answer) => answer.json.state.config_update !== "IN_PROGRESS",
  );

const ask = (name: string, more: Record<string, unknown> = {}): Promise<Response> =>
  call(workspace, "POST", `/serving-endpoints/${name}/invocations`, {
    input: [{ role: "user", content: "hello" }],
    ...more,
  });

const textOf = (answer: Response): string => answer.json.output[0].content[0].text;

describe("MLflow's client, tracking `databricks`, registry `databricks-uc`", () => {
  it("tracks, logs, registers, loads by version and alias, and traces", () => {
    expect(registered).toMatchObject({
      location: `dbfs:/databricks/mlflow-tracking/${registered.experiment}`,
      run: 0.5,
      artifact: "words",
      model_status: "READY",
      statuses: ["READY", "READY", "READY"],
      champion: ["2", { commit: "abc" }, "second", true],
      found: ["answers", { team: "support" }, { champion: "2" }],
      search: [1, 2, 3],
      models: [model],
      by_version: "one  offline",
      by_alias: "two  offline",
      trace: ["by hand"],
    });
  });

  it("speaks Unity Catalog's own dialect just as well", async () => {
    expect(await client(workspace, "native.py", registered.model_id)).toEqual({
      version: ["1", "READY", `models:/${registered.model_id}`],
      model: ["d", { more: "m" }, { champion: "1" }, "12"],
      champion: ["1", { more: "v" }],
      search: ["1"],
      loaded: "one  offline",
    });
  });

  it("is refused what Databricks refuses", () => {
    expect(registered.refusals).toEqual({
      schema: "SCHEMA_DOES_NOT_EXIST",
      catalog: "CATALOG_DOES_NOT_EXIST",
      again: "RESOURCE_ALREADY_EXISTS",
      not_empty: "INVALID_STATE",
      missing: "RESOURCE_DOES_NOT_EXIST",
      experiment: "INVALID_PARAMETER_VALUE",
    });
  });
});

describe("this package's own client", () => {
  it.each([
    ["MLflow's", MlflowDialect],
    ["Unity Catalog's own", NativeDialect],
  ])("speaks %s dialect, to the same effect", async (_name, Dialect) => {
    const connection = await connect({ host: workspace.host, token: workspace.token }, {});
    const registry: Registry = new Dialect(connection);
    const name = "main.agents.dialect";
    await registry.createModel({ name, description: "d", tags: { a: "1", b: "2" }, deploymentJobId: "7" });
    await registry.changeModelTags(name, { c: "3" }, ["a", "none"]);
    await registry.updateModel(name, { description: "e", deploymentJobId: "8" });
    const made = await registry.createVersion({
      name,
      source: `models:/${registered.model_id}`,
      modelId: registered.model_id,
      runId: undefined,
      description: "first",
      tags: { commit: "abc" },
      dependencies: [{ type: "DATABRICKS_TABLE", name: "main.agents.documents" }],
    });
    expect(made).toMatchObject({ version: "1", status: "PENDING", source: `models:/${registered.model_id}` });
    await registry.setAlias(name, "champion", "1");
    expect(await registry.getModel(name)).toMatchObject({
      description: "e",
      tags: { b: "2", c: "3" },
      aliases: { champion: "1" },
      deploymentJobId: "8",
    });
    const whole = { version: "1", status: "PENDING", description: "first", tags: { commit: "abc" } };
    expect(await registry.getVersion(name, "1")).toMatchObject(whole);
    expect(await registry.getVersionByAlias(name, "champion")).toMatchObject(whole);
    expect(await registry.searchVersions(name)).toMatchObject([{ version: "1", source: made.source, tags: undefined }]);
    await expect(registry.finalizeVersion(name, "1")).rejects.toThrow(/has no MLmodel file/);
    await expect(registry.setAlias(name, "champion", "9")).rejects.toMatchObject({ code: "notFound" });
    for (let again = 0; again < 2; again++) {
      await registry.deleteAlias(name, "champion");
      await registry.deleteVersion(name, "1");
      await registry.deleteModel(name);
    }
    expect(await registry.getModel(name)).toBeUndefined();
    expect(await registry.getVersion(name, "1")).toBeUndefined();
    expect(await registry.getVersionByAlias(name, "champion")).toBeUndefined();
  });
});

describe("Databricks' SDK", () => {
  it("sees the models and runs an endpoint through its life", async () => {
    const seen = await client(workspace, "sdk.py");
    expect(seen).toMatchObject({
      me: "developer@localhost",
      catalogs: ["main", "dev", "staging", "prod"],
      schemas: ["default", "agents", "kb", "sales", "tools"],
      model: [model, "answers", [["champion", 2]]],
      versions: [1, 2, 3],
      by_alias: [2, "READY"],
      alias: 1,
      comment: "changed",
      grants: [["users", ["EXECUTE"]]],
      gone: "RESOURCE_DOES_NOT_EXIST",
      first_state: ["NOT_READY", "IN_PROGRESS"],
      conflict: "RESOURCE_CONFLICT",
      state: ["READY", "NOT_UPDATING"],
      entity: ["support-1", "DEPLOYMENT_READY"],
      route: 100,
      tags: [["env", "x"]],
      notifications: ["a@b"],
      permissions: [
        ["admins", "CAN_MANAGE"],
        ["developer@localhost", "CAN_MANAGE"],
        ["users", "CAN_QUERY"],
      ],
      logs: true,
      chat: '[local stand-in for databricks-claude-sonnet-4] You asked: "hello" (5 characters).',
      deleted: "RESOURCE_DOES_NOT_EXIST",
    });
    expect(seen.build_logs).toContain("Would make no changes");
    expect(seen.listed).toContain("sdk-endpoint");
  });
});

describe("a served agent", () => {
  beforeAll(async () => {
    const config = { served_entities: [entity("1")] };
    const made = await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "support", config });
    expect(made.json.state).toMatchObject({ ready: "NOT_READY", config_update: "IN_PROGRESS" });
    expect(made.json.config).toBeUndefined();
    const ready = await settled("support");
    expect(ready.json.state).toMatchObject({ ready: "READY", config_update: "NOT_UPDATING" });
    expect(ready.json.pending_config).toBeUndefined();
  });

  it("answers, and its trace is found in MLflow", async () => {
    const answer = await ask("support");
    expect(textOf(answer)).toBe(
      'one  [local stand-in for databricks-claude-sonnet-4] You asked: "hello" (5 characters).',
    );
    const trace = await client(workspace, "traces.py", registered.experiment, String(answer.headers["x-request-id"]));
    expect(trace.state).toMatch(/OK/);
    expect(trace.spans).toEqual(["predict", "ask"]);
    expect(trace.location).toMatch(/^dbfs:\/databricks\/mlflow-tracking\/\d+\/tr-/);
    const { rows } = (await call(workspace, "GET", "/_local/inference/support")).json;
    expect(rows.at(-1)).toMatchObject({ served_entity: "support-1", status_code: 200, trace: { info: {} } });
  });

  // As an answer of a real workspace that was published has it.
  it("is told with the fields of a real answer, in the list as well", async () => {
    const told = {
      creator_kind: "User",
      permission_level: "CAN_MANAGE",
      resource_credential_strategy: "EMBEDDED_CREDENTIALS",
      route_optimized: false,
      state: { ready: "READY", config_update: "NOT_UPDATING", suspend: "NOT_SUSPENDED" },
    };
    const { json } = await get("support");
    expect(json).toMatchObject({ ...told, creator_display_name: json.creator });
    expect(json.config.served_entities[0].type).toBe("UC_MODEL");
    expect(json).not.toHaveProperty("endpoint_url");
    const { json: list } = await call(workspace, "GET", "/api/2.0/serving-endpoints");
    expect(list.endpoints.find(({ name }: { name: string }) => name === "support")).toMatchObject(told);
  });

  it("is refused what real endpoints are refused, and its telemetry is told by a profile", async () => {
    const at = "/api/2.0/serving-endpoints/support";
    const described = await call(workspace, "PATCH", `${at}/description`, { description: "other" });
    expect([described.status, described.json.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
    const unsized = { served_entities: [entity("1", { workload_size: undefined })] };
    expect((await call(workspace, "PUT", `${at}/config`, unsized)).json.error_code).toBe("INVALID_PARAMETER_VALUE");
    const telemetry = { telemetry_config: { table_names: { logs_table: "main.agents.logs" } } };
    expect((await call(workspace, "PATCH", `${at}/telemetry-config`, telemetry)).status).toBe(200);
    expect((await get("support")).json.telemetry_config).toEqual({ telemetry_profile_id: expect.any(String) });
    await call(workspace, "PATCH", `${at}/telemetry-config`, {});
    expect((await get("support")).json.telemetry_config).toBeUndefined();
    const { id } = (await get("support")).json;
    const twice = ["CAN_MANAGE", "CAN_VIEW"].map((permission_level) => ({ group_name: "users", permission_level }));
    const path = `/api/2.0/permissions/serving-endpoints/${id}`;
    const { access_control_list: list } = (await call(workspace, "PATCH", path, { access_control_list: twice })).json;
    const users = list.filter(({ group_name }: { group_name?: string }) => group_name === "users");
    expect(users).toMatchObject([{ all_permissions: [{ permission_level: "CAN_VIEW" }] }]);
  });

  it("tells what it may be asked in OpenAPI", async () => {
    const answer = await call(workspace, "GET", "/api/2.0/serving-endpoints/support/openapi");
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/plain"]);
    const { requestBody } = answer.json.paths["/served-models/support-1/invocations"].post;
    const { schema } = requestBody.content["application/json"];
    expect(schema).toMatchObject({ required: ["input"], properties: { input: { type: "array" } } });
  });

  it("stands beside foundation models, which nobody made", async () => {
    const { json } = await get("databricks-claude-sonnet-4");
    expect(json).toMatchObject({ endpoint_type: "FOUNDATION_MODEL_API", capabilities: { function_calling: true } });
    expect(json.config.served_entities[0]).toMatchObject({
      type: "FOUNDATION_MODEL",
      entity_name: "system.ai.databricks-claude-sonnet-4",
    });
    for (const key of ["id", "creator", "endpoint_url"]) expect(json).not.toHaveProperty(key);
  });

  it("streams events and ends with [DONE]", async () => {
    const answer = await ask("support", { stream: true });
    expect(answer.headers["content-type"]).toContain("text/event-stream");
    const events = answer.text.trim().split("\n\n");
    expect(events.at(-1)).toBe("data: [DONE]");
    const deltas = events.map((event) => event.slice(6)).filter((data) => data.includes("output_text.delta"));
    expect(deltas.length).toBeGreaterThan(5);
    expect(deltas.map((data) => JSON.parse(data).delta).join("")).toContain('You asked: "hello"');
  });

  it("says before the agent runs, by a code of its own, that it cannot stream; and adds nothing to a stream that was not asked for", async () => {
    const version = await client(workspace, "register_whole.py", join(__dirname, "clients", "whole.py"));
    const whole = { ...entity(String(version)), entity_name: "main.agents.whole", environment_vars: {} };
    await call(workspace, "POST", "/api/2.0/serving-endpoints", {
      name: "whole",
      config: { served_entities: [whole] },
    });
    await settled("whole");
    const refused = await ask("whole", { stream: true });
    expect([refused.status, refused.json.error_code]).toEqual([400, "NOT_IMPLEMENTED"]);
    const traced = { databricks_options: { return_trace: true } };
    expect(textOf(await ask("whole", traced))).toBe("whole");
    // Without tracing there is no trace to add.
    const untraced = { ...entity("1"), name: "untraced", environment_vars: {} };
    const config = { served_entities: [untraced] };
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "untraced", config });
    await settled("untraced");
    expect((await ask("untraced", { stream: true, ...traced })).text).not.toMatch(/^data: \{\}$/m);
  });

  it("leaves a row of each request in its inference table, with the trace in the response", async () => {
    const path = "/api/2.0/serving-endpoints/support/ai-gateway";
    const settings = { catalog_name: "main", schema_name: "agents", table_name_prefix: "support" };
    await call(workspace, "PUT", path, { inference_table_config: { ...settings, enabled: true } });
    const table = "main.agents.support_payload";
    const exists = await call(workspace, "GET", `/api/2.1/unity-catalog/tables/${table}/exists`);
    expect(exists.json).toEqual({ table_exists: true });
    const question = await ask("support", { client_request_id: "mine" });
    const statement = `
      SELECT requester, client_request_id, status_code, served_entity_id, sampling_fraction, execution_duration_ms > 0,
        get_json_object(request, '$.input[0].content'), get_json_object(response, '$.output[0].content[0].text'),
        get_json_object(response, '$.databricks_output.trace.data.spans[0].name'), date_format(request_time, 'yyyy') > '2000'
      FROM ${table} WHERE databricks_request_id = '${question.headers["x-request-id"]}'`;
    const sql = { warehouse_id: "10ca10ca10ca10ca", statement };
    const { result } = (await call(workspace, "POST", "/api/2.0/sql/statements", sql)).json;
    const expected = ["developer@localhost", "mine", "200", "support-1", "1.0", "1", "hello", textOf(question)];
    expect(result.data_array).toEqual([[...expected, "predict", "1"]]);
    // What was asked before the table was made is not in it.
    const count = { ...sql, statement: `SELECT count(*) FROM ${table}` };
    expect((await call(workspace, "POST", "/api/2.0/sql/statements", count)).json.result.data_array).toEqual([["1"]]);
  });

  it("may use what its policy declares and nothing else", async () => {
    const other = "databricks-meta-llama-3-3-70b-instruct";
    const refused = await ask("support", { custom_inputs: { model: other } });
    expect(refused.status).toBe(400);
    expect(refused.json.message).toContain("PermissionDenied");
    expect(refused.json.message).toContain(other);
    const journal = (await call(workspace, "GET", "/_local/journal")).json.entries;
    const calls = journal.filter((entry: { caller: string }) => entry.caller === "agent");
    expect(calls.map((entry: { status: number }) => entry.status)).toContain(403);
    const streamed = await ask("support", { custom_inputs: { model: other }, stream: true });
    expect([streamed.status, streamed.json.message]).toEqual([400, expect.stringContaining(other)]);
  });

  it("gives malformed questions their own answer", async () => {
    const answer = await call(workspace, "POST", "/serving-endpoints/support/invocations", { nonsense: 1 });
    expect(answer.status).toBe(400);
    expect(answer.json.error_code).toBe("BAD_REQUEST");
    expect((await ask("none")).json.error_code).toBe("RESOURCE_DOES_NOT_EXIST");
  });

  it("is replaced under load without a failed request, and the old version ends", async () => {
    const counts = new Map<string, number>();
    let going = true;
    const worker = async (): Promise<void> => {
      while (going) {
        const answer = await ask("support", { custom_inputs: { offline: true } });
        const key = answer.status === 200 ? textOf(answer).slice(0, 3) : `failed ${answer.status} ${answer.text}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    };
    const workers = [worker(), worker(), worker(), worker()];
    const updated = await call(workspace, "PUT", "/api/2.0/serving-endpoints/support/config", {
      served_entities: [entity("2")],
    });
    expect(updated.json.config.served_entities[0].entity_version).toBe("1");
    expect(updated.json.pending_config.served_entities[0].entity_version).toBe("2");
    expect(updated.json.state).toMatchObject({ ready: "READY", config_update: "IN_PROGRESS" });
    for (const [method, part] of [
      ["PUT", "ai-gateway"],
      ["PATCH", "telemetry-config"],
    ] as const) {
      const early = await call(workspace, method, `/api/2.0/serving-endpoints/support/${part}`, {});
      expect([part, early.status, early.json.error_code]).toEqual([part, 409, "RESOURCE_CONFLICT"]);
    }
    await settled("support");
    await until(
      async () => counts.get("two") ?? 0,
      (count) => count > 50,
    );
    going = false;
    await Promise.all(workers);
    expect([...counts.keys()].sort()).toEqual(["one", "two"]);
    expect((await get("support")).json.config).toMatchObject({
      config_version: 2,
      served_entities: [{ name: "support-2" }],
    });
  });

  it("keeps serving when the next version cannot be built, with the resolver's words as build log", async () => {
    const config = { served_entities: [entity("3")] };
    await call(workspace, "PUT", "/api/2.0/serving-endpoints/support/config", config);
    const failed = await settled("support");
    expect(failed.json.state).toMatchObject({ ready: "READY", config_update: "UPDATE_FAILED" });
    expect(failed.json.pending_config.served_entities[0].state.deployment).toBe("DEPLOYMENT_FAILED");
    const path = "/api/2.0/serving-endpoints/support/served-models/support-3/build-logs";
    const { logs } = (await call(workspace, "GET", path)).json;
    expect(logs).toContain("no-such-package-of-this-name-0x1");
    expect(logs).toMatch(/No solution found|not found in the package registry/);
    expect(textOf(await ask("support", { custom_inputs: { offline: true } }))).toContain("two");
    // The way out: a configuration that works.
    const fixed = { served_entities: [entity("2", { environment_vars: { GREETING: "fixed" } })] };
    expect((await call(workspace, "PUT", "/api/2.0/serving-endpoints/support/config", fixed)).status).toBe(200);
    expect((await settled("support")).json.state.config_update).toBe("NOT_UPDATING");
    expect(textOf(await ask("support", { custom_inputs: { offline: true } }))).toBe("two fixed offline");
  });
});

describe("an endpoint that scales to zero", () => {
  it("stops its process when idle and starts it for the next request", async () => {
    const config = { served_entities: [entity("1", { scale_to_zero_enabled: true })] };
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "sleeper", config });
    await settled("sleeper");
    const asleep = await until(
      () => get("sleeper"),
      (answer) => answer.json.config.served_entities[0].state.deployment_state_message === "Scaled to zero",
    );
    expect(asleep.json.state.ready).toBe("READY");
    expect(textOf(await ask("sleeper", { custom_inputs: { offline: true } }))).toBe("one  offline");
    await call(workspace, "DELETE", "/api/2.0/serving-endpoints/sleeper");
    expect((await get("sleeper")).status).toBe(404);
  });
});

describe("an endpoint that was stopped", () => {
  const press = (verb: "stop" | "start"): Promise<Response> =>
    call(workspace, "POST", `/_local/endpoints/halted/${verb}`);
  const running = async (): Promise<string> => (await get("halted")).json.config.served_entities[0].state.deployment;

  it("answers 400 until it is started, also by a configuration", async () => {
    const served_entities = [entity("1")];
    await call(workspace, "POST", "/api/2.0/serving-endpoints", { name: "halted", config: { served_entities } });
    await settled("halted");
    const stopped = await press("stop");
    expect(stopped.json.state).toEqual({ ready: "NOT_READY", config_update: "NOT_UPDATING", suspend: "SUSPENDED" });
    expect(stopped.json.config.served_entities[0].state.deployment).toBe("DEPLOYMENT_STOPPED");
    const refused = await ask("halted");
    expect([refused.status, refused.json.error_code]).toEqual([400, "BAD_REQUEST"]);
    expect(refused.json.message).toContain("is stopped");
    // The question has not woken it.
    expect(await running()).toBe("DEPLOYMENT_STOPPED");
    const starting = await press("start");
    expect(starting.json.state).toMatchObject({ ready: "NOT_READY", config_update: "IN_PROGRESS" });
    expect((await settled("halted")).json.state).toMatchObject({ ready: "READY", config_update: "NOT_UPDATING" });
    await press("stop");
    await call(workspace, "PUT", "/api/2.0/serving-endpoints/halted/config", { served_entities });
    expect((await settled("halted")).json.state).toMatchObject({ ready: "READY", config_update: "NOT_UPDATING" });
    expect(textOf(await ask("halted", { custom_inputs: { offline: true } }))).toBe("one  offline");
    await call(workspace, "DELETE", "/api/2.0/serving-endpoints/halted");
  });
});

describe("an endpoint that is deleted", () => {
  it("leaves no copy of a model, no log and no scratch folder behind", async () => {
    const { endpoints } = (await call(workspace, "GET", "/api/2.0/serving-endpoints")).json;
    const own = endpoints.filter(({ creator }: { creator?: string }) => creator !== undefined);
    const serving = join(workspace.data, "workspace", "serving");
    expect(readdirSync(join(serving, "models"), { recursive: true })).not.toEqual([]);
    for (const { name } of own) await call(workspace, "DELETE", `/api/2.0/serving-endpoints/${name}`);
    expect(readdirSync(serving, { recursive: true, encoding: "utf8" }).sort()).toEqual(["endpoints", "models"]);
  });
});
