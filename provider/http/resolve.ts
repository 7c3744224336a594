import { AgentsError } from "../errors.js";
import { parseHost } from "./hostUrl.js";
import {
  environmentLayer,
  type Fact,
  type Fields,
  type Layer,
  layerHost,
  mergeFields,
  profileLayer,
  settingsLayer,
} from "./layers.js";
import { findLocalWorkspace } from "./localWorkspace.js";
import { findProfile, type ProfileFile, readProfileFile } from "./profileFile.js";
import { registryOf, type Target, targetOf } from "./target.js";
import type { ConnectionSettings, ConnectOptions, Workspace } from "./types.js";

/** Where to speak, and what authentication can be made of. */
export interface Resolved {
  /** The protocol. */
  kind: Workspace["kind"];
  /** See {@link Workspace.host}. */
  host: string;
  /** See {@link Workspace.registry}. */
  registry: Workspace["registry"];
  /** Whether it is the embedded local workspace. */
  local: boolean;
  /** Merged fields. */
  fields: Fields;
  /** Sources that were left out because they are meant for another host, for messages. */
  ignored: readonly string[];
}

/** Without any of these, the profile file's default profile counts. */
const choosing = ["host", "token", "clientId", "clientSecret", "oidcTokenEnv", "oidcTokenFile"] as const;

const nothingConfigured = `No workspace is configured. Choose one:
- the local workspace: \`pulumi config set mlflow-agents:host local\` and \`npx mlflow-agents workspace start\`
- Databricks: \`pulumi config set mlflow-agents:host https://…\` with DATABRICKS_TOKEN (or another credential) in the environment, or a profile: \`pulumi config set mlflow-agents:profile NAME\`
- an MLflow server: \`pulumi config set mlflow-agents:trackingUri http://localhost:5000\``;

/**
 * Finds out where to speak; the order of the sources is that of {@link ConnectionSettings}.
 *
 * @param settings the stack's
 * @param env the process's environment
 * @param options see {@link ConnectOptions}
 * @throws AgentsError `configuration`
 */
export async function resolve(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  options: Pick<ConnectOptions, "cwd" | "home">,
): Promise<Resolved> {
  const stack = settingsLayer(settings, env);
  const environment = environmentLayer(env, "databricks");
  const own = targetOf(stack);
  const target = own ?? targetOf(environment);
  const registryLayers = own === undefined ? [stack, environment] : [stack];

  if (target?.kind === "mlflow") return plainMlflow(target, stack, env, registryLayers);
  if (target?.kind === "file") {
    throw new AgentsError(
      "configuration",
      `${target.from} is not the address of a server: only one that MLflow serves (\`mlflow server\`) can be deployed to.`,
      { path: "trackingUri" },
    );
  }
  const hostFact = stack.host ?? (own?.profile === undefined ? environment.host : undefined);
  if (hostFact?.value === "local") {
    const found = await findLocalWorkspace(env, options.cwd ?? process.cwd());
    const fields = mergeFields([stack, { token: { value: found.token, from: "connection.json" } }]);
    return {
      kind: "databricks",
      host: found.host,
      registry: registryOf("databricks", registryLayers),
      local: true,
      fields,
      ignored: [],
    };
  }
  const envProfile = own === undefined ? target?.profile : environment.profile;
  const path = settings.configFile || env.DATABRICKS_CONFIG_FILE || undefined;
  const home = options.home ?? (env.HOME || env.USERPROFILE || undefined);
  return databricks(stack, environment, own?.profile, envProfile, () => readProfileFile(path, home), registryLayers);
}

