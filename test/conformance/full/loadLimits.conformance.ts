import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pythonVariables } from "../../../workspace/environment/pythonVariables.js";
import { run } from "../../../workspace/environment/run.js";
import { call, type Response, type TestWorkspace, testWorkspace, until } from "../../workspace/harness.js";

// What a scoring process may use: the limits of the fixtures, kept.

let workspace: TestWorkspace;

beforeAll(async () => {
  const limits = { memoryMebibytes: 2048, requestSeconds: 2, concurrency: 1 };
  workspace = await testWorkspace({ fixtures: { limits } });
  const script = join(__dirname, "..", "clients", "load_model.py");
  const variables = {
    DATABRICKS_HOST: workspace.host,
    DATABRICKS_TOKEN: workspace.token,
    MLFLOW_TRACKING_URI: "databricks",
    MLFLOW_REGISTRY_URI: "databricks-uc",
    MLFLOW_DISABLE_TELEMETRY: "true",
  };
  const model = "main.agents.limited";
  const version = join(workspace.data, "version.json");
  const registered = await run([workspace.python.python, script, version, model, "limited.py"], {
    env: pythonVariables(variables),
  });
  expect(registered.code, registered.stderr).toBe(0);
  const entity = { entity_name: model, entity_version: "1", scale_to_zero_enabled: false, workload_size: "Small" };
  const body = { name: "limited", config: { served_entities: [entity] } };
  await call(workspace, "POST", "/api/2.0/serving-endpoints", body);
  await until(
    () => call(workspace, "GET", "/api/2.0/serving-endpoints/limited"),
    (answer) => answer.json.state.config_update === "NOT_UPDATING",
  );
});
afterAll(() => workspace?.dispose());

const ask = (text: string): Promise<Response> =>
  call(workspace, "POST", "/serving-endpoints/limited/invocations", { inputs: [text] });

test("memory: what is too much is refused, and the process goes on", async () => {
  const refused = await ask("take 3000");
  expect([refused.status, refused.json.message]).toEqual([400, expect.stringContaining("MemoryError")]);
  expect((await ask("take 10")).json.predictions).toEqual(["done take 10"]);
});

test("time: a question that takes too long is answered 504", async () => {
  const begin = Date.now();
  const late = await ask("wait 5");
  expect([late.status, late.json.error_code]).toEqual([504, "DEADLINE_EXCEEDED"]);
  expect(Date.now() - begin).toBeLessThan(4_500);
  await until(
    () => ask("wait 0"),
    (answer) => answer.status === 200,
  );
});

test("questions at a time: one waits for the other", async () => {
  const begin = Date.now();
  const both = await Promise.all([ask("wait 0.7"), ask("wait 0.7")]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(Date.now() - begin).toBeGreaterThan(1_350);
});
