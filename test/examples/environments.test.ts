import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { StandInForge } from "../preview/forge.js";
import { mlflowAgents } from "../support/cli.js";
import { Project } from "../support/engine.js";
import { ask, question } from "../support/workspace.js";

const example = join(__dirname, "../../examples/environments");
const stacks = ["dev", "staging", "prod"] as const;
type Stack = (typeof stacks)[number];
const token = ["ghp", "0123456789".repeat(4)].join("_");

/** The story of one agent in three environments, in order: each test goes on where the one before it stopped. */
describe("one agent in three environments", () => {
  let project: Project;
  let forge: StandInForge;
  let env: NodeJS.ProcessEnv;
  let credentials: string;
  const first: Partial<Record<Stack, Record<string, unknown>>> = {};

  beforeAll(async () => {
    const files = Object.fromEntries(
      readdirSync(example)
        .filter((name) => !/^(?:Pulumi|package|README|node_modules)/.test(name))
        .map((name) => [name, readFileSync(join(example, name), "utf8")]),
    );
    // Each stack goes to its workspace by the profile that its own file names; here all three are the same workspace.
    const { host, token: workspaceToken } = inject("shared");
    const profiles = ["development", "staging", "production"].map(
      (name) => `[${name}]\nhost = ${host}\ntoken = ${workspaceToken}\n`,
    );
    credentials = mkdtempSync(join(tmpdir(), "mlflow-agents-profiles-"));
    const configFile = join(credentials, "databrickscfg");
    writeFileSync(configFile, profiles.join("\n"));
    env = { DATABRICKS_HOST: undefined, DATABRICKS_TOKEN: undefined, DATABRICKS_CONFIG_FILE: configFile };
    project = await Project.create("environments", files, env);
    for (const stack of stacks) {
      const text = readFileSync(join(example, `Pulumi.${stack}.yaml`), "utf8");
      // `local` is the workspace of a checkout; the test's own has a profile in its place.
      project.write(
        `Pulumi.${stack}.yaml`,
        text.replace("mlflow-agents:host: local", "mlflow-agents:profile: development"),
      );
      if (stack !== "dev") await project.succeed("stack", "init", stack);
    }
    forge = await StandInForge.start(token);
  });
  afterAll(async () => {
    await forge?.stop();
    await project?.succeed("state", "unprotect", "--all", "--yes", "--stack", "prod").catch(() => undefined);
    for (const stack of ["prod", "staging", "dev"]) {
      await project?.run("destroy", "--yes", "--skip-preview", "--stack", stack);
    }
    await project?.remove();
    rmSync(credentials, { recursive: true, force: true });
  });

  const up = (stack: Stack) => project.succeed("up", "--yes", "--skip-preview", "--stack", stack);
  const outputs = async (stack: Stack) =>
    JSON.parse(await project.succeed("stack", "output", "--json", "--stack", stack)) as Record<string, string>;
  const comment = () =>
    mlflowAgents(project.folder, ["preview", ...stacks.flatMap((stack) => ["--stack", stack]), "--comment", "github"], {
      ...env,
      ...forge.github(),
    });
  const body = () => forge.comments.at(-1)?.body ?? "";
  const sameDigest = async () => new Set(await Promise.all(stacks.map(async (stack) => (await outputs(stack)).digest)));

  it("logs the agent in dev, and promotes the same content to staging and prod", async () => {
    for (const stack of stacks) await up(stack);
    for (const stack of stacks) first[stack] = await outputs(stack);
    expect((await sameDigest()).size).toBe(1);
    expect(new Set(stacks.map((stack) => first[stack]?.modelId)).size).toBe(1);
    for (const stack of stacks) expect(await question(`support-${stack}`, "hello")).not.toBe("");
  });

  it("shows a commit in one comment: dev changes, the others do not", async () => {
    const agent = readFileSync(join(example, "agent.py"), "utf8");
    project.write("agent.py", agent.replace("briefly and politely", "in rhymes"));
    const { code, stderr } = await comment();
    expect([code, stderr]).toEqual([0, expect.stringContaining("comment posted")]);
    expect(body()).toContain("### `dev`: 1 new version, 1 endpoint rolls over");
    expect(body()).toContain("**Files** changed `agent.py`");
    // Their programs read what dev has, and merging promotes it: that is not "no changes".
    expect(body()).toContain("No changes yet in `staging`, until `dev` is updated: it reads outputs from there");
    expect(body()).toContain("No changes yet in `prod`, until `staging` is updated: it reads outputs from there");
  });

  it("shows after the update of dev what a promotion would do, in the same comment", async () => {
    await up("dev");
    await comment();
    expect(forge.comments).toHaveLength(1);
    expect(body()).toMatch(/### `staging`: 1 new version, 1 endpoint rolls over/);
    expect(body()).toContain("No changes in `dev`.");
    expect(body()).toContain("No changes yet in `prod`, until `staging` is updated");
  });

  it("promotes the new version with one digest everywhere", async () => {
    await up("staging");
    await up("prod");
    expect((await sameDigest()).size).toBe(1);
    expect((await outputs("prod")).digest).not.toBe(first.prod?.digest);
    expect((await outputs("prod")).version).toBe("2");
  });

  it("exports the digest of a version that is pinned, beside that of the content that waits", async () => {
    const program = readFileSync(join(example, "index.ts"), "utf8");
    const now = await outputs("prod");
    project.write("index.ts", program.replace("forceDestroy", 'pinnedVersion: "1", forceDestroy'));
    await up("prod");
    project.write("index.ts", program);
    const pinned = await outputs("prod");
    expect(pinned).toMatchObject({ version: "1", digest: first.prod?.digest, contentDigest: now.contentDigest });
    expect(pinned.digest).not.toBe(pinned.contentDigest);
    await up("prod");
    expect(await outputs("prod")).toEqual(now);
  });

  it("leaves the champion on the version that serves where prod's gate refuses the new one", async () => {
    const agent = readFileSync(join(example, "agent.py"), "utf8");
    const program = readFileSync(join(example, "index.ts"), "utf8");
    project.write("agent.py", agent.replace("briefly and politely", "in riddles"));
    await up("dev");
    await up("staging");
    project.write("index.ts", program.replace("modelAliases:", 'gate: { command: "exit 1" },\n    modelAliases:'));
    const { code, output } = await project.run("up", "--yes", "--skip-preview", "--stack", "prod");
    project.write("index.ts", program);
    expect([code === 0, output]).toEqual([false, expect.stringMatching(/gate/)]);
    const path = "/api/2.0/mlflow/unity-catalog/registered-models/get?name=prod.agents.support";
    const { registered_model: found } = await ask<{ registered_model: { aliases: object[] } }>("GET", path);
    expect(found.aliases).toEqual([{ alias: "champion", version: "2" }]);
  });

  it("goes back everywhere when the commit is reverted, without a new version", async () => {
    project.write("agent.py", readFileSync(join(example, "agent.py"), "utf8"));
    for (const stack of stacks) await up(stack);
    for (const stack of stacks) expect(await outputs(stack)).toEqual(first[stack]);
    for (const stack of stacks) expect(await question(`support-${stack}`, "hello")).not.toBe("");
  });

  it("refuses to replace what is protected in prod", async () => {
    await project.succeed("config", "set", "environments:catalog", "main", "--stack", "prod");
    const { code, output } = await project.run("preview", "--stack", "prod");
    await project.succeed("config", "rm", "environments:catalog", "--stack", "prod");
    expect(code).not.toBe(0);
    expect(output).toMatch(/protect/);
  });

  it("names the keys that an environment lacks, and how to set them", async () => {
    await project.succeed("stack", "init", "qa");
    const { stdout, code } = await mlflowAgents(project.folder, ["preview", "--stack", "qa"], env);
    await project.succeed("stack", "rm", "qa", "--yes");
    expect(code).toBe(1);
    expect(stdout).toContain('The environment "qa" is not complete');
    expect(stdout).toContain("pulumi config set environments:catalog <value> --stack qa");
  });

  it("finds what somebody changed by hand in one stack only", async () => {
    const { host, token: workspaceToken } = inject("shared");
    const headers = { authorization: `Bearer ${workspaceToken}` };
    await fetch(`${host}/api/2.0/serving-endpoints/support-staging`, { method: "DELETE", headers });
    const { code, stdout } = await mlflowAgents(
      project.folder,
      ["drift", ...stacks.flatMap((stack) => ["--stack", stack]), "--format", "markdown"],
      env,
    );
    expect(code).toBe(3);
    expect(stdout).toContain("### `staging`: 1 resource gone");
    expect(stdout).toContain("No drift in `dev`, `prod`.");
  });
});
