import { dynamicProvider } from "./transport/dynamic/provider.js";

// The registry: one line per resource. These names stand in the state of every stack (`require("pulumi-mlflow-agents/provider").servingEndpoint`),
// so neither they nor this module's path may ever change.
export const authPolicy = dynamicProvider(async () => (await import("./resources/authPolicy/resource.js")).authPolicy);
export const loggedAgent = dynamicProvider(
  async () => (await import("./resources/loggedAgent/resource.js")).loggedAgent,
);
export const registeredModel = dynamicProvider(
  async () => (await import("./resources/registeredModel/resource.js")).registeredModel,
);
export const servingEndpoint = dynamicProvider(
  async () => (await import("./resources/servingEndpoint/resource.js")).servingEndpoint,
);
