import type { Credentials } from "../caller.js";
import type { AuthInput } from "./method.js";
import { askToken, tokenEndpoint } from "./oauth.js";
import { tokenSource } from "./tokenSource.js";

/**
 * Credentials from another system's identity token, exchanged for one of Databricks (workload identity federation).
 *
 * @param input what the method was given
 * @param identityToken the other system's token, asked for anew each time: it is short-lived
 */
export function federated(input: AuthInput, identityToken: (endpoint: string) => Promise<string>): Credentials {
  let endpoint: string | undefined;
  return tokenSource(
    async () => {
      endpoint ??= await tokenEndpoint(input);
      const subject = await identityToken(endpoint);
      input.redactor.add(subject);
      const client = input.fields.clientId?.value;
      return askToken(input, endpoint, {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: subject,
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        scope: "all-apis",
        ...(client === undefined ? {} : { client_id: client }),
      });
    },
    input.clock,
    input.redactor,
  );
}
