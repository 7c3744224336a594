import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../provider/http/index.js";
import { registryOf } from "../../provider/modelRegistry/index.js";
import { Project } from "../support/engine.js";
import { type Mlflow2, startMlflow2 } from "../support/mlflow2.js";
import { type CallProxy, startProxy, writing } from "../support/proxy.js";
import { shareOneModel } from "./shareOneModel.js";

const program = `const { LoggedAgent, RegisteredModel } = require("pulumi-mlflow-agents");
const agent = new LoggedAgent("agent", { code: "agent.py", tags: { team: "a" }, params: { size: "1" } });
const model = new RegisteredModel("model", { name: "support", agent, aliases: { champion: "latest" }, forceDestroy: true });
exports.version = model.version;
exports.modelUri = agent.modelUri;
`;

/** An agent of MLflow 2: its ResponsesAgent had other names than that of MLflow 3. */
const agent = (answer: string) => `from mlflow.models import set_model
from mlflow.pyfunc import PythonModel


class Echo(PythonModel):
    def predict(self, context, model_input: list[str]) -> list[str]:
        return ["${answer}" for _ in model_input]


set_model(Echo())
`;

/** Loads each URI with MLflow's own client, and asks it. */
const asking = (...uris: string[]) => `import mlflow
for uri in ${JSON.stringify(uris)}:
    print(mlflow.__version__, mlflow.pyfunc.load_model(uri).predict(["hi"])[0])
`;

/** The story of one stack on a real server, in order. */
describe("the life of an agent on a real MLflow 2.22 server", () => {
  let server: Mlflow2;
  let proxy: CallProxy;
  let project: Project;
  let first: unknown;
  beforeAll(async () => {
    server = await startMlflow2();
    proxy = await startProxy(server.url);
    project = await Project.create(
      "older",
      { "index.js": program, "agent.py": agent("one") },
      { DATABRICKS_HOST: "", DATABRICKS_TOKEN: "", MLFLOW_TRACKING_URI: proxy.url },
    );
  });
  afterAll(async () => {
    await project.remove();
    await proxy.close();
    await server.stop();
  });

  it("is logged and registered, and MLflow 2.22 loads it and answers", async () => {
    const calls = await proxy.during(() => project.up());
    const { modelUri, version } = await project.outputs();
    first = modelUri;
    expect(modelUri).toMatch(/^runs:\/[0-9a-f]{32}\/agent$/);
    expect(version).toBe("1");
    const logging = calls.filter(
      (call) => !/artifacts|registered-models|model-versions|\/version$|experiments\/search/.test(call),
    );
    // What a logged model takes in one call takes three here: its note, its parameters and its end.
    expect(logging).toEqual([
      "GET /api/2.0/mlflow/experiments/get-by-name",
      "POST /api/2.0/mlflow/experiments/create",
      "POST /api/2.0/mlflow/runs/create",
      "POST /api/2.0/mlflow/runs/log-model",
      "POST /api/2.0/mlflow/runs/log-batch",
      "POST /api/2.0/mlflow/runs/update",
      // RegisteredModel: where the files lie.
      "GET /api/2.0/mlflow/runs/get",
    ]);
    const answers = await server.python(asking(String(modelUri), "models:/support@champion"));
    expect(answers.trim().split("\n")).toEqual(["2.22.5 one", "2.22.5 one"]);
  });

  it("has nothing to do the second time, and a refresh reads each resource once", async () => {
    const calls = await proxy.during(async () => {
      expect(await project.up()).toMatch(/3 unchanged/);
    });
    expect(writing(calls)).toEqual([]);
    const reads = await proxy.during(() => project.refresh());
    expect(reads.sort()).toEqual(["GET /api/2.0/mlflow/registered-models/get", "GET /api/2.0/mlflow/runs/get"]);
  });

  it("changes, and goes back to the earlier run and version without logging anything", async () => {
    project.write("agent.py", agent("two"));
    await project.up();
    expect(await project.outputs()).toMatchObject({ version: "2" });
    project.write("agent.py", agent("one"));
    const calls = await proxy.during(() => project.up());
    expect(writing(calls)).toEqual(["POST /api/2.0/mlflow/registered-models/alias"]);
    expect(await project.outputs()).toEqual({ version: "1", modelUri: first });
  });

  it("is promoted: a copy of a version has its files where that one has them", async () => {
    const registry = registryOf(await connect({ trackingUri: server.url }, {}));
    const name = "copied";
    await registry.createModel({ name, description: undefined, tags: {}, deploymentJobId: undefined });
    const wanted = { name, source: "models:/support/1", modelId: undefined, runId: undefined, description: undefined };
    const copy = await registry.createVersion({ ...wanted, tags: { promoted_from: "support/1" }, dependencies: [] });
    expect(copy).toMatchObject({ status: "READY", source: "models:/support/1", tags: { promoted_from: "support/1" } });
    expect((await server.python(asking("models:/copied/1"))).trim()).toBe("2.22.5 one");
    await registry.deleteVersion(name, "1");
    await registry.deleteModel(name);
  });

  it("is shared by two stacks, and goes with the last", () => shareOneModel(server.url));

  it("leaves no run behind when it is destroyed", async () => {
    await project.destroy();
    const left = await server.python(`import mlflow
print(len(mlflow.search_runs(search_all_experiments=True)), len(mlflow.search_registered_models()))`);
    expect(left.trim()).toBe("0 0");
  });
});
