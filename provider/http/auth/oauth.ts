import { AgentsError, isAgentsError } from "../../errors.js";
import { isLoopback } from "../hostUrl.js";
import type { AuthInput } from "./method.js";
import type { Obtained } from "./tokenSource.js";

/**
 * Where a workspace hands out tokens: what its `databricks-config` names, else its own `/oidc`.
 *
 * @param input host and the way to ask it
 * @throws AgentsError `notAWorkspace` when no place answers as it should
 */
export async function tokenEndpoint({ host, ask, fields }: AuthInput): Promise<string> {
  const { authorizationServer, databricksConfig } = await import("../wireSchemas.js");
  const places: string[] = [];
  try {
    const config = await ask(databricksConfig, { method: "GET", url: `${host}/.well-known/databricks-config` });
    const account = fields.accountId?.value ?? config.account_id ?? "";
    const named = config.oidc_endpoint?.replace("{account_id}", encodeURIComponent(account)).replace(/\/+$/, "");
    if (named !== undefined) places.push(named);
  } catch (error) {
    // Older workspaces do not have it. A host that cannot be reached will not answer the next question either.
    if (!isAgentsError(error) || error.code === "unreachable" || error.code === "cancelled") throw error;
  }
  if (!places.includes(`${host}/oidc`)) places.push(`${host}/oidc`);
  let last: unknown;
  for (const place of places) {
    try {
      const url = `${place}/.well-known/oauth-authorization-server`;
      assertSafe(url, host);
      const found = await ask(authorizationServer, { method: "GET", url });
      assertSafe(found.token_endpoint, host);
      return found.token_endpoint;
    } catch (error) {
      last = error;
    }
  }
  if (isAgentsError(last) && (last.retryable || last.code === "configuration" || last.code === "unreachable"))
    throw last;
  throw new AgentsError(
    "notAWorkspace",
    `${host} does not say where it hands out OAuth tokens: check that it is the address of a Databricks workspace.${
      isAgentsError(last) ? ` ${last.message}` : ""
    }`,
    { cause: last },
  );
}

/** A secret is going to be sent there. */
function assertSafe(url: string, host: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const plain = parsed?.protocol === "http:" && isLoopback(parsed.hostname) && isLoopback(new URL(host).hostname);
  if (parsed?.protocol !== "https:" && !plain) {
    throw new AgentsError("configuration", `${host} names a place for OAuth tokens that is not protected by https.`, {
      path: "host",
    });
  }
}

/**
 * Asks a token endpoint.
 *
 * @param input the way to ask
 * @param url of the endpoint
 * @param form what is asked for
 * @param headers proof of the client
 * @throws AgentsError `unauthenticated` when it refuses
 */
export async function askToken(
  { ask, clock }: AuthInput,
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Obtained> {
  const { tokenAnswer } = await import("../wireSchemas.js");
  const start = clock.now();
  const answer = await ask(tokenAnswer, { method: "POST", url, form, headers });
  const lifetime = answer.expires_in;
  return { token: answer.access_token, ...(lifetime === undefined ? {} : { expiresAt: start + lifetime * 1_000 }) };
}
