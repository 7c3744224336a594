import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Project } from "../support/engine.js";
import { writes } from "../support/workspace.js";
import { goldenModel } from "./goldens/story.js";
import { Recorder } from "./support/recorder.js";

const run = promisify(execFile);

/** What `clients/endpoints.py` prints. */
interface Seen {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's own words.
  endpoint: any;
  permissions: Record<string, string[]>;
}

/** Runs Databricks' SDK for Python, as a user of the workspace would. */
async function python(...args: string[]): Promise<Seen> {
  const { python: program, host, token } = inject("shared");
  const script = join(__dirname, "clients", "endpoints.py");
  const env = { PATH: process.env.PATH, DATABRICKS_HOST: host, DATABRICKS_TOKEN: token };
  const { stdout } = await run(program, [script, ...args], { env, timeout: 300_000 });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

const program = (name: string, args: string) => `const a = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
new a.ServingEndpoint("it", { name: "${name}", ${args} });
`;

describe("Databricks' SDK for Python", () => {
  let model: Project;
  let recorder: Recorder;
  let project: Project;
  beforeAll(async () => {
    recorder = await Recorder.start(inject("shared").host);
    model = await goldenModel(1);
    project = await Project.create("clients", {}, { DATABRICKS_HOST: recorder.host });
  });
  afterAll(async () => {
    await project?.remove();
    await model?.remove();
    await recorder?.close();
  });

  it("reads an endpoint made here, with equal values", async () => {
    const args = `model: "models:/main.agents.golden/1", workloadSize: "Medium", scaleToZero: true,
      environment: { GREETING: "hello", TOKEN: pulumi.secret("a-secret") }, description: "what it is for",
      tags: { team: "support" }, budgetPolicy: "p-1", notifications: { onUpdateSuccess: ["a@example.com"] },
      aiGateway: { inferenceTable: { catalog: "main", schema: "agents", prefix: "made-here" } },
      permissions: { groups: { users: "CAN_QUERY" }, servicePrincipals: { "local-service-principal": "CAN_VIEW" } }`;
    project.write("index.js", program("made-here", args));
    await project.up();
    const { endpoint, permissions } = await python("read", "made-here");
    expect(endpoint).toMatchObject({
      name: "made-here",
      description: "what it is for",
      state: { ready: "READY", config_update: "NOT_UPDATING" },
      email_notifications: { on_update_success: ["a@example.com"] },
      ai_gateway: {
        inference_table_config: {
          catalog_name: "main",
          schema_name: "agents",
          table_name_prefix: "made-here",
          enabled: true,
        },
      },
      config: {
        served_entities: [
          {
            name: "main-agents-golden_1",
            entity_name: "main.agents.golden",
            entity_version: "1",
            workload_size: "Medium",
            workload_type: "CPU",
            scale_to_zero_enabled: true,
            environment_vars: { GREETING: "hello", TOKEN: "a-secret" },
          },
        ],
        traffic_config: { routes: [{ served_entity_name: "main-agents-golden_1", traffic_percentage: 100 }] },
      },
    });
    expect(endpoint.tags).toContainEqual({ key: "team", value: "support" });
    expect(permissions).toMatchObject({
      users: ["CAN_QUERY"],
      [inject("shared").clientId]: ["CAN_VIEW"],
      "developer@localhost": ["CAN_MANAGE"],
    });
  });

  it("makes one that is adopted without a difference", async () => {
    const before = await python("make", "made-by-sdk", "main.agents.golden", "1");
    const args = `model: "models:/main.agents.golden/1", adopt: true, environment: { GREETING: "hello" }, tags: { by: "sdk" },
      notifications: { onUpdateFailure: ["a@example.com"] },
      aiGateway: { inferenceTable: { catalog: "main", schema: "agents", prefix: "made" } }`;
    project.write("index.js", program("made-by-sdk", args));
    const begin = recorder.calls.length;
    await project.up();
    const made = recorder.calls.slice(begin).map((call) => ({ ...call, caller: "user" }));
    // It is refused as existing, looked at, and marked as this stack's; "made-here" goes.
    expect(writes(made)).toEqual([
      "POST /api/2.0/serving-endpoints",
      "PATCH /api/2.0/serving-endpoints/made-by-sdk/tags",
      "DELETE /api/2.0/serving-endpoints/made-here",
    ]);
    expect(await project.preview()).toEqual([]);
    expect(await project.preview("--refresh")).toEqual([]);
    const after = await python("read", "made-by-sdk");
    expect(after.endpoint.config).toEqual(before.endpoint.config);
    expect(after.endpoint.ai_gateway).toEqual(before.endpoint.ai_gateway);
    expect(after.permissions).toEqual(before.permissions);
  });
});
