import { expect, test } from "vitest";
import { readModelFile } from "./readModelFile.js";

test("what another client wrote is read: resources, policy, signature and ids", () => {
  const file = readModelFile(`
artifact_path: agent
auth_policy:
  system_auth_policy: {}
  user_auth_policy:
    api_scopes: [sql, dashboards.genie]
flavors:
  python_function: {loader_module: mlflow.pyfunc.loaders.code_model, python_version: 3.11.7}
mlflow_version: 3.17.2
model_id: m-1
model_uuid: m-1
prompts: null
resources:
  api_version: '1'
  databricks:
    serving_endpoint:
    - name: chat
      on_behalf_of_user: true
    - {name: 'yes', on_behalf_of_user: null}
run_id: null
signature:
  inputs: '[{"type": "string",
    "required": true}]'
  outputs: null
  params: null
`);
  expect(file).toEqual({
    artifactPath: "agent",
    authPolicy: { system_auth_policy: {}, user_auth_policy: { api_scopes: ["sql", "dashboards.genie"] } },
    flavors: { python_function: { loader_module: "mlflow.pyfunc.loaders.code_model", python_version: "3.11.7" } },
    mlflowVersion: "3.17.2",
    modelId: "m-1",
    modelUuid: "m-1",
    resources: {
      api_version: "1",
      databricks: { serving_endpoint: [{ name: "chat", on_behalf_of_user: true }, { name: "yes" }] },
    },
    signature: { inputs: '[{"type": "string", "required": true}]' },
  });
});

const wrong: [string, string][] = [
  ["", "not one of MLflow's"],
  ["- a\n", "not one of MLflow's"],
  ["flavors: 1\n", "at flavors"],
  ["flavors: {}\nresources: {api_version: '1', databricks: {table: [{}]}}\n", "at resources.databricks.table.0.name"],
  ["flavors: {a: b\n", "not YAML in line"],
  ["flavors: !!python/object/apply:os.system [ls]\n", "not YAML in line 1: its tag"],
  ["flavors: &a [*a]\n", "not YAML"],
];

for (const [text, message] of wrong) {
  test(`refused: ${JSON.stringify(text)}`, () => {
    expect(() => readModelFile(text)).toThrow(
      expect.objectContaining({ code: "invalidResponse", message: expect.stringContaining(message) }),
    );
  });
}
