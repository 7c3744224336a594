import type { Workspace } from "./types.js";

/**
 * Variables by which a program of this machine speaks to a workspace as this process does: those that Databricks' SDK and
 * MLflow's client read. A token that expires is not renewed for it.
 *
 * @param place the workspace
 * @param headers what proves who is calling
 */
export function programVariables(
  { kind, host }: Pick<Workspace, "kind" | "host">,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const [scheme = "", proof = ""] = (headers.authorization ?? "").split(" ");
  if (kind === "databricks") return { DATABRICKS_HOST: host, DATABRICKS_TOKEN: proof };
  const place = { MLFLOW_TRACKING_URI: host };
  if (scheme === "Bearer") return { ...place, MLFLOW_TRACKING_TOKEN: proof };
  if (scheme !== "Basic") return place;
  const [user = "", ...password] = Buffer.from(proof, "base64").toString("utf8").split(":");
  return { ...place, MLFLOW_TRACKING_USERNAME: user, MLFLOW_TRACKING_PASSWORD: password.join(":") };
}
