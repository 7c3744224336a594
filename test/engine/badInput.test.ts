import { symlinkSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { callsDuring, writes } from "../support/workspace.js";

/** Given where a secret might be repeated; it must show nowhere. */
const canary = "dapi-canary-5f1c77";

interface Case {
  /** What the tired person did. */
  mistake: string;
  /** The resource, as a line of the program. */
  program: string;
  /** Files beside it. */
  files?: Record<string, string>;
  /** What the one error says: the argument's path, and the way out. */
  says: RegExp;
}

const agent = (args: string) => `new a.LoggedAgent("it", { code: "agent.py", ${args} });`;
const model = (args: string) => `new a.RegisteredModel("it", { name: "main.agents.x", agent: "m-1", ${args} });`;
const endpoint = (args: string) => `new a.ServingEndpoint("it", { model: "models:/main.agents.x/1", ${args} });`;

const cases: Case[] = [
  {
    mistake: "an agent file that is not there",
    program: `new a.LoggedAgent("it", { code: "agnt.py" });`,
    says: /code: .*agnt\.py/,
  },
  {
    mistake: "an agent file that is not Python",
    program: `new a.LoggedAgent("it", { code: "broken.py" });`,
    files: { "broken.py": "def predict(:\n  return 1\n" },
    says: /code: broken\.py:1:12: \( is never closed/,
  },
  {
    mistake: "an agent file that holds no Python at all",
    program: `new a.LoggedAgent("it", { code: "picture.py" });`,
    files: { "picture.py": "\u0000\u0001GIF89a\u0000" },
    says: /code: .*picture\.py.*not Python/s,
  },
  {
    mistake: "an agent without set_model",
    program: `new a.LoggedAgent("it", { code: "none.py" });`,
    files: { "none.py": "print('hello')\n" },
    says: /code: .*set_model/s,
  },
  {
    mistake: "an unknown argument",
    program: agent(`requirement: ["openai"]`),
    says: /requirement: .*Did you mean `requirements`\?/,
  },
  {
    mistake: "a value of the wrong type",
    program: agent("codePaths: 7"),
    says: /codePaths: it must be a list, but a number was given \(7\)/,
  },
  {
    mistake: "a required argument left out",
    program: `new a.RegisteredModel("it", { agent: "m-1" });`,
    says: /name: it is required/,
  },
  {
    mistake: "a model name with two parts in Unity Catalog",
    program: `new a.RegisteredModel("it", { name: "agents.support", agent: "m-1" });`,
    says: /name: "agents\.support" has 2 parts; Unity Catalog wants three: `catalog\.schema\.model`/,
  },
  {
    mistake: "an unknown kind of resource",
    program: `new a.AuthPolicy("it", { systemResources: [{ kind: "vectorIndex", name: "a.b.c" }] });`,
    says: /systemResources\[0\]\.kind: it must be one of "vectorSearchIndex".*but "vectorIndex" was given/,
  },
  {
    mistake: "resources and authPolicy together",
    program: agent(`resources: [a.servingEndpoint("x")], authPolicy: { userApiScopes: ["sql"] }`),
    says: /resources: .*either `resources` or `authPolicy`/,
  },
  {
    mistake: "an environment variable that is not upper-case",
    program: endpoint(`environment: { "api-key": "${canary}" }`),
    says: /environment\["api-key"\]: .*upper-case/,
  },
  {
    mistake: "an environment variable that is not a text",
    program: endpoint(`environment: { TOKEN: pulumi.secret(["${canary}"]) }`),
    says: /environment\.TOKEN: it must be a string/,
  },
  {
    mistake: "a secret of the wrong shape where no secret is expected",
    program: endpoint(`workloadSize: pulumi.secret({ "${canary}": 1 })`),
    says: /workloadSize: it must be a string/,
  },
  {
    mistake: "traffic that does not add up",
    program: `new a.ServingEndpoint("it", { servedEntities: [{ name: "one", model: "models:/main.agents.x/1" }, { name: "two", model: "models:/main.agents.x/2" }],
      traffic: [{ servedEntity: "one", percentage: 60 }, { servedEntity: "two", percentage: 50 }] });`,
    says: /traffic: the percentages must add up to 100, but 60 \+ 50 is 110/,
  },
  {
    mistake: "an endpoint without a model",
    program: `new a.ServingEndpoint("it", {});`,
    says: /model: it is required/,
  },
  {
    mistake: "an alias that is a version number",
    program: model(`aliases: { "3": "latest" }`),
    says: /aliases\["3"\]: an alias is/,
  },
];

const program = (text: string) =>
  `const a = require("pulumi-mlflow-agents"); const pulumi = require("@pulumi/pulumi");\n${text}\n`;

/** What every refusal has in common. */
function expectOneClearError(output: string): void {
  expect(output).not.toMatch(/\n\s+at .*[:(]\d+:\d+/);
  expect(output).not.toContain(canary);
  expect(output).not.toMatch(/defect of pulumi-mlflow-agents/);
}

describe("a mistake is told at once, in one clear error, before anything is created", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("mistakes", { "index.js": program(""), "agent.py": echoAgent("x") });
  });
  afterAll(() => project.remove());

  it.each(cases)("$mistake", async ({ program: text, files, says }) => {
    for (const [path, content] of Object.entries(files ?? {})) project.write(path, content);
    project.write("index.js", program(text));
    const calls = await callsDuring(async () => {
      const { code, output } = await project.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(output).toMatch(says);
      // Every error names its resource; the summary below the diagnostics repeats none.
      expect(output.split("Diagnostics:")[1]?.match(/^ {4}error: /gm)).toHaveLength(1);
      expect(output).toMatch(/resource 'it' has a problem/);
      expectOneClearError(output);
    });
    expect(writes(calls)).toEqual([]);
  });

  it("a symbolic link that leaves the agent's folder", async () => {
    project.write("outside.txt", "secret of the machine");
    project.write("inside/agent.py", echoAgent("x"));
    symlinkSync(join(project.folder, "outside.txt"), join(project.folder, "inside", "notes.txt"));
    project.write(
      "index.js",
      program(`new a.LoggedAgent("it", { code: "inside/agent.py", codePaths: ["inside/notes.txt"] });`),
    );
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/codePaths\[0\]: .*notes\.txt.*link/s);
    expectOneClearError(output);
  });

  it("several mistakes in one resource are told together", async () => {
    project.write(
      "index.js",
      program(`new a.LoggedAgent("it", { code: "agnt.py", codePaths: ["gone"], tag: {}, pythonVersion: "3" });`),
    );
    const { output } = await project.run("preview");
    for (const path of ["code: ", "codePaths\\[0\\]: ", "tag: ", "pythonVersion: "]) {
      expect(output).toMatch(new RegExp(`has a problem: ${path}`));
    }
    expectOneClearError(output);
  });
});

