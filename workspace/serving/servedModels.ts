import { invalidParameter } from "../errors.js";
import type { EndpointConfig, EndpointRecord } from "./records.js";
import { resolveSecrets } from "./secrets.js";
import type { ServingContext } from "./servingContext.js";

/** What the served models say of themselves. */
export type Served = Pick<EndpointRecord, "task" | "user_api_scopes">;

/**
 * Refuses a configuration whose secrets or model versions do not exist.
 *
 * @returns what the served models say of themselves
 * @throws ApiError 404, or 400 for a version that is not ready
 */
export async function checkEntities(
  context: Pick<ServingContext, "models" | "secrets">,
  config: EndpointConfig,
): Promise<Served> {
  let task: string | undefined;
  const scopes = new Set<string>();
  let userAuthorization = false;
  for (const entity of config.served_entities) {
    resolveSecrets(entity.environment_vars, context.secrets);
    if (entity.entity_name !== undefined && entity.entity_version !== undefined) {
      const version = await context.models.getVersion(entity.entity_name, entity.entity_version);
      if (version.status !== "READY") {
        throw invalidParameter(`Version ${version.version} of ${version.name} is ${version.status}, not READY.`);
      }
      const facts = await context.models.facts(version.name, version.version);
      task = facts.task ?? task;
      userAuthorization ||= facts.userApiScopes !== undefined;
      for (const scope of facts.userApiScopes ?? []) {
        scopes.add(scope);
      }
    }
  }
  return {
    ...(task === undefined ? {} : { task }),
    ...(userAuthorization ? { user_api_scopes: [...scopes] } : {}),
  };
}
