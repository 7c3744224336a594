import { describe, expect, it } from "vitest";
import { modelWorld, modelName as name } from "../../../test/unit/provider/support/modelWorld.js";
import { unknownValue } from "../../lifecycle/unknown.js";

describe("the name", () => {
  it.each([
    ["unityCatalog", { catalog: "main", schema: "agents" }, "main.agents.my_agent_1"],
    ["unityCatalog", { name: "a.b.c" }, "a.b.c"],
    ["mlflow", {}, "my_agent_1"],
    ["unityCatalog", { catalog: unknownValue, schema: "agents" }, unknownValue],
  ] as const)("in %s of %j is %s", async (registry, args, expected) => {
    const { engine } = modelWorld(registry, { name: "my agent.1" });
    const { inputs, failures } = await engine.check({ ...args, agent: "m-1" });
    expect(failures).toEqual([]);
    expect(inputs.name).toBe(expected);
    if (expected !== unknownValue) expect((await engine.check(withoutHidden(inputs))).failures).toEqual([]);
  });

  it.each([
    ["unityCatalog", {}, /^name: it is required: give `name`, or `catalog` and `schema`\.$/],
    ["unityCatalog", { catalog: "main" }, /^schema: `catalog` and `schema` belong together\.$/],
    ["unityCatalog", { name: "a.b.c", catalog: "main", schema: "agents" }, /^name: give either `name`/],
    ["unityCatalog", { name: `a.b.${"x".repeat(256)}` }, /^name: its part for the model has 256 characters/],
    ["unityCatalog", { name: "a.b\u0007.c" }, /^name: its part for the schema has a control character/],
    ["mlflow", { catalog: "main", schema: "agents" }, /^catalog: only Unity Catalog has catalogs/],
  ] as const)("in %s of %j is refused", async (registry, args, message) => {
    const { engine } = modelWorld(registry);
    expect((await engine.check({ ...args, agent: "m-1" })).failures).toEqual([expect.stringMatching(message)]);
  });
});

describe("a schema", () => {
  it("that the same program may make is told in a preview, and not looked for once the model is there", async () => {
    const { engine, log, workspace, callsOf } = modelWorld();
    const agent = await log("one");
    workspace.models.missingSchemas.add("main.agents");
    expect(await engine.preview({ name, agent })).toMatchObject({ operation: "create" });
    expect(engine.log).toEqual([
      expect.stringMatching(
        /^warning: name: Unity Catalog has no schema "main\.agents"\. If this program makes it, all is/,
      ),
    ]);
    workspace.models.missingSchemas.clear();
    await engine.up({ name, agent });
    expect(await callsOf(() => engine.check({ name, agent }, true))).toEqual([]);
  });

  it("that nobody made by the time of the update is an error with the way out, and nothing is made", async () => {
    const { engine, log, model, workspace } = modelWorld();
    const agent = await log("one");
    workspace.models.missingSchemas.add("main.agents");
    const { message } = await engine.up({ name, agent });
    expect(message).toMatch(
      /^name: the schema "main\.agents" or its catalog is not there.* Nothing was made\. Make it first\./,
    );
    expect([engine.state, model()]).toEqual([undefined, undefined]);
    workspace.models.missingSchemas.clear();
    expect(await engine.up({ name, agent })).toMatchObject({ operation: "create", message: "" });
  });

  it.each(["403", "500-before", "drop-before"] as const)("is no fault where the server says %s", async (kind) => {
    const { engine, workspace } = modelWorld();
    // The first call looks whether the name is free, the second one for the schema.
    workspace.plant(2, kind);
    expect((await engine.check({ name, agent: "m-1" }, true)).failures).toEqual([]);
    expect(engine.log).toEqual([]);
  });
});

describe("what Unity Catalog would refuse", () => {
  it.each([
    [{ tags: { "a.b": "c" } }, /^tags\["a\.b"\]: Unity Catalog refuses the characters/],
    [{ tags: { " a": "c" } }, /^tags\[" a"\]: Unity Catalog refuses spaces/],
    [{ tags: { [`k${"x".repeat(255)}`]: "c" } }, /^tags\["kx+"\]: its key has 256 characters/],
    [{ versionTags: { a: "x".repeat(1001) } }, /^versionTags\["a"\]: its value has 1001 characters/],
    [
      { tags: Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`t${index}`, ""])) },
      /^tags: Unity Catalog takes 50 tags, 4 of which/,
    ],
  ])("%j is a fault in the preview", async (args, message) => {
    const { engine } = modelWorld();
    expect((await engine.check({ name, agent: "m-1", ...args })).failures).toEqual([expect.stringMatching(message)]);
    const plain = modelWorld("mlflow");
    expect((await plain.engine.check({ name: "support", agent: "m-1", ...args })).failures).toEqual([]);
  });

  it("an agent without a full signature is a fault in the preview, where it stands in the same program", async () => {
    const { engine, log, folder, agent } = modelWorld();
    await log("one");
    folder.write(
      "plain.py",
      "import mlflow\n\n\nclass Plain(mlflow.pyfunc.PythonModel):\n    def predict(self, context, model_input):\n        return model_input\n\n\nmlflow.models.set_model(Plain())\n",
    );
    await agent.up({ code: "plain.py", name: "plain" });
    const { digest } = agent.state?.outputs ?? {};
    const { failures } = await engine.check({ name, agent: { modelId: unknownValue, digest } });
    expect(failures).toEqual([
      expect.stringMatching(/^agent: the agent has no full signature, which Unity Catalog demands/),
    ]);
    const plain = modelWorld("mlflow");
    expect((await plain.engine.check({ name: "support", agent: { modelId: unknownValue, digest } })).failures).toEqual(
      [],
    );
  });
});

function withoutHidden(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));
}
