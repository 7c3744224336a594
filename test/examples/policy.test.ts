import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { mlflowAgents } from "../support/cli.js";
import { Project } from "../support/engine.js";

const root = join(__dirname, "../..");

/** A program whose parts are given as text; nothing is ever deployed here. */
const program = (
  parts: { uses?: string; scopes?: string; requirements?: string; endpoint?: string; more?: string } = {},
) => `
const { AgentDeployment, genieSpace, sqlWarehouse } = require("pulumi-mlflow-agents");
const pulumi = require("@pulumi/pulumi");
new AgentDeployment("support", {
  access: { systemResources: [${parts.uses ?? ""}], userApiScopes: [${parts.scopes ?? ""}] },
  agent: { code: "agent.py", requirements: [${parts.requirements ?? '"mlflow==3.17.2"'}], ${parts.more ?? ""} },
  model: { name: "main.agents.policy" },
  endpoint: { name: "policy", ${parts.endpoint ?? 'environment: { ENABLE_MLFLOW_TRACING: "true" }'} },
});
`;

/**
 * Makes the pack one that the CLI of the tests can run. One that this package set up brings `pulumi-analyzer-policy-node`, for
 * packs of `runtime: node`: its language host may be of a release that does not know how to run packs. Any other CLI is taken
 * to be Pulumi's own, whose language host does.
 */
function forThisCli(pack: string): void {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const brings = folders.some((folder) => existsSync(join(folder, "pulumi-analyzer-policy-node")));
  if (brings) writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: node\n");
}

describe("the policy pack of examples/policy, run by pulumi preview --policy-pack", () => {
  let project: Project;
  let pack: string;
  beforeAll(async () => {
    const { modules } = inject("shared");
    const policy = join(modules, "node_modules/@pulumi/policy");
    if (!existsSync(policy)) symlinkSync(join(root, "node_modules/@pulumi/policy"), policy);
    pack = join(modules, "policy-pack");
    mkdirSync(pack, { recursive: true });
    cpSync(join(root, "examples/policy"), pack, { recursive: true });
    forThisCli(pack);
    project = await Project.create("policed", { "index.js": program(), "agent.py": echoAgent("x") });
    await project.succeed("stack", "init", "prod");
  });
  afterAll(() => project.remove());

  const preview = (text: string, stack: string, ...more: string[]) => {
    project.write("index.js", text);
    return project.run("preview", "--stack", stack, "--policy-pack", pack, ...more);
  };

  it("lets a program pass that keeps the rules", async () => {
    const { code, output } = await preview(program(), "prod");
    expect([code, output]).toEqual([0, expect.stringContaining("agents")]);
    expect(output).not.toMatch(/\[(?:mandatory|advisory)\]|violation/i);
  });

  it.each([
    ["tracing-in-production", { endpoint: "environment: {}" }, "set ENABLE_MLFLOW_TRACING"],
    [
      "no-scale-to-zero-in-production",
      { endpoint: 'environment: { ENABLE_MLFLOW_TRACING: "true" }, scaleToZero: true' },
      "scaleToZero is on",
    ],
    [
      "no-unreviewed-scope",
      { scopes: '"dashboards.genie", "sql"' },
      'the API scope "sql" was not reviewed. Reviewed: dashboards.genie.',
    ],
    [
      "pinned-requirements",
      { requirements: '"mlflow==3.17.2", "openai>=1"' },
      'requirements: "openai>=1" is not pinned',
    ],
    [
      "no-unreviewed-scope",
      {
        uses: 'genieSpace("01ef", { onBehalfOfUser: true }), sqlWarehouse("1", { onBehalfOfUser: true })',
        scopes: '"derived"',
      },
      'the API scope "sql.warehouses" was not reviewed',
    ],
    [
      "permissions-by-group",
      {
        endpoint:
          'environment: { ENABLE_MLFLOW_TRACING: "true" }, permissions: { users: { ann: "CAN_QUERY" }, groups: { desk: "CAN_VIEW" } }',
      },
      'a permission is given to "ann", who is no group',
    ],
    [
      "no-plain-text-credentials",
      {
        endpoint:
          'environment: { ENABLE_MLFLOW_TRACING: "true", CRM_TOKEN: "in-plain-text", OTHER_TOKEN: pulumi.secret("hidden") }',
      },
      "environment.CRM_TOKEN looks like a credential in plain text",
    ],
  ])("%s stops a preview of prod", async (rule, parts, message) => {
    const { code, output } = await preview(program(parts), "prod");
    expect(code).not.toBe(0);
    expect(output).toContain(rule);
    expect(output).toContain(message);
    expect(output).not.toMatch(/OTHER_TOKEN looks|in-plain-text/);
  });

  it("takes what a preset or `tracing` sets for set", async () => {
    const { code, output } = await preview(program({ endpoint: 'preset: "agent"' }), "prod");
    expect([code, output]).toEqual([0, expect.not.stringContaining("tracing-in-production")]);
  });

  it("lets secrets and references pass", async () => {
    const environment =
      'ENABLE_MLFLOW_TRACING: "true", A_TOKEN: pulumi.secret("hidden"), B_TOKEN: "{{secrets/a/b}}", MAX_TOKENS: "100"';
    const { code, output } = await preview(program({ endpoint: `environment: { ${environment} }` }), "prod");
    expect([code, output]).toEqual([0, expect.not.stringContaining("looks like a credential")]);
  });

  it("asks less of a stack that is not production", async () => {
    const { code, output } = await preview(program({ endpoint: "environment: {}, scaleToZero: true" }), "dev");
    expect([code, output]).toEqual([0, expect.not.stringContaining("tracing-in-production")]);
  });

  it("can be configured for one run", async () => {
    const config = join(project.folder, "config.json");
    writeFileSync(
      config,
      JSON.stringify({
        "no-unreviewed-scope": { reviewed: ["sql"] },
        "tracing-in-production": { production: ["dev"] },
        "pinned-requirements": "advisory",
      }),
    );
    const relaxed = program({ scopes: '"sql"', requirements: '"openai"' });
    expect((await preview(relaxed, "prod")).code).not.toBe(0);
    const { code, output } = await preview(relaxed, "prod", "--policy-pack-config", config);
    expect([code, output]).toEqual([0, expect.stringContaining('"openai" is not pinned')]);
    const other = await preview(program({ endpoint: "environment: {}" }), "dev", "--policy-pack-config", config);
    expect([other.code === 0, other.output]).toEqual([false, expect.stringContaining("set ENABLE_MLFLOW_TRACING")]);
  });

  it("becomes findings of mlflow-agents preview", async () => {
    project.write("index.js", program({ scopes: '"sql"' }));
    const asked = ["preview", "--stack", "prod", "--policy-pack", pack, "-f", "markdown"];
    const { code, stdout } = await mlflowAgents(project.folder, asked);
    expect(code).toBe(1);
    expect(stdout).toContain("#### ❌ Errors");
    expect(stdout).toMatch(/policy no-unreviewed-scope of agents \(mandatory\)/);
  });
});
