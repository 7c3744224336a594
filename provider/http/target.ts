import { AgentsError } from "../errors.js";
import { type HostUrl, parseHost } from "./hostUrl.js";
import type { Fact, Layer } from "./layers.js";
import type { Workspace } from "./types.js";

/** Where one source points to. */
export type Target =
  | { kind: "databricks"; profile?: Fact }
  | { kind: "mlflow"; profile?: undefined; url: HostUrl; from: string }
  /** A store in a file or a database, which no server stands before. */
  | { kind: "file"; profile?: undefined; from: string };

/**
 * Where a source points to; undefined when it names no place.
 *
 * @param layer the settings or the environment
 * @throws AgentsError `configuration` when it points to two places
 */
export function targetOf(layer: Layer): Target | undefined {
  const { host, trackingUri, profile } = layer;
  const named = trackingUri === undefined ? undefined : /^databricks(?:-uc)?(?::\/\/(.*))?$/.exec(trackingUri.value);
  if (trackingUri !== undefined && named === null) {
    if (!/^https?:\/\//i.test(trackingUri.value)) {
      return host === undefined && profile === undefined
        ? { kind: "file", from: trackingUri.from }
        : databricksTarget(profile);
    }
    const url = parseHost(trackingUri.value, trackingUri.from, true);
    if (host === undefined) return { kind: "mlflow", url, from: trackingUri.from };
    if (host.value !== "local" && parseHost(host.value, host.from, false).host === new URL(url.host).origin) {
      return databricksTarget(profile);
    }
    throw new AgentsError(
      "configuration",
      `${host.from} names a Databricks workspace and ${trackingUri.from} an MLflow server elsewhere: unset one of them, or say in the stack which it is (mlflow-agents:host or mlflow-agents:trackingUri).`,
      { path: "trackingUri" },
    );
  }
  const inUri = named?.[1];
  if (trackingUri !== undefined && inUri !== undefined && inUri !== "") {
    if (profile !== undefined && profile.value !== inUri) {
      throw new AgentsError(
        "configuration",
        `${trackingUri.from} names the profile "${inUri}" and ${profile.from} "${profile.value}": keep one.`,
        { path: "profile" },
      );
    }
    return databricksTarget({ value: inUri, from: trackingUri.from });
  }
  return host === undefined && profile === undefined && trackingUri === undefined
    ? undefined
    : databricksTarget(profile);
}

function databricksTarget(profile: Fact | undefined): Target {
  return profile === undefined ? { kind: "databricks" } : { kind: "databricks", profile };
}

/**
 * Which registry is meant.
 *
 * @param kind the protocol of the workspace
 * @param layers the sources that count, strongest first
 * @param host of the plain MLflow server
 * @throws AgentsError `configuration` for a registry that is elsewhere
 */
export function registryOf(kind: Workspace["kind"], layers: readonly Layer[], host?: string): Workspace["registry"] {
  const uri = layers.find((layer) => layer.registryUri !== undefined)?.registryUri;
  if (kind === "mlflow") {
    const same =
      uri === undefined || (/^https?:\/\//i.test(uri.value) && parseHost(uri.value, uri.from, true).host === host);
    if (same) return "mlflow";
  } else {
    const scheme = uri === undefined ? "databricks-uc" : /^(databricks(?:-uc)?)(?::\/\/[^/]*)?$/.exec(uri.value)?.[1];
    if (scheme === "databricks-uc") return "unityCatalog";
    if (scheme === "databricks") return "workspace";
  }
  throw new AgentsError(
    "configuration",
    `${uri?.from ?? "The registry"} names a registry apart from the tracking server, which is not supported: ${
      kind === "mlflow" ? "unset it" : "use databricks-uc or databricks"
    }.`,
    { path: "registryUri" },
  );
}
