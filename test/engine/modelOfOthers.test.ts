import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Project } from "../support/engine.js";
import { ask, callsDuring, writes } from "../support/workspace.js";

const name = "main.agents.foreign";
const root = "/api/2.0/mlflow/unity-catalog";

const program = (args: string) => `const { RegisteredModel } = require("pulumi-mlflow-agents");
const model = new RegisteredModel("foreign", { name: "${name}", adopt: true, ${args} });
exports.version = model.version;
exports.aliases = model.aliasVersions;
`;

/** What a training job does. */
async function train(): Promise<void> {
  const made = await ask<{ model_version: { version: string } }>("POST", `${root}/model-versions/create`, {
    name,
    source: "dbfs:/of-the-job",
  });
  const { version } = made.model_version;
  const path = `/api/2.0/fs/files/Models/main/agents/foreign/${version}/MLmodel?overwrite=true`;
  await ask("PUT", path, { flavors: {}, signature: { inputs: "[]", outputs: "[]" } }, 204);
  await ask("POST", `${root}/model-versions/finalize`, { name, version });
}

describe("a model whose versions others make", () => {
  let project: Project;
  beforeAll(async () => {
    await ask("POST", `${root}/registered-models/create`, { name });
    await train();
    await train();
    const pinned = "aliases: { staging: 2, test: 1 }, pinnedVersion: 2";
    project = await Project.create("foreign", { "index.js": program(pinned) });
  });
  afterAll(() => project.remove());

  it("gets aliases by number and the pinned version, registers nothing, and is settled with that", async () => {
    const calls = await callsDuring(() => project.up());
    expect(writes(calls).filter((call) => call.includes("model-versions"))).toEqual([]);
    expect(await project.outputs()).toEqual({ version: "2", aliases: { staging: "2", test: "1" } });
    expect(await project.preview("--refresh")).toEqual([]);
  });

  it("has no version in use without a pinned one, which every preview knows", async () => {
    project.write("index.js", program("aliases: { staging: 1 }"));
    await project.up();
    expect(await project.outputs()).toEqual({ aliases: { staging: "1" } });
    await project.succeed("preview", "--expect-no-changes");
  });

  it("is told when somebody moves an alias, and moved back", async () => {
    await ask("POST", `${root}/registered-models/alias`, { name, alias: "staging", version: "2" });
    expect(await project.preview("--refresh")).toMatchObject([{ op: "update", paths: ["aliases.staging"] }]);
    await project.refresh();
    await project.up();
    expect((await project.outputs()).aliases).toEqual({ staging: "1" });
  });

  it("stays when the program goes, without what the program gave it", async () => {
    const text = await project.destroy();
    expect(text).toMatch(
      /"main\.agents\.foreign" stays: it was taken over, and others made its versions 1, 2\. Taken back:/,
    );
    const found = await ask<{ registered_model: { aliases?: unknown[]; tags?: unknown[] } }>(
      "GET",
      `${root}/registered-models/get?name=${name}`,
    );
    expect([found.registered_model.aliases ?? [], found.registered_model.tags ?? []]).toEqual([[], []]);
  });
});
