import type { ErrorCode } from "../errors.js";
import { startLocalWorkspace } from "./localWorkspace.js";
import type { Workspace } from "./types.js";

/** Who speaks with whom. */
export interface Speaker {
  /** The protocol. */
  kind: Workspace["kind"];
  /** See {@link Workspace.host}. */
  host: string;
  /** See {@link Workspace.authType}. */
  authType: string;
  /** Whether it is the embedded local workspace. */
  local: boolean;
}

const staleConfiguration =
  "`pulumi refresh` and `pulumi destroy` use the configuration of the last `pulumi up`: run them with --run-program, or set the host and the credential in the environment";

function refusedCredential({ kind, authType, local }: Speaker): string {
  if (local)
    return `the local workspace was probably started anew, with another token: ${startLocalWorkspace}, and try again`;
  if (kind === "mlflow") {
    if (authType === "none") {
      return "the server wants a login: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
    }
    return `the login (${authType}) was refused: check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN`;
  }
  if (authType === "pat") {
    return `the token was refused: it has expired, was revoked, or is of another workspace. Make one (User settings, Developer, Access tokens), and put it in DATABRICKS_TOKEN, the profile, or \`pulumi config set --secret mlflow-agents:token\`; ${staleConfiguration}`;
  }
  if (authType === "oauth-m2m") {
    return `the service principal was refused: check its application id and OAuth secret (DATABRICKS_CLIENT_ID, DATABRICKS_CLIENT_SECRET), and that it is assigned to this workspace; ${staleConfiguration}`;
  }
  if (authType === "databricks-cli") return "log in again with `databricks auth login`";
  return `the credential (${authType}) was refused: check that the service principal's federation policy accepts this token, and that it is assigned to this workspace`;
}

/**
 * What a 404 means that nobody knows the author of.
 *
 * @param speaker who spoke with whom
 * @returns a sentence without its full stop
 */
export function notTheApi({ kind }: Speaker): string {
  const api = kind === "databricks" ? "Databricks" : "MLflow";
  return `this is not how the API of ${api} answers ({"error_code", "message"}), so it does not show that anything is gone: a gateway, proxy or load balancer on the way may have answered. See that it lets the route through, and try again`;
}

/**
 * What the user can do about an error; empty where only the resource knows.
 *
 * @param code of the error
 * @param speaker who spoke with whom
 * @returns a sentence without its full stop
 */
export function advice(code: ErrorCode, speaker: Speaker): string {
  const { local, kind } = speaker;
  switch (code) {
    case "unauthenticated":
      return refusedCredential(speaker);
    case "permissionDenied":
      return `the identity in use (${speaker.authType}) lacks a permission for this: grant it, or use another identity`;
    case "unreachable":
      return local ? `if the local workspace is not running, ${startLocalWorkspace}` : "";
    case "notAWorkspace":
      if (local) return `what listens there is not the local workspace: ${startLocalWorkspace}`;
      return kind === "databricks"
        ? "check the host: it is the address of a Databricks workspace such as https://dbc-1234.cloud.databricks.com (for a plain MLflow server set mlflow-agents:trackingUri instead)"
        : "check the address: it is where `mlflow server` listens, with the path before its routes if there is one";
    case "unsupported":
      return kind === "mlflow"
        ? "this server does not know the route: it may be older than the feature (GET /version tells its release)"
        : "this workspace does not offer the route";
    default:
      return "";
  }
}
