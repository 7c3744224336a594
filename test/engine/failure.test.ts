import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, question, writes } from "../support/workspace.js";

const model = "main.agents.troubled";
const endpoint = "agents_main-agents-troubled";
const secret = "canary-in-the-log-42";

/** An agent that dies when it is loaded, and shows its environment as it does. */
const dying = `import os
from mlflow.models import set_model
from mlflow.pyfunc import ResponsesAgent


class Dying(ResponsesAgent):
    def predict(self, request):
        raise NotImplementedError


import base64

key = os.environ["API_KEY"].encode()
print("the key is", os.environ["API_KEY"], base64.b64encode(key).decode(), key.hex())
print("authorization: Basic", base64.b64encode(b"service:" + key).decode())
print("the tier is", os.environ["TIER"])
raise RuntimeError("no database to talk to")
set_model(Dying())
`;

/** The secret as a log may hold it. */
const forms = [
  secret,
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  Buffer.from(secret).toString("hex"),
  // Within `service:…` it begins at the second place of a group.
  Buffer.from(`service:${secret}`).toString("base64").slice(12, -4),
];

const program = (more = "") =>
  fourResources(model, { environment: `API_KEY: pulumi.secret("${secret}"), TIER: "A"`, agent: more });

describe("a deployment that fails keeps what exists, and the next run goes on", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("troubled", { "index.js": program(), "agent.py": dying });
  });
  afterAll(() => project.remove());

  it("says why with the server's log, and keeps the endpoint in the state", async () => {
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/could not deploy/);
    expect(output).toMatch(/no database to talk to/);
    expect(output).toMatch(/the tier is A/);
    const state = await project.succeed("stack", "export");
    expect(state).toMatch(/the tier is A/);
    for (const form of forms) for (const text of [output, state]) expect(text).not.toContain(form);
    const kept = await project.resource("ServingEndpoint");
    expect(kept.id).toBe(endpoint);
    expect(kept.initErrors).toHaveLength(1);
    expect(kept.outputs.__provider).toMatch(/require\("pulumi-mlflow-agents\/provider"\)\.servingEndpoint/);
  });

  it("comes up with the cause corrected, without a second endpoint", async () => {
    project.write("agent.py", echoAgent("well"));
    const calls = await callsDuring(() => project.up());
    expect(writes(calls)).not.toContain("POST /api/2.0/serving-endpoints");
    expect(await question(endpoint, "hi")).toBe("well");
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("goes on serving the old version while a new one fails, and shows it in the state", async () => {
    project.write("agent.py", dying.replace("no database", "no cache"));
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/It still serves version 2 of main\.agents\.troubled/);
    expect(output).toMatch(/no cache to talk to/);
    expect(await question(endpoint, "hi")).toBe("well");
    // A refresh in between must not make anybody believe that the update went through.
    await project.run("refresh", "--yes", "--skip-preview");
    expect(await project.preview()).toMatchObject([{ op: "update" }]);
  });

  it("names a variable that is not set, and the way to set it", async () => {
    project.write("agent.py", dying.replace('"API_KEY"', '"DB_URL"'));
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output.split("--- ")[0]).toMatch(/reads the environment variable DB_URL, .*add it to `environment`/);
  });

  it("shows the resolver's words when the requirements cannot be met", async () => {
    project.write("agent.py", echoAgent("well"));
    project.write("index.js", program('requirements: ["mlflow==3.17.2", "no-such-package-of-ours==99.9"]'));
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/build log/);
    // Named in the message itself, before the logs.
    expect(output.split("--- ")[0]).toMatch(/it requires no-such-package-of-ours==99\.9, which cannot be installed/);
    expect(await question(endpoint, "hi")).toBe("well");
  });

  it("has nothing to do after the way back", async () => {
    project.write("index.js", program());
    await project.up();
    expect(await question(endpoint, "hi")).toBe("well");
    expect(await project.preview("--refresh")).toEqual([]);
  });
});

