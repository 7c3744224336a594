import type { ConnectionSettings } from "../../http/index.js";

/** Reads one key of the stack's configuration. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

/** Configuration keys, in the namespace `mlflow-agents`, and the setting each one fills. */
export const configurationKeys = {
  host: "host",
  profile: "profile",
  token: "token",
  trackingUri: "trackingUri",
  registryUri: "registryUri",
  authType: "authType",
  clientId: "clientId",
  clientSecret: "clientSecret",
  tokenEnv: "tokenEnv",
  configFile: "configFile",
} as const satisfies Record<keyof ConnectionSettings, string>;

/** The connection that the stack's configuration `mlflow-agents:*` describes. */
export function settingsFrom(config: ConfigReader): ConnectionSettings {
  const settings: ConnectionSettings = {};
  for (const [setting, key] of Object.entries(configurationKeys)) {
    const value = config.get(`mlflow-agents:${key}`);
    if (value !== undefined && value !== "") settings[setting as keyof ConnectionSettings] = value;
  }
  return settings;
}
