import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, type Response, type TestWorkspace, testWorkspace } from "./harness.js";
import { type Credentials, credentialsOf } from "./servicePrincipal.js";

// What real workspaces were seen to answer, beside what the serving tests ask.
let workspace: TestWorkspace;
let robot: Credentials;
beforeAll(async () => {
  workspace = await testWorkspace();
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
