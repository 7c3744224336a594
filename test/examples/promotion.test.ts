import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { databricks, python } from "../registry/python.js";
import { echoAgent } from "../support/agents.js";
import { Project } from "../support/engine.js";
import { ask, callsDuring } from "../support/workspace.js";

const [dev, staging, prod] = ["dev", "staging", "prod"].map((catalog) => `${catalog}.agents.promoted`);

/** One program, three stacks: the first registers, the others copy what is the champion of the one before. */
const program = (more: string) => `const a = require("pulumi-mlflow-agents");
const stack = require("@pulumi/pulumi").getStack();
const common = { aliases: { champion: "latest" }, catalog: stack, schema: "agents"${more} };
const before = { staging: "dev", prod: "staging" }[stack];
const content = before === undefined
  ? { agent: new a.LoggedAgent("agent", { code: "agent.py" }) }
  : { from: \`models:/\${before}.agents.promoted@champion\` };
const model = new a.RegisteredModel("promoted", { ...common, ...content });
exports.version = model.version;
exports.digest = model.digest;
exports.uri = model.modelUri;
`;
const granted = ', grants: { principals: { users: ["EXECUTE"] } }, description: "d"';
const forced = `${granted}, forceDestroy: true, keep: { versions: 1 }`;

/** The story of one agent in three stacks, in order. */
describe("promotion over three stacks", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create("promotion", { "index.js": program(granted), "agent.py": echoAgent("one") });
  });
  afterAll(async () => {
    for (const stack of ["prod", "staging", "dev"])
      await project.run("destroy", "--yes", "--skip-preview", "-s", stack);
    await project.remove();
  });

  it("brings the same digest to each, from the alias of the one before", async () => {
    const calls = await callsDuring(() => project.up());
    // The files of the version come from disk: the agent was planned in the same process.
    const files = calls.filter(({ path }) => path.includes("/fs/files/Models/"));
    expect(files.length).toBeGreaterThan(5);
    expect(calls.filter(({ method, path }) => method === "GET" && path.includes("/fs/"))).toEqual([]);
    const other = calls.filter(({ path }) => /unity-catalog|logged-models\/m-/.test(path) && !path.endsWith("/tags"));
    const made = other.map(
      ({ method, path }) => `${method} ${path.split("/").slice(-2).join("/").replace(/m-\w+/, "m-…")}`,
    );
    expect(made).toEqual([
      "PATCH logged-models/m-…",
      "POST registered-models/create",
      "GET logged-models/m-…",
      "POST model-versions/create",
      "POST model-versions/finalize",
      "POST registered-models/alias",
      "GET registered-models/get",
      "PATCH function/dev.agents.promoted",
    ]);
    const first = await project.outputs();
    for (const [stack, name] of [
      ["staging", staging],
      ["prod", prod],
    ]) {
      await project.succeed("stack", "init", String(stack));
      await project.up();
      expect(await project.outputs()).toEqual({ version: "1", digest: first.digest, uri: `models:/${name}/1` });
    }
  });

  it("is seen and loaded by real clients, by version and by alias", async () => {
    const uris = [`models:/${dev}/1`, `models:/${prod}/1`, `models:/${prod}@champion`];
    const [loaded, seen] = [
      await python("load.py", databricks(), ...uris),
      await python("sdk.py", databricks(), String(dev), String(prod)),
    ];
    expect(loaded.answers).toEqual(Object.fromEntries(uris.map((uri) => [uri, "one"])));
    expect(loaded.tags[String(prod)]).toMatchObject({
      promoted_from: `${dev}/1 > ${staging}/1`,
      promoted_stack: "dev",
    });
    const same = { versions: [1], aliases: { champion: 1 }, grants: { users: ["EXECUTE"] }, comment: "d" };
    expect(seen).toMatchObject({ [String(dev)]: same, [String(prod)]: same });
  });

  it("shows in the preview which version would move, says what retention deletes, and does both", async () => {
    await project.succeed("stack", "select", "dev");
    project.write("agent.py", echoAgent("two"));
    await project.up();
    await project.succeed("stack", "select", "staging");
    project.write("index.js", program(forced));
    const text = await project.previewText();
    expect(text).toMatch(/~ version: "1" => "2"/);
    expect(text).toMatch(/version 1 of "staging\.agents\.promoted" will be deleted: `keep` leaves 1/);
    const calls = await callsDuring(() => project.up());
    expect(await project.outputs()).toMatchObject({ version: "2" });
    expect(
      calls.filter(({ method, path }) => method === "DELETE" && path.endsWith("model-versions/delete")),
    ).toHaveLength(1);
    await ask("GET", `/api/2.0/mlflow/unity-catalog/model-versions/get?name=${staging}&version=1`, undefined, 404);
    expect(await project.preview()).toEqual([]);
  });

  it("is destroyed with its versions where the program says so, and refused where it does not", async () => {
    await project.destroy();
    await project.succeed("stack", "select", "prod");
    const { code, output } = await project.run("destroy", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /"prod\.agents\.promoted" still has version 1, which would be lost\. Set `forceDestroy: true`/,
    );
    await ask("GET", `/api/2.0/mlflow/unity-catalog/registered-models/get?name=${prod}`);
    await ask("DELETE", "/api/2.0/mlflow/unity-catalog/model-versions/delete", { name: prod, version: "1" });
    await ask("DELETE", "/api/2.0/mlflow/unity-catalog/model-versions/delete", { name: dev, version: "1" });
    await ask("DELETE", "/api/2.0/mlflow/unity-catalog/model-versions/delete", { name: dev, version: "2" });
  });
});

describe("a plain registry", () => {
  it("has versions that the real client loads by version and by alias, and a copy that is the same", async () => {
    const { mlflowUrl } = inject("shared");
    const text = `const a = require("pulumi-mlflow-agents");
const agent = new a.LoggedAgent("agent", { code: "agent.py" });
const model = new a.RegisteredModel("plain-one", { agent, aliases: { champion: "latest" }, forceDestroy: true });
const copy = new a.RegisteredModel("plain-two", { from: model.modelUri, aliases: { champion: "latest" }, forceDestroy: true });
exports.digests = [model.digest, copy.digest];
`;
    const env = { DATABRICKS_HOST: "", DATABRICKS_TOKEN: "", MLFLOW_TRACKING_URI: mlflowUrl };
    const project = await Project.create("plain", { "index.js": text, "agent.py": echoAgent("plain") }, env);
    try {
      await project.up();
      const { digests } = await project.outputs();
      expect(new Set(digests as string[]).size).toBe(1);
      const uris = ["models:/plain-one/1", "models:/plain-two/1", "models:/plain-two@champion"];
      const { answers, tags } = await python("load.py", { MLFLOW_TRACKING_URI: mlflowUrl }, ...uris);
      expect(answers).toEqual(Object.fromEntries(uris.map((uri) => [uri, "plain"])));
      expect(tags["plain-two"]).toMatchObject({ promoted_from: "plain-one/1" });
    } finally {
      await project.remove();
    }
  });
});
