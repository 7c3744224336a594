/** How the name of a resource must look. */
export type NameShape = "threePart" | "plain" | "id";

/** One kind of thing that an agent may be allowed to use. */
export interface ResourceKind {
  /** Key under `resources.databricks` in MLmodel (mlflow/models/resources.py, `ResourceType`). */
  readonly key: string;
  /** How its name must look. */
  readonly shape: NameShape;
  /** First MLflow release that can write it down. */
  readonly mlflow: string;
  /** User API scopes that a use on behalf of the user needs; empty where only system authentication exists. */
  readonly scopes: readonly string[];
  /** What a person calls it. */
  readonly label: string;
}

/**
 * The kinds, by the name users write. Minimum releases and scopes: Databricks' documentation "Authentication for AI
 * agents", as gathered in the project's facts; `app`, `lakebase` and `ucModelService`: MLflow's source.
 */
export const resourceKinds = {
  vectorSearchIndex: {
    key: "vector_search_index",
    shape: "threePart",
    mlflow: "2.13.1",
    scopes: ["serving.serving-endpoints", "vectorsearch.vector-search-endpoints", "vectorsearch.vector-search-indexes"],
    label: "vector search index",
  },
  servingEndpoint: {
    key: "serving_endpoint",
    shape: "plain",
    mlflow: "2.13.1",
    scopes: ["serving.serving-endpoints"],
    label: "serving endpoint",
  },
  sqlWarehouse: {
    key: "sql_warehouse",
    shape: "id",
    mlflow: "2.16.1",
    scopes: ["sql.statement-execution", "sql.warehouses"],
    label: "SQL warehouse",
  },
  function: { key: "function", shape: "threePart", mlflow: "2.16.1", scopes: [], label: "Unity Catalog function" },
  genieSpace: {
    key: "genie_space",
    shape: "id",
    mlflow: "2.17.1",
    scopes: ["dashboards.genie"],
    label: "Genie space",
  },
  ucConnection: {
    key: "uc_connection",
    shape: "plain",
    mlflow: "2.17.1",
    scopes: ["catalog.connections"],
    label: "Unity Catalog connection",
  },
  table: { key: "table", shape: "threePart", mlflow: "2.18.0", scopes: [], label: "table" },
  app: { key: "app", shape: "plain", mlflow: "3.1.4", scopes: ["apps.apps"], label: "Databricks App" },
  lakebase: { key: "lakebase", shape: "plain", mlflow: "3.4.0", scopes: [], label: "Lakebase instance" },
  ucModelService: {
    key: "uc_model_service",
    shape: "threePart",
    mlflow: "3.17.0",
    scopes: ["serving.serving-endpoints"],
    label: "Unity Catalog model service",
  },
} as const satisfies Record<string, ResourceKind>;

/** Name of a kind, as users write it. */
export type KindName = keyof typeof resourceKinds;

/** All kinds, in the order of documentation. */
export const kindNames = Object.keys(resourceKinds) as [KindName, ...KindName[]];

/** First MLflow release that can write down user authorization (`auth_policy`). */
export const authPolicyMlflow = "2.21.0";
