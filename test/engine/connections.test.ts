import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { shareOneModel } from "./shareOneModel.js";

const nothing = { DATABRICKS_HOST: "", DATABRICKS_TOKEN: "" };

const program = (model: string, workspace = "") => `const a = require("pulumi-mlflow-agents");
${workspace}
const opts = ${workspace === "" ? "{}" : "{ workspace }"};
const agent = new a.LoggedAgent("agent", { code: "agent.py" }, opts);
const model = new a.RegisteredModel("model", { name: "${model}", agent, aliases: { champion: "latest" }, forceDestroy: true }, opts);
exports.version = model.version;
`;

describe("one program, wherever it is pointed", () => {
  let project: Project;
  afterEach(() => project.remove());

  const deploy = async (env: NodeJS.ProcessEnv, text: string, prepare: (project: Project) => void = () => {}) => {
    project = await Project.create("pointed", { "index.js": text, "agent.py": echoAgent("x") }, { ...nothing, ...env });
    prepare(project);
    await project.up();
    expect(await project.outputs()).toEqual({ version: "1" });
    expect(await project.preview()).toEqual([]);
    await project.destroy();
  };

  it("at a plain MLflow server", async () => {
    await deploy({ MLFLOW_TRACKING_URI: inject("shared").mlflowUrl }, program("plain-support"));
  });

  it("at a workspace, as a service principal", async () => {
    const { host, clientId, clientSecret } = inject("shared");
    await deploy(
      { DATABRICKS_HOST: host, DATABRICKS_CLIENT_ID: clientId, DATABRICKS_CLIENT_SECRET: clientSecret },
      program("main.agents.machine"),
    );
  });

  it("at a workspace, by a profile", async () => {
    const { host, token } = inject("shared");
    const file = join(inject("shared").modules, "profiles.ini");
    writeFileSync(file, `[DEFAULT]\nhost = https://elsewhere.example\n\n[team]\nhost = ${host}\ntoken = ${token}\n`);
    await deploy({ DATABRICKS_CONFIG_FILE: file, DATABRICKS_CONFIG_PROFILE: "team" }, program("main.agents.profiled"));
  });

  it("at a workspace that the program names, with a token that only the environment holds", async () => {
    const { host, token } = inject("shared");
    const workspace = `const workspace = new a.Workspace("team", { host: "${host}", tokenEnv: "TEAM_TOKEN" });`;
    await deploy({ TEAM_TOKEN: token }, program("main.agents.named", workspace));
  });

  it("by the stack's configuration, whose token stays encrypted", async () => {
    const { host, token } = inject("shared");
    project = await Project.create(
      "pointed",
      { "index.js": program("main.agents.configured"), "agent.py": echoAgent("x") },
      nothing,
    );
    await project.succeed("config", "set", "mlflow-agents:host", host);
    await project.succeed("config", "set", "--secret", "mlflow-agents:token", token);
    await project.up();
    expect(await project.succeed("stack", "export")).not.toContain(token);
    await project.destroy();
  });
});

describe("two stacks at one plain MLflow server", () => {
  it("share a model, which goes with the last of them", () => shareOneModel(inject("shared").mlflowUrl));
});
