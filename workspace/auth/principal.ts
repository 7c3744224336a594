/** Kinds of things an agent may declare, by their keys in MLmodel (mlflow/models/resources.py, `ResourceType`). */
export const resourceKinds = [
  "vector_search_index",
  "serving_endpoint",
  "sql_warehouse",
  "function",
  "genie_space",
  "table",
  "uc_connection",
  "app",
  "lakebase",
  "uc_model_service",
] as const;

/** One of {@link resourceKinds}. */
export type ResourceKind = (typeof resourceKinds)[number];

/** A resource a served agent may use, as its MLmodel declares it: kind (`serving_endpoint` …) and name. */
export interface DeclaredResource {
  kind: string;
  name: string;
}

/** A served entity, as whom or through whom a call is made. */
export interface ServedAgent {
  /** Name of its endpoint. */
  endpoint: string;
  /** Name of the served entity. */
  entity: string;
  /** Full name of the model version it serves. */
  model: string;
  /** Number of the model version. */
  version: string;
  /** What it may use with its own credential. */
  resources: readonly DeclaredResource[];
  /** What its model marks `on_behalf_of_user`: to be used with the user's credential, never with its own. */
  userResources: readonly DeclaredResource[];
}

/** Who a call comes from. */
export type Principal =
  | { kind: "user"; name: string }
  | { kind: "servicePrincipal"; name: string }
  | {
      /** A served entity, with the credential the workspace gave it. */
      kind: "agent";
      /** `endpoint/entity`. */
      name: string;
      agent: ServedAgent;
    }
  | {
      /** Whoever asked a served agent, with the credential that the agent has while it answers. */
      kind: "onBehalfOfUser";
      /** Name of the user or service principal. */
      name: string;
      agent: ServedAgent;
      /** API scopes that the endpoint grants. */
      scopes: readonly string[];
    };

/** A served agent, for messages. */
export function nameOfAgent({ endpoint, entity, model, version }: ServedAgent): string {
  return `The served agent ${endpoint}/${entity} (${model} version ${version})`;
}
