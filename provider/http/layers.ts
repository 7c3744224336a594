import { AgentsError } from "../errors.js";
import { type HostUrl, parseHost } from "./hostUrl.js";
import type { Profile } from "./profileFile.js";
import type { ConnectionSettings } from "./types.js";

/** What authentication can be made of. */
export const fieldNames = [
  "token",
  "clientId",
  "clientSecret",
  "username",
  "password",
  "authType",
  "accountId",
  "oidcTokenEnv",
  "oidcTokenFile",
  "oidcAudience",
  "cliPath",
] as const;

/** One of {@link fieldNames}. */
export type FieldName = (typeof fieldNames)[number];

/** A value and where it came from, in the user's words. */
export interface Fact {
  /** Never empty. */
  value: string;
  /** For messages: `DATABRICKS_TOKEN`, `mlflow-agents:token`, `profile "prod"`. */
  from: string;
}

/** The values of fields, from one source or merged. */
export type Fields = Partial<Record<FieldName, Fact>>;

/** One source of values. */
export interface Layer extends Fields {
  /** Address of a Databricks workspace. */
  host?: Fact;
  /** MLflow's address of a server. */
  trackingUri?: Fact;
  /** MLflow's address of a registry. */
  registryUri?: Fact;
  /** Name of a profile. */
  profile?: Fact;
}

const fromEnvironment = {
  host: ["DATABRICKS_HOST"],
  profile: ["DATABRICKS_CONFIG_PROFILE"],
  trackingUri: ["MLFLOW_TRACKING_URI"],
  registryUri: ["MLFLOW_REGISTRY_URI"],
  token: ["DATABRICKS_TOKEN"],
  clientId: ["DATABRICKS_CLIENT_ID"],
  clientSecret: ["DATABRICKS_CLIENT_SECRET"],
  authType: ["DATABRICKS_AUTH_TYPE"],
  accountId: ["DATABRICKS_ACCOUNT_ID"],
  oidcTokenEnv: ["DATABRICKS_OIDC_TOKEN_ENV"],
  oidcTokenFile: ["DATABRICKS_OIDC_TOKEN_FILEPATH"],
  oidcAudience: ["DATABRICKS_TOKEN_AUDIENCE"],
  cliPath: ["DATABRICKS_CLI_PATH"],
} as const;

const mlflowFromEnvironment = {
  trackingUri: ["MLFLOW_TRACKING_URI"],
  registryUri: ["MLFLOW_REGISTRY_URI"],
  token: ["MLFLOW_TRACKING_TOKEN"],
  username: ["MLFLOW_TRACKING_USERNAME"],
  password: ["MLFLOW_TRACKING_PASSWORD"],
} as const;

const fromProfile = {
  host: ["host"],
  token: ["token"],
  clientId: ["client_id"],
  clientSecret: ["client_secret"],
  authType: ["auth_type"],
  accountId: ["account_id"],
  oidcTokenEnv: ["oidc_token_env"],
  oidcTokenFile: ["oidc_token_filepath"],
  oidcAudience: ["audience"],
  cliPath: ["databricks_cli_path"],
} as const;

function collect(
  names: { readonly [key in keyof Layer]?: readonly string[] },
  get: (name: string) => string | undefined,
  from: (name: string) => string,
): Layer {
  const layer: Layer = {};
  for (const key of [...fieldNames, "host", "trackingUri", "registryUri", "profile"] as const) {
    for (const name of names[key] ?? []) {
      const value = get(name)?.trim();
      if (value === undefined || value === "") continue;
      // A line break in a header would be refused later by a library whose message we do not control.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      if (/[\u0000-\u001f\u007f]/.test(value)) {
        throw new AgentsError("configuration", `${from(name)} contains a line break or another control character.`);
      }
      layer[key] ??= { value, from: from(name) };
    }
  }
  return layer;
}

/**
 * The settings as a source. `tokenEnv` is read here.
 *
 * @param settings the stack's
 * @param env the process's environment
 * @throws AgentsError `configuration`
 */
export function settingsLayer(settings: ConnectionSettings, env: NodeJS.ProcessEnv): Layer {
  const values: Record<string, string | undefined> = { ...settings };
  const names: Record<string, readonly string[]> = {};
  for (const key of Object.keys(values)) names[key] = [key];
  const layer = collect(
    names,
    (name) => values[name],
    (name) => `mlflow-agents:${name}`,
  );
  const variable = settings.tokenEnv;
  if (variable === undefined || variable === "") return layer;
  if (layer.token !== undefined) {
    throw new AgentsError("configuration", "Both mlflow-agents:token and mlflow-agents:tokenEnv are set: keep one.", {
      path: "tokenEnv",
    });
  }
  const token = collect(
    { token: [variable] },
    (name) => env[name],
    (name) => name,
  ).token;
  if (token === undefined) {
    throw new AgentsError(
      "configuration",
      `mlflow-agents:tokenEnv names the variable ${variable}, which is not set: set it to the token.`,
      { path: "tokenEnv" },
    );
  }
  return { ...layer, token };
}

/**
 * The environment as a source.
 *
 * @param env the process's environment
 * @param kind whose variables count
 */
export function environmentLayer(env: NodeJS.ProcessEnv, kind: "databricks" | "mlflow"): Layer {
  const get = (name: string) => env[name];
  return collect(kind === "databricks" ? fromEnvironment : mlflowFromEnvironment, get, (name) => name);
}

/**
 * A profile as a source.
 *
 * @param name of the profile
 * @param profile its keys
 */
export function profileLayer(name: string, profile: Profile): Layer {
  return collect(
    fromProfile,
    (key) => profile.get(key),
    (key) => `${key} of profile "${name}"`,
  );
}

/** A layer's host, read once; a token in its user information (`https://token:…@host`) becomes the layer's token. */
export function layerHost(layer: Layer): HostUrl | undefined {
  if (layer.host === undefined || layer.host.value === "local") return undefined;
  const parsed = parseHost(layer.host.value, layer.host.from, false);
  if (parsed.user !== undefined) {
    if (parsed.user.name !== "token" || parsed.user.password === "") {
      throw new AgentsError(
        "configuration",
        `${layer.host.from} holds a user name, which Databricks does not accept: remove it and set a token.`,
        { path: "host" },
      );
    }
    layer.token ??= { value: parsed.user.password, from: layer.host.from };
  }
  return parsed;
}

/** Takes from each layer what the layers before it left unset. */
export function mergeFields(layers: readonly Layer[]): Fields {
  const fields: Fields = {};
  for (const layer of layers) {
    for (const name of fieldNames) {
      const fact = layer[name];
      if (fact !== undefined) fields[name] ??= fact;
    }
  }
  return fields;
}
