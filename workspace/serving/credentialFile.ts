import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Folder of the credential file below that of a served entity: the value of `SERVING_CREDENTIALS_DIR`. */
export function credentialFolder(folder: string): string {
  return join(folder, "credentials");
}

/**
 * Writes an entity's credential where the public clients look for it in Model Serving (databricks-sdk,
 * `ModelServingAuthProvider`). That the file exists is how they know that they are there: without it,
 * `ModelServingUserCredentials` would fall back to the agent's own credential.
 *
 * @param folder of the served entity
 * @param token its own credential
 */
export async function writeCredentialFile(folder: string, token: string): Promise<void> {
  await mkdir(credentialFolder(folder), { recursive: true, mode: 0o700 });
  const file = join(credentialFolder(folder), "model-dependencies-oauth-token");
  await writeFile(file, JSON.stringify({ OAUTH_TOKEN: [{ oauthTokenValue: token }] }), { mode: 0o600 });
}