describe("an answer that is lost after the effect leaves no double and no orphan", () => {
  const lost = [
    "/api/2.0/mlflow/experiments/create",
    "/api/2.0/mlflow/logged-models",
    "/api/2.0/mlflow/unity-catalog/registered-models/create",
    "/api/2.0/mlflow/unity-catalog/model-versions/create",
    "/api/2.0/mlflow/unity-catalog/model-versions/finalize",
    "/api/2.0/serving-endpoints",
  ];
  let project: Project;
  const projects: Project[] = [];
  afterAll(async () => {
    await ask("DELETE", "/_local/faults", undefined, "any");
    for (const each of projects) await each.remove();
  });

  // What stands in front of a server may answer "later" when the server has done its work.
  it.each([
    ["refused", { effect: 503, retry_after: 1, after_effect: true }],
    ["unlucky", { effect: "drop-after-effect" }],
  ])("for every call that creates: %s", async (word, fault) => {
    const name = `main.agents.${word}`;
    project = await Project.create(word, { "index.js": fourResources(name), "agent.py": echoAgent("lucky") });
    projects.push(project);
    await ask(
      "POST",
      "/_local/faults",
      lost.map((path) => ({ method: "POST", path, ...fault })),
    );
    await project.up();
    expect((await ask<{ planted: unknown[] }>("GET", "/_local/faults")).planted).toEqual([]);
    expect(await project.outputs()).toMatchObject({ version: "1" });
    const { experimentId } = (await project.resource("LoggedAgent")).outputs;
    const { models } = await ask<{ models: { info: { status: string } }[] }>(
      "POST",
      "/api/2.0/mlflow/logged-models/search",
      {
        experiment_ids: [experimentId],
      },
    );
    expect(models.map(({ info }) => info.status)).toEqual(["LOGGED_MODEL_READY"]);
    const { model_versions: versions } = await ask<{ model_versions: { status: string }[] }>(
      "GET",
      `/api/2.0/mlflow/unity-catalog/model-versions/search?filter=${encodeURIComponent(`name='${name}'`)}`,
    );
    expect(versions.map(({ status }) => status)).toEqual(["READY"]);
    expect(await question(`agents_main-agents-${word}`, "hi")).toBe("lucky");
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("and one that cannot be read is not taken for gone", async () => {
    await ask("POST", "/_local/faults", [
      { method: "GET", path: "/api/2.0/serving-endpoints/agents_main-agents-unlucky", effect: 403, count: 20 },
    ]);
    expect(await project.refresh()).toMatch(/not refreshed, the recorded state is kept/);
    await ask("DELETE", "/_local/faults", undefined, "any");
    expect(await project.preview()).toEqual([]);
  });
});

describe("an experiment whose folder is missing", () => {
  const program = (experiment: string) =>
    `const { LoggedAgent } = require("pulumi-mlflow-agents");
new LoggedAgent("agent", { code: "agent.py", experiment: "${experiment}" });
`;
  let project: Project;
  afterAll(() => project.remove());

  it("is made with it where that is plainly ours, else refused with the folder's name", async () => {
    project = await Project.create("folders", {
      "index.js": program("/Teams/desk/agents"),
      "agent.py": echoAgent("one"),
    });
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain('the folder "/Teams/desk" of the experiment "/Teams/desk/agents" does not exist');
    project.write("index.js", program("/Shared/folders/desk/agents"));
    await project.up();
    await ask("GET", "/api/2.0/workspace/get-status?path=/Shared/folders/desk");
    await ask("GET", "/api/2.0/workspace/get-status?path=/Teams/desk", undefined, 404);
  });
});

describe("an object that is somebody else's is not touched", () => {
  let project: Project;
  let rival: Project;
  beforeAll(async () => {
    project = await Project.create("settler", {
      "index.js": fourResources("main.agents.claimed"),
      "agent.py": echoAgent("mine"),
    });
    rival = await Project.create("rival", {
      "index.js": fourResources("main.agents.claimed"),
      "agent.py": echoAgent("yours"),
    });
    await project.up();
  });
  afterAll(async () => {
    await rival.remove();
    await project.remove();
  });

  it("and the error says whose it is and how to take it over", async () => {
    const { code, output } = await rival.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/name: .*main\.agents\.claimed.*project "settler", stack "dev".*adopt: "take"/s);
    expect(await question("agents_main-agents-claimed", "hi")).toBe("mine");
    expect(await project.preview("--refresh")).toEqual([]);
  });
});
