import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring, question, writes } from "../support/workspace.js";

const endpoint = "agents_main-Agents-Capital";
const path = `/api/2.0/serving-endpoints/${endpoint}`;
/** It is marked as being updated meanwhile. */
const started = [`PATCH ${path}/tags`, `PUT ${path}/config`, `PATCH ${path}/tags`];

describe("a model whose name and alias have capitals, which Unity Catalog answers in lower case", () => {
  let project: Project;
  beforeAll(async () => {
    const program = fourResources("main.Agents.Capital").replace("champion:", "Champion:");
    project = await Project.create("capitals", { "index.js": program, "agent.py": echoAgent("upper") });
  });
  afterAll(() => project.remove());

  it("is served, and neither a refresh nor the next run has anything to do", async () => {
    await project.up();
    expect(await question(endpoint, "hi")).toBe("upper");
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("is started where somebody stopped its endpoint, by sending the configuration once", async () => {
    await ask("POST", `/_local/endpoints/${endpoint}/stop`);
    expect(await project.refresh()).toMatch(/is stopped.*next `pulumi up` starts it/);
    expect(writes(await callsDuring(() => project.up()))).toEqual(started);
    expect(await question(endpoint, "hi")).toBe("upper");
  });
});
