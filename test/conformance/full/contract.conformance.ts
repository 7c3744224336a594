import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Router } from "../../../workspace/http/router.js";
import { routes } from "../../../workspace/routes/index.js";
import { type RecordedCall, Recorder } from "../../serving/support/recorder.js";
import { Project } from "../../support/engine.js";
import { prepareModules } from "../../support/modules.js";
import { type TestWorkspace, testWorkspace } from "../../workspace/harness.js";
import { runClient } from "../clients/run.js";
import { accepted } from "../contract/accepted.js";
import { Comparison } from "../contract/comparison.js";
import { goldenRequests } from "../contract/goldenRequests.js";
import { Known } from "../contract/knownTypes.js";
import { steps } from "../contract/program.js";
import { clientsPython, interpreters, report } from "./releases.js";

// Every field that this package sends and every field that the local workspace answers, beside what the newest release of
// Databricks' SDK and MLflow's protos know. The requests are those of the golden files and of a program with everything, run
// by the real engine; the answers are those that this program and unmodified public clients get.

const python = interpreters().find(([release]) => release.startsWith("3."))?.[1] ?? "";
const older = interpreters().find(([release]) => release.startsWith("2."))?.[1] ?? "";
const native = { MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY: "true" };
const clients = [
  { title: "mlflow", file: "mlflow_client.py" },
  { title: "mlflow, an older release", file: "mlflow_client.py", python: older },
  { title: "mlflow in Unity Catalog's own dialect", file: "mlflow_client.py", env: native },
  { title: "mlflow.deployments", file: "mlflow_deployments.py" },
  { title: "databricks-sdk: models", file: "sdk_models.py" },
  { title: "databricks-sdk: endpoints", file: "sdk_endpoints.py" },
  { title: "databricks-sdk: stand-ins", file: "sdk_stand_ins.py" },
];
const router = new Router(routes);

let workspace: TestWorkspace;
let recorder: Recorder;
let known: Known;

beforeAll(async () => {
  known = await Known.read(clientsPython());
  workspace = await testWorkspace({ fixtures: { secrets: { scope: { key: "value" }, support: { crm: "secret" } } } });
  recorder = await Recorder.start(workspace.host, true);
});

afterAll(async () => {
  await recorder?.close();
  await workspace?.dispose();
});

const ours = ({ agent }: RecordedCall): boolean => agent.startsWith("pulumi-mlflow-agents/");
const routeOf = (method: string, path: string) => router.find(method, path)?.route;

describe("what is sent and answered", () => {
  test.for(clients)("$title", async (client) => {
    const through = { ...workspace, host: recorder.host };
    const word = `contract_${clients.indexOf(client)}`;
    const { cases } = await runClient(through, { python, ...client, word });
    expect(cases.length).toBeGreaterThan(1);
  });

  test("a program with everything, changed and destroyed", async () => {
    const modules = prepareModules(join(workspace.data, "programs"));
    const shared = { host: recorder.host, token: workspace.token, modules };
    const [first, ...others] = steps;
    const project = await Project.create("contract", first ?? {}, {}, shared);
    await project.up();
    for (const files of others) {
      for (const [name, text] of Object.entries(files)) project.write(name, text);
      await project.up();
    }
    await project.succeed("refresh", "--yes");
    await project.remove();
    expect(recorder.calls.filter(ours).length).toBeGreaterThan(50);
  });

  test("is known, field by field, to a released client", async () => {
    const comparison = new Comparison(known, accepted);
    const golden = goldenRequests(join(__dirname, "..", "..", "serving", "goldens"));
    for (const { method, path, body } of golden) comparison.request(method, path, routeOf(method, path), body);
    for (const call of recorder.calls) {
      const { method, target, status, answer } = call;
      const route = routeOf(method, target);
      if (target.startsWith("/_local/")) continue;
      // A file that is sent may be JSON: it is no request's.
      const body = target.startsWith("/api/2.0/fs/files/") ? undefined : call.body;
      if (ours(call)) comparison.request(method, target, route, body);
      comparison.answer(method, target, route, status, answer);
    }
    const found = comparison.result(routes);
    await report("contract", { versions: known.versions, ...found });
    expect(found.unknown).toEqual([]);
    expect(found.unneeded, "exceptions that nothing needs any more").toEqual([]);
  });
});
