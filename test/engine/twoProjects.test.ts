import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, question, writes } from "../support/workspace.js";

const name = "main.agents.disputed";
const registry = "/api/2.0/mlflow/unity-catalog";

/** @param more of the model and of the endpoint */
const program = (
  more = "",
) => `const { LoggedAgent, RegisteredModel, ServingEndpoint } = require("pulumi-mlflow-agents");
const agent = new LoggedAgent("r", { code: "agent.py" });
const aliases = { champion: "latest" };
const model = new RegisteredModel("r", { name: "${name}", agent, aliases, forceDestroy: true, ${more} });
new ServingEndpoint("r", { name: "disputed", model, ${more} });
`;

/** The story of one model and one endpoint that two projects want, in order. */
describe("two projects of one backend", () => {
  const backend = mkdtempSync(join(tmpdir(), "mlflow-agents-two-"));
  const env = { PULUMI_BACKEND_URL: `file://${backend}` };
  let keeper: Project;
  let taker: Project;
  beforeAll(async () => {
    const files = (answer: string) => ({ "index.js": program(), "agent.py": echoAgent(answer) });
    keeper = await Project.create("keeper", files("keeper"), env);
    taker = await Project.create("taker", files("taker"), env);
    await keeper.up();
  });
  afterAll(async () => {
    await keeper.remove();
    await taker.remove();
    rmSync(backend, { recursive: true, force: true });
    await ask("DELETE", `${registry}/model-versions/delete`, { name, version: "1" }, "any");
    await ask("DELETE", `${registry}/registered-models/delete`, { name }, "any");
  });

  /** What names the other's resource, on one line. */
  const namedIn = (text: string, project: string) =>
    text.split("\n").filter((line) => line.includes(`resource "r" of project "${project}", stack "dev"`));

  it("`adopt: true` takes nothing from the other, and names it", async () => {
    taker.write("index.js", program("adopt: true"));
    expect(namedIn(await taker.previewText(), "keeper")).toHaveLength(2);
    const { code, output } = await taker.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/error: name: .*disputed" exists already and was made by resource "r" of project "keeper"/);
    expect(await question("disputed", "hi")).toBe("keeper");
  });

  it('`adopt: "take"` takes both, as preview and update say', async () => {
    taker.write("index.js", program('adopt: "take"'));
    for (const text of [await taker.previewText(), await taker.up()]) {
      expect(namedIn(text, "keeper").filter((line) => line.includes("is taken over from"))).toHaveLength(2);
    }
    expect(await question("disputed", "hi")).toBe("taker");
  });

  it("the former owner is told at once, promised nothing, and writes nothing", async () => {
    const calls = await callsDuring(async () => {
      const text = await keeper.previewText();
      expect(namedIn(text, "taker").filter((line) => line.includes("the update is refused"))).toHaveLength(2);
      expect(text).not.toMatch(/sets? (?:them|it) back|sets what the program says/);
      const { code, output } = await keeper.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(output).toMatch(/error: adopt: .*disputed" was taken over by resource "r" of project "taker"/);
    });
    expect(writes(calls)).toEqual([]);
    expect(namedIn(await keeper.refresh(), "taker").length).toBeGreaterThan(1);
    expect(await question("disputed", "hi")).toBe("taker");
  });

  it("the former owner's destroy leaves the other's; the other's leaves the version that it did not make", async () => {
    expect(namedIn(await keeper.destroy(), "taker").filter((line) => line.includes("stays"))).not.toEqual([]);
    expect(await question("disputed", "hi")).toBe("taker");
    expect(await taker.preview("--refresh")).toEqual([]);
    expect(await taker.destroy()).toMatch(/stays: it was taken over, and others made its version 1\./);
    await ask("GET", "/api/2.0/serving-endpoints/disputed", undefined, 404);
    await ask("GET", `${registry}/model-versions/get?name=${name}&version=1`);
    await ask("GET", `${registry}/model-versions/get?name=${name}&version=2`, undefined, 404);
  });
});
