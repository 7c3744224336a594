import type * as pulumi from "@pulumi/pulumi";
import type { AuthPolicy } from "./authPolicy.js";
import { DynamicResource } from "./dynamicResource.js";
import type { SystemResource } from "./passthrough.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** A policy written in place, for an agent that shares it with no other. */
export interface InlinePolicy {
  /** What the agent uses. Default: none. */
  systemResources?: pulumi.Input<pulumi.Input<SystemResource>[]>;
  /** API scopes for acting on behalf of the caller. Default: none. */
  userApiScopes?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A signature written out, each part in MLflow's JSON form. */
export interface SignatureArgs {
  /** Columns or tensors of a request, as MLflow's `Schema.to_dict()` gives them. */
  inputs: pulumi.Input<unknown>;
  /** Columns or tensors of an answer. Unity Catalog refuses a model without. */
  outputs?: pulumi.Input<unknown>;
  /** Inference parameters. Default: none. */
  params?: pulumi.Input<unknown>;
}

/** An agent: its code, its environment and what it may touch. Relative paths are meant from the program's folder. */
export interface LoggedAgentArgs {
  /**
   * The agent's Python file, which ends with `mlflow.models.set_model(…)` (models from code; MLflow's `python_model` and
   * `lc_model`). It is read, never run.
   */
  code: pulumi.Input<string>;
  /** Files and folders that the agent imports, each found by its base name (MLflow's `code_paths`). Default: none. */
  codePaths?: pulumi.Input<pulumi.Input<string>[]>;
  /** Files and folders by name, found in `context.artifacts` (MLflow's `artifacts`). Default: none. */
  artifacts?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What the agent reads through `mlflow.models.ModelConfig` (MLflow's `model_config`): an object, or the path of a YAML
   * file. Default: none; an agent that uses `ModelConfig` then fails to load.
   */
  modelConfig?: pulumi.Input<string | Record<string, unknown>>;
  /**
   * pip requirements: a list, or the path of a file, in which `-r` is followed and `-c` becomes constraints (MLflow's
   * `pip_requirements`). `mlflow` is put first when nothing names it. Default: `mlflow` of `mlflowVersion`.
   */
  requirements?: pulumi.Input<string | pulumi.Input<string>[]>;
  /** Requirements added to the default (MLflow's `extra_pip_requirements`): a list or the path of a file. Default: none. */
  extraRequirements?: pulumi.Input<string | pulumi.Input<string>[]>;
  /** pip constraints: a list or the path of a file. Default: none. */
  constraints?: pulumi.Input<string | pulumi.Input<string>[]>;
  /** Python release of the serving environment, such as `3.11.7`. Default: a fixed release, the same on every machine. */
  pythonVersion?: pulumi.Input<string>;
  /** A request that the agent can answer: a value, or the path of a JSON file (MLflow's `input_example`). Default: the interface's own. */
  inputExample?: pulumi.Input<unknown>;
  /** Signature of a PythonModel. The agent interfaces have a fixed one, and giving another is an error. Default: from type hints or the example. */
  signature?: pulumi.Input<SignatureArgs>;
  /** Written to MLmodel (MLflow's `metadata`). Default: what the interface demands. */
  metadata?: pulumi.Input<Record<string, unknown>>;
  /** `ResponsesAgent`, `ChatAgent`, `ChatModel`, `PythonModel` or `LangChain`. Default: found by reading the code. */
  interface?: pulumi.Input<"ResponsesAgent" | "ChatAgent" | "ChatModel" | "PythonModel" | "LangChain">;
  /** MLflow release whose format is written and which is pinned. Default: the newest one this package was tested with. */
  mlflowVersion?: pulumi.Input<string>;
  /** What to leave out of folders, as in `.gitignore`, beside caches, virtual environments and version control. Default: none. */
  ignore?: pulumi.Input<pulumi.Input<string>[]>;
  /** Name of the logged model; the characters `/ : . % " '` are refused. A change replaces the resource. Default: the resource's name. */
  name?: pulumi.Input<string>;
  /** Experiment that holds the models; made if there is none, and never deleted. A change replaces the resource. Default: `/Shared/<project>-<stack>`. */
  experiment?: pulumi.Input<string>;
  /** MLflow's `model_type`. Default: none. */
  modelType?: pulumi.Input<string>;
  /** Parameters recorded with the model (MLflow's `params`). Default: none. */
  params?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Tags of the logged model. Tags that others set stay. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What the agent uses with its own credentials (MLflow's `resources`). Excludes `authPolicy`. Default: none. */
  resources?: pulumi.Input<pulumi.Input<SystemResource>[]>;
  /** What the agent may touch: an AuthPolicy, or one written in place (MLflow's `auth_policy`). Excludes `resources`. Default: none. */
  authPolicy?: AuthPolicy | pulumi.Input<InlinePolicy>;
  /** Whether the logged models stay when the resource is destroyed. Default: false. */
  keepOnDestroy?: pulumi.Input<boolean>;
}

/**
 * An agent, logged as an MLflow model from code. The model directory is written without Python and equals what
 * `mlflow.pyfunc.log_model` writes. It is content-addressed: each change of code, requirements, configuration or policy
 * logs a new, immutable model; content that was logged before is used again, so a reverted commit rolls back at once.
 *
 * @example
 * ```ts
 * const agent = new LoggedAgent("support", {
 *   code: "agent.py",
 *   codePaths: ["tools"],
 *   requirements: "requirements.txt",
 *   modelConfig: { llm: "databricks-claude-sonnet-4" },
 *   authPolicy: access,
 * });
 * ```
 */
export class LoggedAgent extends DynamicResource {
  /** Id of the logged model, `m-…`; another one after each change of content. */
  declare readonly modelId: pulumi.Output<string>;
  /** `models:/m-…`. */
  declare readonly modelUri: pulumi.Output<string>;
  /** Experiment that holds the models. */
  declare readonly experimentId: pulumi.Output<string>;
  /** SHA-256 over the content; equal on every machine. */
  declare readonly digest: pulumi.Output<string>;
  /** Path of each file to its SHA-256, so that a preview names the changed ones. */
  declare readonly files: pulumi.Output<Record<string, string>>;
  /** The agent's interface, given or found. */
  declare readonly interface: pulumi.Output<string>;
  /** Name of the logged model. */
  declare readonly name: pulumi.Output<string>;
  /** Name of the experiment. */
  declare readonly experiment: pulumi.Output<string>;
  /** `READY`; anything else is worked on by the next `up`. */
  declare readonly status: pulumi.Output<string>;

  /**
   * @param name logical name
   * @param args the agent
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  constructor(name: string, args: LoggedAgentArgs, opts?: ResourceOptions) {
    const { authPolicy, ...rest } = args ?? {};
    super("LoggedAgent", name, { ...rest, authPolicy: policyOf(authPolicy) }, outputs, resourceOptions(opts));
  }

  /**
   * An agent that exists.
   *
   * @param name logical name
   * @param id `<experiment id>/<model name>` for the newest model of that name, or the id of one model, `m-…`
   * @param opts Pulumi's resource options, and the `workspace` to speak to
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: ResourceOptions): LoggedAgent {
    return new LoggedAgent(name, {} as LoggedAgentArgs, { ...opts, id });
  }
}

const outputs = ["modelId", "modelUri", "experimentId", "digest", "files", "interface", "name", "experiment", "status"];

/**
 * What a policy says, without the resource around it. Both lists are inputs of the AuthPolicy, so they are known during
 * previews, and a changed policy shows in the preview of every agent that carries it.
 */
function policyOf(policy: LoggedAgentArgs["authPolicy"]): unknown {
  if (typeof policy !== "object" || !("systemResources" in policy) || !("urn" in policy)) return policy;
  return { systemResources: policy.systemResources, userApiScopes: policy.userApiScopes };
}
