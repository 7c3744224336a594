import { AgentsError } from "../errors.js";

/** The object of MLflow that owns files. */
export interface Owner {
  /** A logged model, or a run. */
  readonly kind: "model" | "run";
  readonly id: string;
  /** Folder below the object's own artifacts; empty for all of them. */
  readonly folder: string;
}

/** Where the files of a model lie, in the words of the API that reaches them. */
export interface Location {
  /**
   * `files`: Databricks' Files API. `proxy`: the artifact proxy of an MLflow server. `storage`: a cloud's storage that an
   * MLflow server without proxy hands out addresses of.
   */
  readonly api: "files" | "proxy" | "storage";
  /** Folder below the API's root, without slashes at the ends. Of `storage`: the whole URI, for messages only. */
  readonly folder: string;
  /** Whose files these are, where that is known: the way to addresses of single files. */
  readonly owner?: Owner;
}

/**
 * The location behind an artifact URI.
 *
 * - `dbfs:/databricks/mlflow-tracking/<experiment>/logged_models/<id>…` is reached as
 *   `WorkspaceInternal/Mlflow/Artifacts/<experiment>/LoggedModels/<id>…` (mlflow/store/artifact/
 *   databricks_logged_model_artifact_repo.py), runs likewise; `dbfs:/Volumes/…` by its own path.
 * - `mlflow-artifacts:/<path>` is the proxy of the MLflow server that answered.
 * - `s3://…/models/<id>/artifacts…` and other cloud storage, runs likewise: the layout is MLflow's own (`models` and
 *   `artifacts` in mlflow/store/tracking/sqlalchemy_store.py).
 *
 * @throws AgentsError `unsupported` for a scheme that only the server itself can reach
 */
export function artifactLocation(uri: string): Location {
  const tracking = /^dbfs:\/databricks\/mlflow-tracking\/([^/]+)\/(logged_models\/)?([^/]+)(\/.*)?$/.exec(uri);
  if (tracking !== null) {
    const [, experiment = "", models, id = "", rest = ""] = tracking;
    const kind = models === undefined ? "Runs" : "LoggedModels";
    return {
      api: "files",
      folder: trimmed(`WorkspaceInternal/Mlflow/Artifacts/${experiment}/${kind}/${id}${rest}`),
      owner: {
        kind: models === undefined ? "run" : "model",
        id,
        folder: trimmed(rest.replace(/^\/artifacts(?=\/|$)/, "")),
      },
    };
  }
  const volume = /^dbfs:\/(Volumes\/.+)$/.exec(uri);
  if (volume !== null) return { api: "files", folder: trimmed(volume[1] ?? "") };
  const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(uri);
  if (proxied !== null) return { api: "proxy", folder: trimmed(proxied[1] ?? "") };
  const stored =
    /^(?:s3|r2|b2|gs|wasbs?|abfss?):\/\/.*?\/(?:models\/(m-[0-9a-f]+)|([0-9a-f]{32}))\/artifacts(\/.*)?$/.exec(uri);
  if (stored !== null) {
    const [, model, run = "", rest = ""] = stored;
    const folder = trimmed(rest);
    const owner: Owner = model === undefined ? { kind: "run", id: run, folder } : { kind: "model", id: model, folder };
    return { api: "storage", folder: uri, owner };
  }
  throw outOfReach(uri);
}

/** The error for an artifact URI that only the server's own machines can reach. */
export function outOfReach(uri: string): AgentsError {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1];
  return new AgentsError(
    "unsupported",
    `the workspace keeps artifacts at a ${scheme ?? "local"} address, which only its own machines can reach. ` +
      "Start the MLflow server with --serve-artifacts, so that it passes files on.",
  );
}

/** The location of the files of a Unity Catalog model version (Files API, `Models/…`). */
export function modelVersionLocation(fullName: string, version: string): Location {
  return { api: "files", folder: `Models/${fullName.split(".").join("/")}/${version}` };
}

/** Path of a file below its owner's artifacts. */
export function ownedPath(owner: Owner, path: string): string {
  return [owner.folder, path].filter((part) => part !== "").join("/");
}

function trimmed(path: string): string {
  return path.split("/").filter(Boolean).join("/");
}
