import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { echoAgent, fourResources } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { question } from "../support/workspace.js";

const endpoint = "agents_main-agents-busy";

describe("rolling to a new version under load", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("busy", {
      "index.js": fourResources("main.agents.busy"),
      "agent.py": echoAgent("old"),
    });
    await project.up();
  });
  afterAll(() => project.remove());

  it("fails no request, and ends with the new version only", async () => {
    const answers = new Map<string, number>();
    const failures: unknown[] = [];
    let rolling = true;
    const client = async () => {
      while (rolling) {
        try {
          const answer = await question(endpoint, "hi");
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const clients = Array.from({ length: 4 }, client);
    project.write("agent.py", echoAgent("new"));
    await project.up();
    expect(await question(endpoint, "hi")).toBe("new");
    rolling = false;
    await Promise.all(clients);
    console.log(`requests during the roll: ${JSON.stringify(Object.fromEntries(answers))}, failed: ${failures.length}`);
    expect(failures).toEqual([]);
    expect([...answers.keys()].sort()).toEqual(["new", "old"]);
    expect(answers.get("old")).toBeGreaterThan(50);
  });
});
