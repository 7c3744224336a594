import * as pulumi from "@pulumi/pulumi";
import { AuthPolicy, type AuthPolicyArgs } from "./authPolicy.js";
import { LoggedAgent, type LoggedAgentArgs } from "./loggedAgent.js";
import { RegisteredModel, type RegisteredModelArgs } from "./registeredModel.js";
import { ServingEndpoint, type ServingEndpointArgs } from "./servingEndpoint.js";
import type { ResourceOptions, Workspace } from "./workspace.js";

/** An agent from its code to its endpoint. Each part is what the resource of that name takes, or the resource itself. */
export interface AgentDeploymentArgs {
  /** What the agent may touch: arguments, or an AuthPolicy that several agents share. Default: nothing. */
  access?: AuthPolicyArgs | AuthPolicy;
  /** The agent; what it may touch is `access`. Or a LoggedAgent made elsewhere, with its own policy. */
  agent: Omit<LoggedAgentArgs, "authPolicy" | "resources"> | LoggedAgent;
  /** The registered model; its agent is `agent`. */
  model: Omit<RegisteredModelArgs, "agent" | "from">;
  /** The endpoint; it serves the model's version unless `servedEntities` says otherwise, and with `preset` or `tracing` it is traced into the agent's experiment. `false`: none. Default: as ServingEndpoint's. */
  endpoint?: ServingEndpointArgs | false;
}

/** Pulumi's options for the component, and for its parts. */
export interface AgentDeploymentOptions extends pulumi.ComponentResourceOptions {
  /** Where all parts live. Default: where the stack's configuration points. */
  workspace?: Workspace;
  /** Options for single parts, over those of the component: `{ model: { protect: true } }`. Default: none. */
  parts?: { access?: ResourceOptions; agent?: ResourceOptions; model?: ResourceOptions; endpoint?: ResourceOptions };
}

/**
 * The four resources of an agent from one declaration: AuthPolicy, LoggedAgent, RegisteredModel and ServingEndpoint, all
 * with the name of the component, each reachable as a property. What the component leaves open is said in the part's own
 * arguments and options, so nothing has to be declared anew to change one thing.
 *
 * @example
 * ```ts
 * const support = new AgentDeployment("support", {
 *   access: { systemResources: [servingEndpoint("databricks-claude-sonnet-4")] },
 *   agent: {
 *     code: "agent.py",
 *     codePaths: ["tools"],
 *     requirements: "requirements.txt",
 *     modelConfig: { llm: "databricks-claude-sonnet-4" },
 *   },
 *   model: { name: "main.agents.support", aliases: { champion: "latest" } },
 *   endpoint: { preset: "agent", scaleToZero: true },
 * });
 * export const deployedUrl = support.endpoint?.invocationsUrl;
 * ```
 */
export class AgentDeployment extends pulumi.ComponentResource {
  /** What the agent may touch; undefined where `agent` was made elsewhere and no `access` was given. */
  readonly access: AuthPolicy | undefined;
  /** The agent. */
  readonly agent: LoggedAgent;
  /** Its registered model. */
  readonly model: RegisteredModel;
  /** Its endpoint; undefined where `endpoint: false` was given. */
  readonly endpoint: ServingEndpoint | undefined;

  /**
   * @param name logical name, of the component and of each part
   * @param args the parts
   * @param opts Pulumi's options for a component, the `workspace`, and options for single `parts`
   */
  constructor(name: string, args: AgentDeploymentArgs, opts: AgentDeploymentOptions = {}) {
    const { workspace, parts = {}, ...own } = opts;
    super("mlflow-agents:index:AgentDeployment", name, {}, own);
    const options = (part: ResourceOptions | undefined): ResourceOptions => ({
      parent: this,
      ...(workspace === undefined ? {} : { workspace }),
      ...part,
    });
    const made = args.agent instanceof LoggedAgent;
    this.access =
      args.access instanceof AuthPolicy
        ? args.access
        : made && args.access === undefined
          ? undefined
          : new AuthPolicy(name, args.access ?? {}, options(parts.access));
    this.agent =
      args.agent instanceof LoggedAgent
        ? args.agent
        : new LoggedAgent(
            name,
            { ...args.agent, ...(this.access === undefined ? {} : { authPolicy: this.access }) },
            options(parts.agent),
          );
    this.model = new RegisteredModel(name, { ...args.model, agent: this.agent }, options(parts.model));
    const endpoint = traced(args.endpoint ?? {}, this.agent);
    const serves = endpoint !== false && (endpoint.model !== undefined || endpoint.servedEntities !== undefined);
    this.endpoint =
      endpoint === false
        ? undefined
        : new ServingEndpoint(name, serves ? endpoint : { ...endpoint, model: this.model }, options(parts.endpoint));
    this.registerOutputs({
      modelVersion: this.model.version,
      digest: this.agent.digest,
      ...(this.endpoint === undefined
        ? {}
        : { endpointName: this.endpoint.name, invocationsUrl: this.endpoint.invocationsUrl }),
    });
  }
}

/** An endpoint with the agent's preset, or with tracing that names no experiment, is traced into the agent's own. */
function traced(endpoint: ServingEndpointArgs | false, agent: LoggedAgent): ServingEndpointArgs | false {
  if (endpoint === false || (endpoint.preset === undefined && endpoint.tracing === undefined)) return endpoint;
  return { ...endpoint, tracing: { experiment: agent, ...endpoint.tracing } };
}
