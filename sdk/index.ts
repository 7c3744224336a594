/** AI agents as infrastructure: LoggedAgent, RegisteredModel, ServingEndpoint and AuthPolicy for Pulumi programs. */
export { AgentDeployment, type AgentDeploymentArgs, type AgentDeploymentOptions } from "./agentDeployment.js";
export { type ApiScope, apiScopes } from "./apiScopes.js";
export { AuthPolicy, type AuthPolicyArgs } from "./authPolicy.js";
export {
  type AllowedFinding,
  type InlinePolicy,
  LoggedAgent,
  type LoggedAgentArgs,
  type Retention,
  type SignatureArgs,
  type ValidateArgs,
} from "./loggedAgent.js";
export {
  app,
  genieSpace,
  lakebase,
  type Named,
  type SystemResource,
  servingEndpoint,
  sqlWarehouse,
  table,
  type UseOptions,
  ucConnection,
  ucFunction,
  ucModelService,
  vectorSearchIndex,
} from "./passthrough.js";
export { type LoggedContent, type ModelGrants, RegisteredModel, type RegisteredModelArgs } from "./registeredModel.js";
export {
  type ModelVersion,
  type ServedEntityArgs,
  ServingEndpoint,
  type ServingEndpointArgs,
  type TrafficRouteArgs,
} from "./servingEndpoint.js";
export type {
  CanaryArgs,
  ExpectationArgs,
  GateArgs,
  GateCommandArgs,
  GateUrlArgs,
  SmokeTestArgs,
} from "./servingEndpointRollout.js";
export { secretRef } from "./servingEndpointSecrets.js";
export type {
  AiGatewayArgs,
  EndpointPermission,
  ExternalModelArgs,
  GuardrailArgs,
  InferenceTableArgs,
  NotificationsArgs,
  PermissionsArgs,
  RateLimitArgs,
  TelemetryArgs,
  TracingArgs,
} from "./servingEndpointSettings.js";
export { type ResourceOptions, Workspace, type WorkspaceArgs } from "./workspace.js";
