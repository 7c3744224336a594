import type { KindName } from "./kinds.js";
import type { SystemResource } from "./schema.js";

/** Types of dependency that Unity Catalog knows (`_DEP_TYPE_*` in mlflow/store/_unity_catalog/registry/rest_store.py). */
const dependencyTypes: Partial<Record<KindName, string>> = {
  vectorSearchIndex: "DATABRICKS_VECTOR_INDEX",
  servingEndpoint: "DATABRICKS_MODEL_ENDPOINT",
  function: "DATABRICKS_UC_FUNCTION",
  ucConnection: "DATABRICKS_UC_CONNECTION",
  table: "DATABRICKS_TABLE",
  ucModelService: "DATABRICKS_UC_MODEL_SERVICE",
};

/**
 * What a model version depends on, in Unity Catalog's words. Things used on behalf of the user are left out: it is the
 * caller who needs the right to use them, not the version.
 */
export function versionDependencies(resources: readonly SystemResource[]): { type: string; name: string }[] {
  return resources.flatMap(({ kind, name, onBehalfOfUser }) => {
    const type = dependencyTypes[kind];
    return type === undefined || onBehalfOfUser === true ? [] : [{ type, name }];
  });
}
