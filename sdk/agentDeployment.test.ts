import * as pulumi from "@pulumi/pulumi";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type * as sdk from "./index.js";

/** What the program declared, as Pulumi was told. */
const declared: { type: string; name: string; inputs: Record<string, unknown> }[] = [];
let agents: typeof sdk;

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, custom }) => {
      declared.push({ type: type.split(":").at(-1) ?? type, name, inputs });
      const made = { ...inputs, modelId: "m-1", digest: `digest of ${name}`, version: "1" };
      return { id: custom === false ? "" : `${name}-id`, state: made };
    },
    call: ({ inputs }) => inputs,
  });
  agents = await import("./index.js");
});
beforeEach(() => {
  declared.length = 0;
});

const valueIn = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply((value) => resolve(value)));
const inputsOf = (type: string) => declared.find((each) => each.type === type)?.inputs ?? {};
const settle = async (deployment: sdk.AgentDeployment) => {
  await valueIn(deployment.urn);
  if (deployment.endpoint !== undefined) await valueIn(deployment.endpoint.urn);
  await valueIn(deployment.model.urn);
};

const parts = { agent: { code: "agent.py" }, model: { name: "main.agents.x" } };

describe("AgentDeployment", () => {
  it("declares the four resources under its name, each using the one before", async () => {
    const access = { systemResources: [agents.servingEndpoint("llm")], userApiScopes: ["sql"] };
    const deployment = new agents.AgentDeployment("x", { ...parts, access });
    await settle(deployment);
    expect(declared.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "AgentDeployment x",
      "AuthPolicy x",
      "LoggedAgent x",
      "RegisteredModel x",
      "ServingEndpoint x",
    ]);
    expect(inputsOf("LoggedAgent")).toMatchObject({ code: "agent.py", authPolicy: { userApiScopes: ["sql"] } });
    expect(inputsOf("RegisteredModel")).toMatchObject({ name: "main.agents.x", agent: { digest: "digest of x" } });
    expect(inputsOf("ServingEndpoint")).toMatchObject({ model: { name: "main.agents.x", version: "1" } });
    expect(await valueIn(deployment.agent.digest)).toBe("digest of x");
  });

  it("takes every argument of a part, and parts made elsewhere", async () => {
    const shared = new agents.AuthPolicy("shared", { userApiScopes: ["genie"] });
    const endpoint = {
      name: "mine",
      scaleToZero: true,
      servedEntities: [{ name: "old", model: "models:/main.agents.x/1" }],
    };
    const deployment = new agents.AgentDeployment("x", { ...parts, access: shared, endpoint });
    await settle(deployment);
    expect(deployment.access).toBe(shared);
    expect(declared.filter(({ type }) => type === "AuthPolicy")).toHaveLength(1);
    expect(inputsOf("ServingEndpoint")).toMatchObject({
      name: "mine",
      scaleToZero: true,
      servedEntities: [{ name: "old" }],
    });
    expect(inputsOf("ServingEndpoint").model).toBeUndefined();
  });

  it("traces an agent's endpoint into the agent's own experiment, unless another is named", async () => {
    const tracingOf = async (endpoint: sdk.ServingEndpointArgs) => {
      declared.length = 0;
      await settle(new agents.AgentDeployment("12/x", { ...parts, endpoint }));
      return inputsOf("ServingEndpoint").tracing;
    };
    // The mock's id is the name and `-id`: `12/x-id`, an experiment and a name.
    expect(await tracingOf({ preset: "agent" })).toEqual({ experiment: "12" });
    expect(await tracingOf({ tracing: { sampling: 0.5, experiment: "7" } })).toEqual({
      experiment: "7",
      sampling: 0.5,
    });
    expect(await tracingOf({})).toBeUndefined();
  });

  it("leaves out the endpoint, and a policy where the agent was made elsewhere", async () => {
    const agent = new agents.LoggedAgent("elsewhere", { code: "other.py" });
    const deployment = new agents.AgentDeployment("x", { agent, model: parts.model, endpoint: false });
    await settle(deployment);
    expect([deployment.access, deployment.endpoint, deployment.agent]).toEqual([undefined, undefined, agent]);
    expect(declared.map(({ type }) => type).sort()).toEqual(["AgentDeployment", "LoggedAgent", "RegisteredModel"]);
  });
});
