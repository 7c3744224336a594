import * as api from "./api.js";
import { externalKeys } from "./config.js";
import type { Config } from "./entity.js";
import { whenIdle } from "./parts.js";
import { begin } from "./rolloutMark.js";
import type { Scope } from "./scope.js";

/** Sends a configuration to an endpoint that is marked as being updated, once no other update keeps it busy. */
export async function sendConfig(scope: Scope, config: Config): Promise<void> {
  const { workspace, endpoint } = scope;
  await begin(scope);
  await whenIdle(scope, () => api.putConfig(workspace, endpoint.name, config, externalKeys(config)));
}
