import { isRecord } from "../paths.js";

/**
 * Databricks shows artifact locations as `dbfs:/databricks/mlflow-tracking/…`, MLflow's server as
 * `mlflow-artifacts:/…`. The bytes live in MLflow; these functions translate between the names.
 */
const databricksRoot = "dbfs:/databricks/mlflow-tracking/";
const mlflowRoot = "mlflow-artifacts:/";

/** A location of MLflow's server as Databricks would show it; anything else unchanged. */
export function toDatabricks(location: string): string {
  if (!location.startsWith(mlflowRoot)) {
    return location;
  }
  const [experiment, kind, ...rest] = location.slice(mlflowRoot.length).split("/");
  if (experiment === undefined || experiment === "Models") {
    return location;
  }
  const parts =
    kind === undefined
      ? [experiment]
      : kind === "models"
        ? [experiment, "logged_models", ...rest]
        : kind === "traces"
          ? [experiment, ...rest]
          : [experiment, kind, ...rest];
  return databricksRoot + parts.join("/");
}

/** The inverse of {@link toDatabricks}. */
export function toMlflow(location: string): string {
  if (!location.startsWith(databricksRoot)) {
    return location;
  }
  const [experiment, kind, ...rest] = location.slice(databricksRoot.length).split("/");
  const parts =
    kind === undefined
      ? [experiment]
      : kind === "logged_models"
        ? [experiment, "models", ...rest]
        : kind.startsWith("tr-")
          ? [experiment, "traces", kind, ...rest]
          : [experiment, kind, ...rest];
  return mlflowRoot + parts.join("/");
}

/**
 * Applies `translate` to every string in a JSON value.
 *
 * @param value parsed JSON
 */
export function mapStrings(value: unknown, translate: (text: string) => string): unknown {
  if (typeof value === "string") {
    return translate(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => mapStrings(item, translate));
  }
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, translate)]));
  }
  return value;
}

/**
 * The path in MLflow's artifact store of a path of Databricks' Files API; undefined where the workspace serves none.
 *
 * @param path `/WorkspaceInternal/Mlflow/Artifacts/…` or `/Models/<catalog>/<schema>/<model>/<version>/…`
 */
export function artifactPath(path: string): string | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.some((part) => part === "." || part === "..")) {
    return undefined;
  }
  if (parts[0] === "Models" && parts.length >= 5) {
    // Unity Catalog finds its names in any case.
    return parts.map((part, index) => (index >= 1 && index <= 3 ? part.toLowerCase() : part)).join("/");
  }
  const [internal, mlflow, artifacts, experiment, kind, id, ...rest] = parts;
  if (internal !== "WorkspaceInternal" || mlflow !== "Mlflow" || artifacts !== "Artifacts" || id === undefined) {
    return undefined;
  }
  if (kind === "LoggedModels") {
    return [experiment, "models", id, ...rest].join("/");
  }
  return kind === "Runs" ? [experiment, id, ...rest].join("/") : undefined;
}
