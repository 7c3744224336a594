import { describe, expect, it } from "vitest";
import { declare } from "../test/unit/provider/support/mocks.js";
import { RegisteredModel, ServingEndpoint } from "./index.js";

const outputs = {
  RegisteredModel: { name: "main.agents.x", version: "3", digest: "d" },
};

/** What the provider is told of the endpoint's model. */
async function modelOf(program: () => unknown): Promise<unknown> {
  const declared = await declare(program, outputs);
  return declared.find(({ type }) => type.endsWith(":ServingEndpoint"))?.inputs.model;
}

describe("aliases that follow a rollout", () => {
  const model = (aliases?: Record<string, string>) =>
    new RegisteredModel("m", { name: "main.agents.x", agent: "m-1", ...(aliases === undefined ? {} : { aliases }) });

  it("go to the provider with those that the RegisteredModel moves, so that one alias has one owner", async () => {
    const both = () =>
      new ServingEndpoint("x", { model: model({ latest_one: "latest", champion: "latest" }), modelAliases: ["live"] });
    expect(await modelOf(both)).toEqual({
      name: "main.agents.x",
      version: "3",
      digest: "d",
      aliases: ["champion", "latest_one"],
    });
  });

  it("leave the model as it is where nobody else declares any, or the endpoint moves none", async () => {
    const version = { name: "main.agents.x", version: "3", digest: "d" };
    expect(await modelOf(() => new ServingEndpoint("x", { model: model(), modelAliases: ["live"] }))).toEqual(version);
    expect(await modelOf(() => new ServingEndpoint("x", { model: model({ champion: "latest" }) }))).toEqual(version);
    const got = () =>
      new ServingEndpoint("x", { model: RegisteredModel.get("m", "main.agents.x"), modelAliases: ["live"] });
    expect(await modelOf(got)).not.toHaveProperty("aliases");
    const uri = () => new ServingEndpoint("x", { model: "models:/main.agents.x/1", modelAliases: ["live"] });
    expect(await modelOf(uri)).toBe("models:/main.agents.x/1");
  });
});
