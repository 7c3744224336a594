import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Project } from "../support/engine.js";

// An agent that reads three variables, and an endpoint that sets two of them: the preview says so where the two meet,
// before anything is made.

const agent = `import os

import mlflow
from mlflow.pyfunc import PythonModel

KEY = os.environ["DESK_KEY"]
DEPLOYMENT = os.environ["DESK_DEPLOYMENT"]
REGION = os.environ.get("DESK_REGION", "eu")


class Agent(PythonModel):
    def predict(self, context, model_input: list[str]) -> list[str]:
        return [os.environ["MLFLOW_TRACKING_URI"] + KEY + DEPLOYMENT + REGION]


mlflow.models.set_model(Agent())
`;

const program = (environment: string, declared = "") => `const a = require("pulumi-mlflow-agents");
new a.AgentDeployment("desk", {
  agent: { code: "agent.py"${declared} },
  model: { name: "main.agents.desk_variables", forceDestroy: true },
  endpoint: { scaleToZero: true, environment: { ${environment} } },
});
`;

describe("what is nearly right", () => {
  let project: Project;
  const program = (line: string) => `const a = require("pulumi-mlflow-agents");\n${line}\n`;
  const things = program('new a.AuthPolicy("it", { systemResources: ["databricks-x"] });');
  const size = program('new a.ServingEndpoint("it", { model: "models:/main.agents.x/1", workloadSize: "small" });');
  const refused = async (text: string) => {
    project.write("index.js", text);
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    return output.replace(/\s+/g, " ");
  };
  beforeAll(async () => {
    project = await Project.create("nearly", { "index.js": things });
  });
  afterAll(() => project.remove());

  it("is told with the right name by the preview: helpers, spellings", async () => {
    expect(await refused(things)).toContain(
      'systemResources[0]: a name alone does not say what it is the name of: write `servingEndpoint("databricks-x")`',
    );
    expect(await refused(size)).toContain('workloadSize: it is spelled "Small" (given: "small")');
  });

  it("and keys of the configuration", async () => {
    await project.succeed("config", "set", "mlflow-agents:hots", "https://not-shown.example.com");
    const output = await refused(things);
    expect(output).toContain(
      "the stack's configuration has mlflow-agents:hots, which does not exist. Did you mean mlflow-agents:host?",
    );
    expect(output).not.toContain("not-shown");
  });
});

describe("variables that the code reads and the endpoint does not set", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("unset", { "index.js": program('DESK_KEY: "k"'), "agent.py": agent });
  });
  afterAll(() => project.remove());

  it("are a warning of the preview at file and line, with what has a default as a hint", async () => {
    const text = await project.previewText();
    expect(text).toMatch(/DESK_DEPLOYMENT \(agent\.py:7\), and the endpoint does not set it, so the agent fails there/);
    expect(text).toMatch(/reads in ways that do not fail by themselves: DESK_REGION \(agent\.py:8\)/);
    expect(text).not.toMatch(/variable (?:DESK_KEY|MLFLOW_TRACKING_URI)/);
  });

  it("are none once they are set, or declared as set by something else", async () => {
    project.write("index.js", program('DESK_KEY: "k", DESK_DEPLOYMENT: a.secretRef("aoai", "deployment")'));
    expect(await project.previewText()).not.toMatch(/DESK_DEPLOYMENT \(/);
    project.write("index.js", program('DESK_KEY: "k"', ', environmentVariables: ["DESK_DEPLOYMENT"]'));
    expect(await project.previewText()).not.toMatch(/DESK_DEPLOYMENT \(/);
  });
});
