import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";

const canary = "canary-91c2-correct-horse";
const other = "canary-77aa-battery-staple";

const withSecret = (value: string) =>
  fourResources("main.agents.secretive", { environment: `API_KEY: pulumi.secret("${value}"), PLAIN: "plain"` });

/** Text of all files below a folder. */
function textOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? textOf(path) : readFileSync(path, "utf8")))
    .join("\n");
}

describe("a secret environment variable reaches the endpoint and shows nowhere else", () => {
  let project: Project;
  let seen = "";
  beforeAll(async () => {
    project = await Project.create("secretive", { "index.js": withSecret(canary), "agent.py": echoAgent("x") });
  });
  afterAll(() => project.remove());

  it("not when it is created, refreshed and changed", async () => {
    seen += await project.previewText();
    seen += await project.up();
    seen += await project.refresh();
    expect(await project.preview()).toEqual([]);
    project.write("index.js", withSecret(other));
    const text = await project.previewText();
    expect(text).toMatch(/API_KEY/);
    expect(text).not.toMatch(/PLAIN/);
    seen += text + (await project.up());
    seen += await project.succeed("stack", "export");
    expect(seen).not.toContain(canary);
    expect(seen).not.toContain(other);
  });

  it("not in the files of the backend", () => {
    const state = textOf(join(project.folder, ".state"));
    expect(state).toContain("PLAIN");
    expect(state).not.toContain(canary);
    expect(state).not.toContain(other);
    expect(state).not.toContain(inject("shared").token);
  });

  it("and is what the endpoint runs with", async () => {
    const { host, token } = inject("shared");
    const answer = await fetch(`${host}/api/2.0/serving-endpoints/agents_main-agents-secretive`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { config } = (await answer.json()) as { config: { served_entities: { environment_vars: object }[] } };
    expect(config.served_entities[0]?.environment_vars).toEqual({ API_KEY: other, PLAIN: "plain" });
  });
});
