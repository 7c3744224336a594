/**
 * How the provider speaks HTTP: where a workspace is, who is calling, what is tried again, and what an error says.
 * Nothing here knows a resource. What connects is loaded with the first `connect`, Node's client and zod with the first call,
 * so that this module costs nothing.
 */
import type { ConnectionSettings, ConnectOptions, Workspace } from "./types.js";

export type { Limiter } from "./limiter.js";
export type { RetryPolicy } from "./retry.js";
export { ApiPath, PathRest, route } from "./route.js";
export type {
  ApiRequest,
  ConnectionSettings,
  ConnectOptions,
  Download,
  Identity,
  Json,
  Uploaded,
  UploadRequest,
  Workspace,
} from "./types.js";

/**
 * Finds out where to speak and as whom, without calling anybody.
 *
 * @param settings see {@link ConnectionSettings} for the order of sources
 * @param env the process's environment
 * @param options what only tests and the command line change
 * @throws AgentsError `configuration` when something is missing, ambiguous or malformed
 */
export async function connect(
  settings: ConnectionSettings,
  env: NodeJS.ProcessEnv,
  options: ConnectOptions = {},
): Promise<Workspace> {
  const real = await import("./connect.js");
  return real.connect(settings, env, options);
}
