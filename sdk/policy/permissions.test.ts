import { expect, it } from "vitest";
import { type AgentPolicyOptions, agentPolicies } from "./index.js";

/** Who is no group, by `permissions-by-group`. */
function named(type: string, props: Record<string, unknown>, options: AgentPolicyOptions = {}): string[] {
  const rule = agentPolicies(options).find(({ name }) => name === "permissions-by-group");
  const messages: string[] = [];
  const getConfig = <T extends object>() => ({}) as T;
  const urn = `urn:pulumi:dev::shop::${type}::support`;
  rule?.validateResource({ type, props, urn, name: "support", getConfig }, (message) => messages.push(message));
  return messages.map((message) => /"(.*?)"/.exec(message)?.[1] ?? message);
}

const own = (kind: string) => `pulumi-nodejs:dynamic/mlflow-agents:${kind}`;

it("finds people in this package's own arguments", () => {
  const permissions = {
    users: { ann: "CAN_QUERY" },
    groups: { "desk@corp": "CAN_QUERY" },
    servicePrincipals: { ci: "CAN_MANAGE" },
  };
  expect(named(own("ServingEndpoint"), { permissions })).toEqual(["ann"]);
  const grants = {
    principals: { "bob@example.com": ["EXECUTE"], desk: ["EXECUTE"], "servicePrincipal:ci": ["EXECUTE"] },
  };
  expect(named(own("RegisteredModel"), { grants })).toEqual(["bob@example.com"]);
});

it("finds people in what @pulumi/databricks grants", () => {
  const accessControls = [
    { userName: "cy", permissionLevel: "CAN_USE" },
    { groupName: "desk", permissionLevel: "CAN_USE" },
  ];
  expect(named("databricks:index/permissions:Permissions", { accessControls })).toEqual(["cy"]);
  const grants = [
    { principal: "dee@example.com", privileges: ["SELECT"] },
    { principal: "desk", privileges: ["SELECT"] },
  ];
  expect(named("databricks:index/grants:Grants", { grants })).toEqual(["dee@example.com"]);
  expect(named("databricks:index/grant:Grant", { principal: "eve@example.com" })).toEqual(["eve@example.com"]);
});

it("lets those pass that the pack names", () => {
  const permissions = { users: { ann: "CAN_QUERY", bob: "CAN_QUERY" } };
  expect(named(own("ServingEndpoint"), { permissions }, { allowedPrincipals: ["ann"] })).toEqual(["bob"]);
});
