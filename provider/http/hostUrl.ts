import { AgentsError } from "../errors.js";

/** An address as someone configured it. */
export interface HostUrl {
  /** Origin, and for MLflow the path before its routes; no trailing slash, no credentials. */
  host: string;
  /** User information that stood in the address. */
  user?: { name: string; password: string };
}

/**
 * Whether a host is this machine.
 *
 * @param hostname of a URL: IPv6 addresses in brackets
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" || hostname === "[::1]" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}

/**
 * Reads an address. `https://` is assumed where no scheme is given. On Databricks only the origin counts: people paste
 * the address of a page (`https://adb-1.azuredatabricks.net/?o=1`).
 *
 * @param text what was configured; it is never printed, since it may hold a password
 * @param from where it was configured, for the message
 * @param keepPath whether a path belongs to the address
 * @throws AgentsError `configuration`
 */
export function parseHost(text: string, from: string, keepPath: boolean): HostUrl {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new AgentsError(
      "configuration",
      `${from} is not the address of a server. It looks like https://dbc-1234.cloud.databricks.com or http://localhost:5000.`,
    );
  }
  const path = keepPath ? url.pathname.replace(/\/+$/, "") : "";
  const host = `${url.protocol}//${url.host}${path}`;
  if (url.username === "" && url.password === "") return { host };
  try {
    return { host, user: { name: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } };
  } catch {
    throw new AgentsError("configuration", `The user name or password in ${from} is not percent-encoded correctly.`);
  }
}
