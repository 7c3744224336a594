import { expect, it } from "vitest";
import { type AgentPolicyOptions, agentPolicies } from "./index.js";

class UnknownValueError extends Error {}

const unknown = (name: string) =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get: () => {
      throw new UnknownValueError();
    },
  });

/** What `not-judged` says of a resource. */
function said(kind: string, props: Record<string, unknown>, options: AgentPolicyOptions = {}): string[] {
  const rule = agentPolicies(options).find(({ name }) => name === "not-judged");
  const messages: string[] = [];
  const type = `pulumi-nodejs:dynamic/mlflow-agents:${kind}`;
  const urn = `urn:pulumi:prod::shop::${type}::support`;
  const getConfig = <T extends object>() => ({}) as T;
  rule?.validateResource({ type, props, urn, name: "support", getConfig }, (message) => messages.push(message));
  return messages;
}

it("names what a preview does not know yet, by rule", () => {
  expect(said("AuthPolicy", unknown("userApiScopes"))).toEqual([
    "no-unreviewed-scope did not judge userApiScopes, which is not known yet: it does before the update.",
  ]);
  const messages = said("ServingEndpoint", { environment: unknown("ENABLE_MLFLOW_TRACING"), scaleToZero: false });
  expect(messages).toContain(
    "tracing-in-production did not judge environment.ENABLE_MLFLOW_TRACING, which is not known yet: it does before the update.",
  );
});

it("names requirements that stand in a file, which no policy is given", () => {
  const message = "pinned-requirements did not judge requirements: a policy is not given the lines of the file r.txt.";
  expect(said("LoggedAgent", { requirements: "r.txt" })).toEqual([message]);
  expect(said("LoggedAgent", { requirements: ["openai"] })).toEqual([]);
  expect(said("LoggedAgent", { requirements: "r.txt" }, { levels: { "pinned-requirements": "disabled" } })).toEqual([]);
});

it("says nothing where everything was judged, and is advice", () => {
  expect(said("ServingEndpoint", { environment: { ENABLE_MLFLOW_TRACING: "false" } })).toEqual([]);
  expect(agentPolicies().at(-1)).toMatchObject({ name: "not-judged", enforcementLevel: "advisory" });
});