describe("a workspace that cannot be used is told before anything is created", () => {
  let project: Project;
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer((_request, response) => response.end("<html><title>A bakery</title></html>"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.close();
    await project.remove();
  });

  const attempt = async (env: NodeJS.ProcessEnv) => {
    project = await Project.create(
      "unreachable",
      { "index.js": program(`new a.LoggedAgent("it", { code: "agent.py" });`), "agent.py": echoAgent("x") },
      env,
    );
    const { code, output } = await project.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expectOneClearError(output);
    expect(output.split("Diagnostics:")[1]?.match(/^ {4}error: /gm)).toHaveLength(1);
    return output;
  };

  it("one that does not answer", async () => {
    const output = await attempt({ DATABRICKS_HOST: "http://127.0.0.1:9", DATABRICKS_TOKEN: canary });
    expect(output).toMatch(/http:\/\/127\.0\.0\.1:9/);
    expect(output).toMatch(/got no answer: it refuses connections; check the address/);
  });

  it("one that refuses the token", async () => {
    const output = await attempt({ DATABRICKS_TOKEN: canary });
    expect(output).toContain(inject("shared").host);
    expect(output).toMatch(/401|token|credentials/i);
  });

  it("one that is not a workspace", async () => {
    const output = await attempt({ DATABRICKS_HOST: `http://127.0.0.1:${port}`, DATABRICKS_TOKEN: canary });
    expect(output).toMatch(/a web page where an API answers JSON.*Check the host/);
  });

  it("a plain MLflow server, for an endpoint", async () => {
    project = await Project.create(
      "unreachable",
      { "index.js": program(`new a.ServingEndpoint("it", { model: "models:/x/1" });`) },
      { DATABRICKS_HOST: "", DATABRICKS_TOKEN: "", MLFLOW_TRACKING_URI: inject("shared").mlflowUrl },
    );
    const { code, output } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/is a plain MLflow server, which has no serving endpoints\./);
    expectOneClearError(output);
  });

  it("none at all", async () => {
    const output = await attempt({
      DATABRICKS_HOST: "",
      DATABRICKS_TOKEN: "",
      HOME: "/nonexistent",
      PULUMI_HOME: process.env.PULUMI_HOME,
    });
    expect(output).toMatch(/local/);
    expect(output).toMatch(/DATABRICKS_HOST|mlflow-agents:host/);
  });
});