async function databricks(
  stack: Layer,
  environment: Layer,
  ownProfile: Fact | undefined,
  envProfile: Fact | undefined,
  readProfiles: () => Promise<ProfileFile>,
  registryLayers: readonly Layer[],
): Promise<Resolved> {
  const layers: Layer[] = [stack];
  if (ownProfile !== undefined) layers.push(namedProfile(await readProfiles(), ownProfile));
  layers.push(environment);
  if (ownProfile === undefined) {
    if (envProfile !== undefined) {
      layers.push(namedProfile(await readProfiles(), envProfile));
    } else if (choosing.every((key) => stack[key] === undefined && environment[key] === undefined)) {
      const file = await readProfiles();
      const from = "default_profile of __settings__";
      if (file.defaultName !== undefined) layers.push(namedProfile(file, { value: file.defaultName, from }));
    }
  }

  const hosts = layers.map((layer) => layerHost(layer)?.host);
  const host = hosts.find((each) => each !== undefined);
  if (host === undefined) {
    if (layers.length === 2 && Object.keys({ ...stack, ...environment }).length === 0)
      throw new AgentsError("configuration", nothingConfigured, { path: "host" });
    throw new AgentsError(
      "configuration",
      "No Databricks host is configured: set mlflow-agents:host, DATABRICKS_HOST, or `host` in the profile.",
      { path: "host" },
    );
  }
  // A credential goes only to the host that it was meant for.
  const ignored: string[] = [];
  const usable = layers.filter((layer, index) => {
    const other = layer.host?.value === "local" ? "the local workspace" : hosts[index];
    if (other === undefined || other === host) return true;
    if (ownProfile !== undefined && index === 1) {
      throw new AgentsError(
        "configuration",
        `The profile "${ownProfile.value}" is of ${other}, but ${stack.host?.from ?? "the host"} is ${host}: remove one of them.`,
        { path: "profile" },
      );
    }
    for (const name of ["token", "clientSecret"] as const) {
      const fact = layer[name];
      if (fact !== undefined) ignored.push(`${fact.from} is set, but for ${other}`);
    }
    return false;
  });
  renewCredentials(stack, layerHost(environment)?.host === host ? environment : undefined);
  return {
    kind: "databricks",
    host,
    registry: registryOf("databricks", registryLayers),
    local: false,
    fields: mergeFields(usable),
    ignored,
  };
}

function namedProfile(file: ProfileFile, name: Fact): Layer {
  return profileLayer(name.value, findProfile(file, name.value, name.from));
}

function plainMlflow(
  target: Extract<Target, { kind: "mlflow" }>,
  stack: Layer,
  env: NodeJS.ProcessEnv,
  registryLayers: readonly Layer[],
): Resolved {
  const { host, user } = target.url;
  const environment = environmentLayer(env, "mlflow");
  const there = environment.trackingUri;
  const elsewhere = there !== undefined && !isServer(there.value, host);
  const inUrl: Layer =
    user === undefined
      ? {}
      : { username: { value: user.name, from: target.from }, password: { value: user.password, from: target.from } };
  renewCredentials(stack, there !== undefined && !elsewhere ? environment : undefined);
  if (stack.clientId !== undefined || stack.clientSecret !== undefined) {
    throw new AgentsError(
      "configuration",
      "mlflow-agents:clientId and clientSecret are for Databricks; a plain MLflow server takes a token, or a user and a password in MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.",
      { path: "clientId" },
    );
  }
  const ignored = elsewhere
    ? ["the MLFLOW_TRACKING_* variables are set, but for the server in MLFLOW_TRACKING_URI"]
    : [];
  const fields = mergeFields(elsewhere ? [stack, inUrl] : [stack, inUrl, environment]);
  return { kind: "mlflow", host, registry: registryOf("mlflow", registryLayers, host), local: false, fields, ignored };
}

function isServer(uri: string, host: string): boolean {
  return /^https?:\/\//i.test(uri) && parseHost(uri, "MLFLOW_TRACKING_URI", true).host === host;
}

/**
 * Drops the settings' credential when the environment names the same host and brings a whole one: see
 * {@link ConnectionSettings}. A token that `tokenEnv` names is read from the environment anyway, and stays.
 */
function renewCredentials(stack: Layer, environment: Layer | undefined): void {
  if (environment === undefined || (stack.token !== undefined && stack.token.from !== "mlflow-agents:token")) return;
  const method = stack.authType?.value ?? environment.authType?.value;
  const token = environment.token !== undefined && (method === undefined || method === "pat" || method === "token");
  const m2m =
    environment.clientId !== undefined &&
    environment.clientSecret !== undefined &&
    (method === undefined || method === "oauth-m2m");
  if (!token && !m2m) return;
  delete stack.token;
  delete stack.clientId;
  delete stack.clientSecret;
}
