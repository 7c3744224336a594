import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Project } from "../support/engine.js";
import { ask, callsDuring, writes } from "../support/workspace.js";

const external = (name: string) => ({
  name,
  external_model: {
    provider: "openai",
    name: "gpt-4o",
    task: "llm/v1/chat",
    openai_config: { openai_api_base: "https://llm.example.com/v1", openai_api_key: "{{secrets/of/others}}" },
  },
});
const path = "/api/2.0/serving-endpoints";

/** One endpoint of the program's own, without a name, and the tags and gateway of one that others run. */
const program = `const { ServingEndpoint } = require("pulumi-mlflow-agents");
const externalModel = { provider: "openai", name: "gpt-4o", task: "llm/v1/chat", config: { openaiApiBase: "https://llm.example.com/v1" } };
const own = new ServingEndpoint("gpt 4o", { servedEntities: [{ externalModel }] });
const others = new ServingEndpoint("others", {
  name: "run-by-others",
  adopt: true,
  tags: { team: "platform" },
  aiGateway: { usageTracking: true },
});
exports.names = [own.name, others.name];
`;

describe("endpoints of external models, and of others", () => {
  let project: Project;
  beforeAll(async () => {
    await ask("POST", path, { name: "run-by-others", config: { served_entities: [external("theirs")] } });
    project = await Project.create("of-others", { "index.js": program });
  });
  afterAll(async () => {
    await project.remove();
    await ask("DELETE", `${path}/run-by-others`, undefined, "any");
  });

  it("need no name, and take what others run as it is", async () => {
    const calls = writes(await callsDuring(() => project.up()));
    expect(await project.outputs()).toEqual({ names: ["gpt-4o", "run-by-others"] });
    expect(calls.filter((call) => call.includes("run-by-others")).sort()).toEqual([
      `PATCH ${path}/run-by-others/tags`,
      `PUT ${path}/run-by-others/ai-gateway`,
    ]);
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("show a change by hand where the program says it, and nowhere else", async () => {
    const entity = external("gpt-4o");
    Object.assign(entity.external_model, {
      name: "gpt-5",
      openai_config: { openai_api_base: "https://llm.example.com/v1" },
    });
    await ask("PUT", `${path}/gpt-4o/config`, { served_entities: [entity] });
    await ask("PUT", `${path}/run-by-others/config`, { served_entities: [external("other")] });
    await project.refresh();
    const text = await project.previewText();
    // The keys to an external model are secret, and so is what stands around them.
    expect(text).toMatch(/~ servedEntities: \[secret\] => \[secret\]\n/);
    expect(text).not.toMatch(/traffic|environment|run-by-others/);
    expect(writes(await callsDuring(() => project.up()))).toEqual([
      // Marked as being updated meanwhile.
      `PATCH ${path}/gpt-4o/tags`,
      `PUT ${path}/gpt-4o/config`,
      `PATCH ${path}/gpt-4o/tags`,
    ]);
  });

  it("stay, where they are others', when the program is gone", async () => {
    expect(await project.destroy()).toMatch(
      /"run-by-others" stays, because it was adopted without `model`; taken back: tags, aiGateway/,
    );
    const left = await ask<{ tags?: unknown[]; config: { served_entities: { name: string }[] } }>(
      "GET",
      `${path}/run-by-others`,
    );
    expect([left.tags ?? [], left.config.served_entities[0]?.name]).toEqual([[], "other"]);
    await ask("GET", `${path}/gpt-4o`, undefined, 404);
  });
});
