import { catalogKey } from "../lifecycle/catalogName.js";
import type { TargetName } from "./targets.js";

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
  /**
   * User API scopes that a use on behalf of the user needs, by where the agent runs; empty where only system authentication
   * is documented, or the place takes no scope for it. A broader scope counts for them.
   */
  readonly scopes: Readonly<Record<TargetName, readonly string[]>>;
  /** What a person calls it. */
  readonly label: string;
  /** The helper constructor of the sdk. */
  readonly helper: string;
  /**
   * Kinds that a thing of this kind uses behind the agent's back, so that they may have to be declared although the agent's
   * code names none: the tables and the warehouse of a Genie space, the embedding endpoint of an index.
   */
  readonly brings: readonly string[];
}

/**
 * The kinds, by the name users write. Minimum releases and scopes: Databricks' documentation "Authentication for AI
 * agents" and of authorization in Apps, as gathered in the project's facts; `app`, `lakebase` and `ucModelService`: MLflow's source.
 */
export const resourceKinds = {
  vectorSearchIndex: {
    key: "vector_search_index",
    shape: "threePart",
    mlflow: "2.13.1",
    scopes: {
      modelServing: [
        "serving.serving-endpoints",
        "vectorsearch.vector-search-endpoints",
        "vectorsearch.vector-search-indexes",
      ],
      apps: ["vectorsearch.vector-search-endpoints", "vectorsearch.vector-search-indexes"],
    },
    label: "vector search index",
    helper: "vectorSearchIndex",
    brings: ["servingEndpoint"],
  },
  servingEndpoint: {
    key: "serving_endpoint",
    shape: "plain",
    mlflow: "2.13.1",
    scopes: { modelServing: ["serving.serving-endpoints"], apps: ["serving.serving-endpoints"] },
    label: "serving endpoint",
    helper: "servingEndpoint",
    brings: [],
  },
  sqlWarehouse: {
    key: "sql_warehouse",
    shape: "id",
    mlflow: "2.16.1",
    scopes: { modelServing: ["sql.statement-execution", "sql.warehouses"], apps: ["sql"] },
    label: "SQL warehouse",
    helper: "sqlWarehouse",
    brings: ["table", "function"],
  },
  function: {
    key: "function",
    shape: "threePart",
    mlflow: "2.16.1",
    scopes: { modelServing: [], apps: ["sql"] },
    label: "Unity Catalog function",
    helper: "ucFunction",
    brings: ["table", "sqlWarehouse", "servingEndpoint", "vectorSearchIndex", "ucConnection", "function"],
  },
  genieSpace: {
    key: "genie_space",
    shape: "id",
    mlflow: "2.17.1",
    scopes: { modelServing: ["dashboards.genie"], apps: ["dashboards.genie"] },
    label: "Genie space",
    helper: "genieSpace",
    brings: ["table", "sqlWarehouse", "function"],
  },
  ucConnection: {
    key: "uc_connection",
    shape: "plain",
    mlflow: "2.17.1",
    scopes: { modelServing: ["catalog.connections"], apps: ["catalog.connections"] },
    label: "Unity Catalog connection",
    helper: "ucConnection",
    brings: [],
  },
  table: {
    key: "table",
    shape: "threePart",
    mlflow: "2.18.0",
    scopes: { modelServing: [], apps: ["catalog.catalogs:read", "catalog.schemas:read", "catalog.tables:read", "sql"] },
    label: "table",
    helper: "table",
    brings: ["sqlWarehouse"],
  },
  app: {
    key: "app",
    shape: "plain",
    mlflow: "3.1.4",
    scopes: { modelServing: ["apps.apps"], apps: [] },
    label: "Databricks App",
    helper: "app",
    brings: [],
  },
  lakebase: {
    key: "lakebase",
    shape: "plain",
    mlflow: "3.4.0",
    scopes: { modelServing: [], apps: ["postgres"] },
    label: "Lakebase instance",
    helper: "lakebase",
    brings: [],
  },
  ucModelService: {
    key: "uc_model_service",
    shape: "threePart",
    mlflow: "3.17.0",
    scopes: { modelServing: ["serving.serving-endpoints"], apps: ["serving.serving-endpoints"] },
    label: "Unity Catalog model service",
    helper: "ucModelService",
    brings: [],
  },
} as const satisfies Record<string, ResourceKind>;

/** Name of a kind, as users write it. */
export type KindName = keyof typeof resourceKinds;

/** All kinds, in the order of documentation. */
export const kindNames = Object.keys(resourceKinds) as [KindName, ...KindName[]];

/** First MLflow release that can write down a policy (`auth_policy`). */
export const authPolicyMlflow = "2.21.0";

/** First MLflow release for which Databricks documents that an agent acts for its caller. */
export const userAuthorizationMlflow = "2.22.1";

/**
 * A name as things of that kind are compared: Unity Catalog does not tell upper from lower case, and SQL writes parts of a
 * name in backticks.
 */
export function comparableName(kind: KindName, name: string): string {
  const { shape } = resourceKinds[kind];
  return shape === "threePart" || kind === "ucConnection" ? catalogKey(name.replaceAll("`", "")) : name;
}
