import * as pulumi from "@pulumi/pulumi";
import type { ApiScope } from "./apiScopes.js";
import type { AuthPolicy } from "./authPolicy.js";
import { DynamicResource } from "./dynamicResource.js";
import type { SystemResource } from "./passthrough.js";
import { type ResourceOptions, resourceOptions } from "./workspace.js";

/** A policy written in place, for an agent that shares it with no other. */
export interface InlinePolicy {
  /** What the agent uses. Default: none. */
  systemResources?: pulumi.Input<pulumi.Input<SystemResource>[]>;
  /** API scopes for acting on behalf of the caller; `"derived"` stands for those that `systemResources` need. Default: none. */
  userApiScopes?: pulumi.Input<"derived" | pulumi.Input<ApiScope>[]>;
}

/** A signature written out, each part in MLflow's JSON form, or one of MLflow's classes from before its agent interfaces. */
export interface SignatureArgs {
  /**
   * Columns of a request: a list such as `[{ type: "string", name: "question", required: true }]`, its JSON text, or a class
   * of `mlflow.models.rag_signatures`: `"SplitChatMessagesRequest"`, `"MultiturnChatRequest"`, `"ChatCompletionRequest"`.
   * Default: those of the type hints of `predict`, and the outputs too; without hints they are needed.
   */
  inputs?: pulumi.Input<unknown>;
  /**
   * Columns of an answer, in the same form, or `"StringResponse"` or `"ChatCompletionResponse"`. Unity Catalog refuses a model
   * without. Default: none.
   */
  outputs?: pulumi.Input<unknown>;
  /**
   * Inference parameters, as MLflow's `ParamSchema` lists them: `[{ name: "top", type: "long", default: 3, shape: null }]`. A
   * request gives them under `params`, beside `inputs`. Type hints do not tell them. Default: none.
   */
  params?: pulumi.Input<unknown>;
}

/** What stays of the models that were logged before. */
export interface Retention {
  /** Number of models, at least 1. */
  versions: pulumi.Input<number>;
}

/** A finding that stops nothing. */
export interface AllowedFinding {
  /** The finding's name, as it stands in brackets: `undeclared-use`, `missing-requirement` … */
  finding: pulumi.Input<string>;
  /** Name of the thing that it is about, as a policy declares it: `main.kb.docs`. Default: every finding of that name. */
  resource?: pulumi.Input<string>;
  /** Why it is no fault here: the preview shows it to whoever reviews the change. */
  reason: pulumi.Input<string>;
}

/** How an agent is tried before it is logged. */
export interface ValidateArgs {
  /**
   * `static`: the code is read, and no Python is needed. `install`: uv's resolver is asked whether the requirements can be
   * installed on Linux with `pythonVersion`; nothing is installed. `load`: real MLflow loads the package. `predict`: it also asks the
   * agent its example, as a stream as well where the agent's class has `predict_stream`.
   */
  mode: pulumi.Input<"static" | "install" | "load" | "predict">;
  /** Seconds for loading and asking together, from 1 to 3600; making the Python environment is not counted. Default: 120. */
  timeoutSeconds?: pulumi.Input<number>;
  /**
   * With `predict`: whose credentials the agent has while it answers. `none`: it sees of this process's environment only
   * `environmentVariables`. `deployer`: those that this stack is deployed with (`DATABRICKS_HOST` and `DATABRICKS_TOKEN`; for
   * an MLflow server the variables of its client). The agent's code then acts as you: a preview of a stranger's pull request
   * must not have it. It proves that the agent answers, not that its policy is enough. Default: `deployer` on the local
   * workspace, else `none`.
   */
  credentials?: pulumi.Input<"none" | "deployer">;
}

/**
 * An agent: its code, its environment and what it may touch. Relative paths are meant from the program's folder; a link
 * that leaves the agent's folder is refused.
 */
