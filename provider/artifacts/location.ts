import { AgentsError } from "../errors.js";

/** Where the files of a model lie, in the words of the API that reaches them. */
export interface Location {
  /** `files`: Databricks' Files API. `proxy`: the artifact proxy of an MLflow server. */
  readonly api: "files" | "proxy";
  /** Folder below the API's root, without slashes at the ends. */
  readonly folder: string;
}

/**
 * The location behind an artifact URI.
 *
 * - `dbfs:/databricks/mlflow-tracking/<experiment>/logged_models/<id>…` is reached as
 *   `WorkspaceInternal/Mlflow/Artifacts/<experiment>/LoggedModels/<id>…` (mlflow/store/artifact/
 *   databricks_logged_model_artifact_repo.py), runs likewise.
 * - `mlflow-artifacts:/<path>` is the proxy of the MLflow server that answered.
 *
 * @throws AgentsError `unsupported` for a scheme that only the server itself can reach
 */
export function artifactLocation(uri: string): Location {
  const tracking = /^dbfs:\/databricks\/mlflow-tracking\/([^/]+)\/(?:logged_models\/)?([^/]+)(\/.*)?$/.exec(uri);
  if (tracking !== null) {
    const [, experiment = "", object = "", rest = ""] = tracking;
    const kind = uri.includes("/logged_models/") ? "LoggedModels" : "Runs";
    return {
      api: "files",
      folder: trimmed(`WorkspaceInternal/Mlflow/Artifacts/${experiment}/${kind}/${object}${rest}`),
    };
  }
  const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(uri);
  if (proxied !== null) return { api: "proxy", folder: trimmed(proxied[1] ?? "") };
  throw new AgentsError(
    "unsupported",
    `the workspace keeps artifacts at a ${uri.split(":")[0]} address, which only its own machines can reach. ` +
      "Start the MLflow server with --serve-artifacts, so that it passes files on.",
  );
}

/** The location of the files of a Unity Catalog model version (Files API, `Models/…`). */
export function modelVersionLocation(fullName: string, version: string): Location {
  return { api: "files", folder: `Models/${fullName.split(".").join("/")}/${version}` };
}

function trimmed(path: string): string {
  return path.split("/").filter(Boolean).join("/");
}
