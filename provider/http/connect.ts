import { AgentsError } from "../errors.js";
import type { ConnectionSettings, ConnectOptions, Workspace } from "./types.js";

/**
 * Finds out where to speak and as whom, without calling anybody.
 *
 * @param settings see {@link ConnectionSettings} for the order of sources
 * @param env the process's environment
 * @param options for tests
 * @throws AgentsError `configuration` when something is missing, ambiguous or malformed
 */
export async function connect(
  _settings: ConnectionSettings,
  _env: NodeJS.ProcessEnv,
  _options: ConnectOptions = {},
): Promise<Workspace> {
  throw new AgentsError("internal", "connect is being written");
}
