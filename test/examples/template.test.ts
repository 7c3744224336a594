import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";

const template = join(__dirname, "../../templates/agent");

describe("templates/agent", () => {
  let folder: string;
  let pulumi: (...args: string[]) => Promise<{ code: number; output: string }>;

  beforeAll(() => {
    const { modules, host, token } = inject("shared");
    folder = mkdtempSync(join(modules, "template-"));
    mkdirSync(join(folder, ".state"));
    const env = {
      ...process.env,
      DATABRICKS_HOST: host,
      DATABRICKS_TOKEN: token,
      PULUMI_BACKEND_URL: `file://${join(folder, ".state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "1",
    };
    pulumi = (...args) =>
      new Promise((resolve) => {
        execFile("pulumi", args, { cwd: folder, env, maxBuffer: 16_000_000 }, (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }),
        );
      });
  });

  it("becomes a project by pulumi new, with its name everywhere", async () => {
    const options = ["--dir", join(folder, "help-desk"), "--name", "help-desk", "--description", "Helps", "--yes"];
    const { code, output } = await pulumi("new", template, ...options, "--generate-only", "--force");
    expect([code, output]).toEqual([0, expect.anything()]);
    for (const file of ["Pulumi.yaml", "package.json", "README.md"]) {
      const text = readFileSync(join(folder, "help-desk", file), "utf8");
      expect(text).toContain("help-desk");
      expect(text).not.toContain("${");
    }
  });

  it("can be previewed at once, with what the template asked for", async () => {
    const inside = ["--cwd", join(folder, "help-desk"), "--non-interactive"];
    expect(await pulumi("stack", "init", "dev", ...inside)).toMatchObject({ code: 0 });
    const config = ["catalog=main", "llm=databricks-claude-sonnet-4"].flatMap((entry) => [
      "--plaintext",
      `help-desk:${entry}`,
    ]);
    expect(await pulumi("config", "set-all", ...config, "--stack", "dev", ...inside)).toMatchObject({ code: 0 });
    const { code, output } = await pulumi("preview", "--stack", "dev", ...inside);
    expect([code, output]).toEqual([0, expect.stringContaining("to create")]);
    expect(output).toMatch(/AuthPolicy[\s\S]*LoggedAgent[\s\S]*RegisteredModel[\s\S]*ServingEndpoint/);
  });
});