export interface LoggedAgentArgs {
  /**
   * The agent's Python file, which ends with `mlflow.models.set_model(…)` (models from code; MLflow's `python_model`).
   * It is read, and run only where `validate` asks for it.
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
   * `pip_requirements`). `mlflow` is put first when nothing names it; requirements with hashes (`uv export`, pip-compile) have
   * to name it, because a line without a hash cannot be added to them. Default: `mlflow==<mlflowVersion>` alone.
   */
  requirements?: pulumi.Input<string | pulumi.Input<string>[]>;
  /** Requirements added to the default (MLflow's `extra_pip_requirements`): a list or the path of a file. Excludes `requirements`. Default: none. */
  extraRequirements?: pulumi.Input<string | pulumi.Input<string>[]>;
  /** pip constraints: a list or the path of a file. Default: none. */
  constraints?: pulumi.Input<string | pulumi.Input<string>[]>;
  /**
   * Python release of the serving environment, in full, such as `3.12.4`. Default: a fixed release, never the one of the
   * machine that deploys.
   */
  pythonVersion?: pulumi.Input<string>;
  /**
   * A request that the agent can answer: a value, or the path of a JSON file (MLflow's `input_example`). Default: the
   * example that MLflow writes for the interface; none for a PythonModel.
   */
  inputExample?: pulumi.Input<unknown>;
  /**
   * Signature of a PythonModel whose `predict` has no type hints, which otherwise decide. The agent interfaces have a fixed
   * one, and giving another is an error. Default: from the type hints, else inferred from `inputExample`.
   */
  signature?: pulumi.Input<SignatureArgs>;
  /** Written to MLmodel beside what the interface demands (MLflow's `metadata`). Default: nothing further. */
  metadata?: pulumi.Input<Record<string, unknown>>;
  /**
   * Prompts of the prompt registry that the agent uses, `prompts:/<name>/<version>` each (MLflow's `prompts`); recorded in
   * MLmodel, and not looked up. Default: none.
   */
  prompts?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Names of the environment variables that the agent reads, such as `OPENAI_API_KEY`; never values, which belong to the
   * endpoint. They are recorded as MLflow does by running the agent (MLmodel's `env_vars` and environment_variables.txt).
   * Default: none.
   */
  environmentVariables?: pulumi.Input<pulumi.Input<string>[]>;
  /** What the agent is, where reading the code cannot tell. `LangChain` stands for LangGraph as well and takes neither `artifacts` nor `authPolicy`. Default: found by reading the code. */
  interface?: pulumi.Input<"ResponsesAgent" | "ChatAgent" | "ChatModel" | "PythonModel" | "LangChain">;
  /**
   * MLflow release whose format is written and which is pinned. Default: the one that `requirements` pin (`mlflow==3.4.0`);
   * else the release of an MLflow 2 server, whose clients cannot be relied on to load what MLflow 3 writes; else the newest
   * one this package was tested with.
   */
  mlflowVersion?: pulumi.Input<string>;
  /**
   * What to leave out of folders, in the syntax of `.gitignore`, beside caches, virtual environments, `node_modules` and
   * version control, which always stay out unless a rule with `!` takes them back in. Default: nothing further.
   */
  ignore?: pulumi.Input<pulumi.Input<string>[]>;
  /** Name of the logged model, at most 250 characters; `/ : . % " '` are refused. Default: the resource's logical name. */
  name?: pulumi.Input<string>;
  /**
   * Experiment that holds the models; made if there is none, and never deleted. On Databricks its folder is made too where it
   * lies below `/Shared` or your home folder; elsewhere the folder has to exist. Default: `/Shared/<project>-<stack>`.
   */
  experiment?: pulumi.Input<string>;
  /** What kind of model it is, in words of your own (MLflow's `model_type`; a tag on an MLflow 2 server). Default: none. */
  modelType?: pulumi.Input<string>;
  /** Parameters recorded with the model (MLflow's `params`). Default: none. */
  params?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Tags of the logged model. Tags that others set stay. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What the agent uses with its own credentials (MLflow's `resources`). Excludes `authPolicy`. Default: none. */
  resources?: pulumi.Input<pulumi.Input<SystemResource>[]>;
  /** What the agent may touch: an AuthPolicy, or one written in place (MLflow's `auth_policy`). Excludes `resources`. Default: none. */
  authPolicy?: AuthPolicy | pulumi.Input<InlinePolicy>;
  /**
   * How many finished models stay, the one in use counted: after an update the oldest others are deleted, and the preview
   * names them. What is registered, or used by another stack, always stays. Default: all stay until the resource goes.
   */
  retain?: pulumi.Input<Retention>;
  /**
   * Whether stacks that log the same content under the same name to the same experiment use one model; each of them has to
   * say so. The model goes with the last stack that uses it. Give them equal `tags`: the model has one set. Default: false.
   */
  shared?: pulumi.Input<boolean>;
  /**
   * What is tried before the agent is logged, in the preview already: `static`, `install`, `load`, `predict`, or a mode with a
   * limit of time; each includes those before it. `install` needs the package index: without an answer it warns that nothing
   * was checked. `load` and `predict` run the agent's code on this machine, in a Python environment of its requirements that uv
   * makes (seconds the first time); an agent that passed is not tried again until its content changes. It sees of this
   * process's environment only `environmentVariables`. The file system and the network are not closed to it, and Windows is
   * not supported. Default: `static`.
   */
  validate?: pulumi.Input<"static" | "install" | "load" | "predict" | ValidateArgs>;
  /**
   * Findings that stop nothing, each with the reason, which the preview shows. One that matches nothing is a warning. What
   * there is no agent without cannot be allowed. Default: none.
   */
  allow?: pulumi.Input<pulumi.Input<AllowedFinding>[]>;
  /** Whether what reading the agent warns of stops the update as an error does. No argument of MLflow's. Default: false. */
  warningsAsErrors?: pulumi.Input<boolean>;
  /** Whether the logged models stay when the resource is destroyed or replaced. Default: false. */
  keepOnDestroy?: pulumi.Input<boolean>;
}

/**
 * An agent, logged as an MLflow model from code. The model directory is written without Python and equals what
 * `mlflow.pyfunc.log_model` writes. It is content-addressed: each change of code, requirements, configuration or policy
 * logs a new, immutable model; content that was logged before is used again, so a reverted commit rolls back at once.
 *
 * @remarks
 * The resource is the lineage of models under one name in one experiment, `<experiment id>/<name>`; `modelId` is the one
 * in use. Models that were logged before stay until the resource is destroyed, or as `retain` says. On a plain MLflow server
 * a model that is the source of a registered version stays even then, because such a registry points to its files; Unity
 * Catalog has copied them, so its versions, and the endpoints that serve them, need no logged model. `retain` spares it
 * there too, where MLflow's client noted a version on it.
 *
 * An MLflow 2 server has no logged models: the agent is logged as the model of a run, `modelId` is `<run id>/<name>` and
 * `modelUri` is `runs:/<run id>/<name>`. An unfinished model is a running run there, and a deleted one a deleted run. Such a
 * lineage stays with runs when the server is upgraded; another `name` begins one of logged models.
 *
 * The agent's code is read, and run only where `validate` asks for it. What can be told from reading it is an error in
 * the preview: no `set_model`, not Python, a file that is not there, a link that leaves the folder, `ModelConfig` read
 * without `modelConfig`, a local import that `codePaths` does not cover, an import that no requirement brings, a file that
 * stays behind, a client of the calling user that is built before there is one, a thing that the code uses and the policy
 * does not declare. Each finding ends with its name in brackets, and `# mlflow-agents: ignore[name]` in its line leaves it
 * out, as `allow` does. `mlflow-agents check` finds the same without Pulumi.
 *
 * Content that was logged before is only taken for this resource's own when it carries the resource's tags
 * (`pulumi_project`, `pulumi_stack`, `pulumi_resource`) and its digest (`mlflow_agents_digest`).
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
 *
 * @example
 * A PythonModel with everything written out:
 *
 * ```ts
 * const classifier = new LoggedAgent("classifier", {
 *   code: "classifier.py",
 *   artifacts: { labels: "labels.json" },
 *   requirements: ["mlflow==3.17.2", "regex"],
 *   pythonVersion: "3.11.7",
 *   signature: {
 *     inputs: [{ type: "string", name: "question", required: true }],
 *     outputs: [{ type: "string", name: "label", required: true }],
 *   },
 *   resources: [table("main.support.tickets")],
 *   experiment: "/Shared/classifier",
 *   tags: { team: "support" },
 *   keepOnDestroy: true,
 * });
 * ```
 */
export class LoggedAgent extends DynamicResource {
  /** Id of the logged model, `m-…` (on an MLflow 2 server `<run id>/<name>`); another one after each change of content. */
  declare readonly modelId: pulumi.Output<string>;
  /** `models:/m-…` (on an MLflow 2 server `runs:/<run id>/<name>`). */
  declare readonly modelUri: pulumi.Output<string>;
  /** Experiment that holds the models. */
  declare experimentId: pulumi.Output<string>;
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
    // While a change is previewed only inputs and the id are known, and the id begins with the experiment.
    const recorded = this.experimentId;
    this.experimentId = this.id.apply((id) => (id.includes("/") ? pulumi.output(id.split("/")[0] ?? "") : recorded));
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
