import { notFound } from "../errors.js";
import type { SecretScopes } from "../secrets/secretScopes.js";

/** A reference must be the whole value; anything else is plain text. */
const reference = /^\{\{secrets\/([^/{}]+)\/([^/{}]+)\}\}$/;

/**
 * Values of an entity's variables with its secret references replaced.
 *
 * @param variables as they were sent
 * @throws ApiError 404 naming scope and key of a secret that does not exist
 */
export function resolveSecrets(
  variables: Readonly<Record<string, string>>,
  secrets: Pick<SecretScopes, "text">,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      const [, scope, key] = reference.exec(value) ?? [];
      if (scope === undefined || key === undefined) {
        return [name, value];
      }
      const secret = secrets.text(scope, key);
      if (secret === undefined) {
        throw notFound(`Secret does not exist with scope: ${scope} and key: ${key}`);
      }
      return [name, secret];
    }),
  );
}
