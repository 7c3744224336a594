import { parse } from "yaml";
import type { DeclaredResource } from "../auth/principal.js";
import { isRecord } from "../paths.js";

/** What the workspace needs to know of an MLmodel file. */
export interface ModelFacts {
  /** Whether the signature has inputs and outputs, without which Unity Catalog refuses the model. */
  completeSignature: boolean;
  /** The inputs of the signature, as MLflow writes them; undefined where there are none. */
  inputs: unknown;
  /** Whether the signature is that of the code's type hints. */
  typeHints: boolean;
  /** Whether it has a stream, as MLflow says; undefined where it says nothing. */
  streamable: boolean | undefined;
  /** What the agent may use, from `resources` or `auth_policy.system_auth_policy`. */
  resources: readonly DeclaredResource[];
  /** What it may use with the user's credential only (`on_behalf_of_user`). */
  userResources: readonly DeclaredResource[];
  /** Scopes of `auth_policy.user_auth_policy`; undefined where the model has none. */
  userApiScopes: readonly string[] | undefined;
  /** `metadata.task`, for example `agent/v1/responses`. */
  task: string | undefined;
  /** Id of the logged model it was registered from. */
  modelId: string | undefined;
}

/**
 * @param text content of an MLmodel file
 * @throws Error when it is not YAML
 */
export function readModelFacts(text: string): ModelFacts {
  const content: unknown = parse(text);
  const model = isRecord(content) ? content : {};
  const policy = isRecord(model.auth_policy) ? model.auth_policy : undefined;
  const system = isRecord(policy?.system_auth_policy) ? policy.system_auth_policy : undefined;
  const user = isRecord(policy?.user_auth_policy) ? policy.user_auth_policy : undefined;
  const signature = isRecord(model.signature) ? model.signature : {};
  const metadata = isRecord(model.metadata) ? model.metadata : {};
  const flavors = isRecord(model.flavors) ? model.flavors : {};
  const python = isRecord(flavors.python_function) ? flavors.python_function : {};
  const resources = policy === undefined ? model.resources : system?.resources;
  return {
    completeSignature: filled(signature.inputs) && filled(signature.outputs),
    inputs: columns(signature.inputs),
    streamable: typeof python.streamable === "boolean" ? python.streamable : undefined,
    typeHints: model.is_signature_from_type_hint === true,
    resources: declared(resources, false),
    userResources: declared(resources, true),
    userApiScopes: Array.isArray(user?.api_scopes) ? user.api_scopes.map(String) : undefined,
    task: typeof metadata.task === "string" ? metadata.task : undefined,
    modelId: typeof model.model_id === "string" ? model.model_id : undefined,
  };
}

/** The columns of a signature: a JSON text in the file. */
function columns(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function filled(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function declared(resources: unknown, onBehalfOfUser: boolean): DeclaredResource[] {
  const databricks = isRecord(resources) && isRecord(resources.databricks) ? resources.databricks : {};
  return Object.entries(databricks).flatMap(([kind, entries]) =>
    (Array.isArray(entries) ? entries : [])
      .filter(isRecord)
      // What is used on behalf of the user is not granted to the agent itself.
      .filter((entry) => (entry.on_behalf_of_user === true) === onBehalfOfUser)
      .map((entry) => ({ kind, name: String(entry.name) })),
  );
}
