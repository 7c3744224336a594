import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { parse } from "yaml";
import { StandInForge } from "../preview/forge.js";
import { Project } from "../support/engine.js";

const example = join(__dirname, "../../examples/pull-request");
const token = ["ghp", "0123456789".repeat(4)].join("_");
const stacks = ["dev", "staging", "prod"];

/** A step of a workflow of GitHub Actions. */
interface Step {
  name?: string;
  run?: string;
  uses?: string;
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, { env: Record<string, string>; steps: Step[] }>;
}

const read = (path: string) => readFileSync(join(example, path), "utf8");

/** The steps of a workflow's only job that are commands, without the installation of what is installed here. */
function commands(file: string): { env: Record<string, string>; runs: string[] } {
  const workflow = parse(read(`github/${file}`)) as Workflow;
  const [job] = Object.values(workflow.jobs);
  const runs = (job?.steps ?? []).flatMap(({ run }) => (run === undefined || run === "npm ci" ? [] : [run]));
  return { env: job?.env ?? {}, runs };
}

const program = (scope = "") => `
const { AuthPolicy, servingEndpoint } = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
new AuthPolicy("access", { systemResources: [servingEndpoint("databricks-claude-sonnet-4")], userApiScopes: [${scope}] });
`;

describe("the workflows of examples/pull-request, step by step on a git repository", () => {
  let project: Project;
  let forge: StandInForge;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const { modules } = inject("shared");
    project = await Project.create("pull-request", {
      "index.js": program(),
      "drift-issue.mjs": read("drift-issue.mjs"),
    });
    for (const stack of stacks.slice(1)) await project.succeed("stack", "init", stack);
    forge = await StandInForge.start(token);
    const bin = join(project.folder, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    const cli = join(modules, "node_modules/pulumi-mlflow-agents/dist/cli/main.js");
    writeFileSync(join(bin, "mlflow-agents"), `#!/bin/sh\nexec node "${cli}" "$@"\n`, { mode: 0o755 });
    env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      DATABRICKS_HOST: inject("shared").host,
      DATABRICKS_TOKEN: inject("shared").token,
      PULUMI_BACKEND_URL: `file://${join(project.folder, ".state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
    };
    project.write(".gitignore", "node_modules\n.state\n");
    await shell(
      "git init -q -b main && git add -A && git -c user.name=t -c user.email=t@example.com commit -q -m first",
    );
  });
  afterAll(async () => {
    await forge?.stop();
    await project?.remove();
  });

  /** Runs a step as a runner does: `bash -e`, with the expressions of the workflow filled in. */
  function shell(step: string, more: NodeJS.ProcessEnv = {}, matrix = ""): Promise<{ code: number; output: string }> {
    const text = step.replace(/\$\{\{ matrix\.stack \}\}/g, matrix);
    expect(text).not.toContain("${{");
    return new Promise((resolve) => {
      const options = { cwd: project.folder, env: { ...env, ...more }, maxBuffer: 64_000_000 };
      execFile("bash", ["-e", "-o", "pipefail", "-c", text], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
      });
    });
  }

  const change = async (text: string) => {
    project.write("index.js", text);
    await shell("git add -A && git -c user.name=t -c user.email=t@example.com commit -q -m change");
  };

  it("deploys dev, staging and prod after a merge", async () => {
    const [step = ""] = commands("deploy.yml").runs;
    for (const stack of stacks) {
      const { code, output } = await shell(step, {}, stack);
      expect([code, output]).toEqual([0, expect.stringContaining("created")]);
    }
  });

  it("posts one comment about all three stacks in a pull request of GitHub, with annotations, and edits it", async () => {
    await shell("git checkout -q -b feature");
    await change(program('"dashbords.genie"'));
    const [step = ""] = commands("preview.yml").runs;
    const first = await shell(step, forge.github());
    expect([first.code, first.output]).toEqual([0, expect.stringContaining("comment posted")]);
    expect(first.output).toContain("::warning file=index.js,line=4,");
    for (const stack of stacks) expect(forge.comments[0]?.body).toContain(`### \`${stack}\`: 1 API scope gained`);
    await change(program('"dashboards.genie"'));
    const second = await shell(step, forge.github());
    expect([second.code, second.output]).toEqual([0, expect.stringContaining("comment edited")]);
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toContain("`dashboards.genie`");
  });

  it("prints the comment where the forge refuses it, as for a pull request from a fork", async () => {
    forge.refusals.GET = [{ status: 403, body: { message: "Resource not accessible by integration" } }];
    const [step = ""] = commands("preview.yml").runs;
    const { code, output } = await shell(step, forge.github());
    expect(code).toBe(1);
    expect(output).toContain("## Preview of `pull-request`");
    expect(output).toContain("pull-requests: write");
  });

  it("posts the comment and a code quality report in a merge request of GitLab", async () => {
    const pipeline = parse(read("gitlab/.gitlab-ci.yml")) as Record<string, { script: string[] }>;
    const { code, output } = await shell((pipeline.preview?.script ?? []).join("\n"), forge.gitlab());
    expect([code, output]).toEqual([0, expect.stringContaining("comment")]);
    expect(JSON.parse(readFileSync(join(project.folder, "quality.json"), "utf8"))).toEqual([]);
    expect(forge.comments.at(-1)?.body).toContain("1 API scope gained");
  });

  it("opens no issue when nothing differs, one when something does, and closes it again", async () => {
    const { runs } = commands("drift.yml");
    const night = async () => {
      for (const step of runs) {
        const { code, output } = await shell(step, forge.github());
        expect([code, output]).toEqual([0, expect.anything()]);
      }
    };
    await night();
    expect(forge.issues).toEqual([]);
    const quiet = readFileSync(join(project.folder, "drift.md"), "utf8");
    expect(quiet).toContain("No drift in `dev`, `staging`, `prod`.");
    // A policy has no remote object that could differ: the second step gets a text that says so.
    writeFileSync(join(project.folder, "drift.md"), "## Drift\n\n### `prod`: 1 resource gone\n");
    await shell(runs[1] ?? "", forge.github());
    await shell(runs[1] ?? "", forge.github());
    expect(forge.issues).toMatchObject([{ state: "open", title: "Agents differ from their stacks" }]);
    // A night that saw nothing closes nothing.
    writeFileSync(
      join(project.folder, "drift.md"),
      "## Drift\n\n### ❓ `prod`: cannot tell: 1 resource could not be read\n",
    );
    await shell(runs[1] ?? "", forge.github());
    expect(forge.issues).toMatchObject([{ state: "open" }]);
    await night();
    expect(forge.issues).toMatchObject([{ state: "closed" }]);
  });

  it("stores no token: the workspace is reached by OIDC", () => {
    for (const file of ["preview.yml", "deploy.yml", "drift.yml"]) {
      const text = read(`github/${file}`);
      expect((parse(text) as Workflow).permissions).toMatchObject({ "id-token": "write", contents: "read" });
      expect(text).toContain("DATABRICKS_AUTH_TYPE: github-oidc");
      expect(text).not.toMatch(/secrets\.|DATABRICKS_TOKEN|DATABRICKS_CLIENT_SECRET/);
    }
    expect(read("gitlab/.gitlab-ci.yml")).not.toMatch(/DATABRICKS_TOKEN|DATABRICKS_CLIENT_SECRET/);
    expect(existsSync(join(example, "drift-issue.mjs"))).toBe(true);
  });
});
