import { credentialFolder } from "./credentialFile.js";
import { limitVariables } from "./limits.js";
import type { ServedEntity } from "./records.js";
import { resolveSecrets } from "./secrets.js";
import type { ServingContext } from "./servingContext.js";

/** A scoring process to be. */
export interface ScoringIdentity {
  /** Name of its endpoint. */
  endpoint: string;
  entity: ServedEntity;
  /** Its own folder. */
  folder: string;
  /** Its credential. */
  token: string;
}

/** What the container on Databricks would see: nothing of this machine's user but how to reach the network. */
export function scoringVariables(
  context: Pick<ServingContext, "fixtures" | "host" | "secrets">,
  what: ScoringIdentity,
): NodeJS.ProcessEnv {
  const kept = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"];
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
  const variables: NodeJS.ProcessEnv = {};
  for (const name of [...kept, ...proxies]) {
    const value = process.env[name];
    if (value !== undefined) {
      variables[name] = value;
    }
  }
  return {
    ...variables,
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    HOME: what.folder,
    PYTHONUNBUFFERED: "1",
    MLFLOW_DISABLE_TELEMETRY: "true",
    MLFLOW_TRACKING_URI: "databricks",
    MLFLOW_REGISTRY_URI: "databricks-uc",
    DATABRICKS_HOST: context.host,
    DATABRICKS_TOKEN: what.token,
    DATABRICKS_MODEL_SERVING_HOST_URL: context.host,
    ...resolveSecrets(what.entity.environment_vars, context.secrets),
    ...limitVariables(context.fixtures.limits),
    IS_IN_DB_MODEL_SERVING_ENV: "true",
    SERVING_CREDENTIALS_DIR: credentialFolder(what.folder),
    MLFLOW_AGENTS_ENDPOINT: what.endpoint,
    MLFLOW_AGENTS_ENTITY: what.entity.name,
  };
}
