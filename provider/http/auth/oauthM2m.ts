import type { AuthMethod } from "./method.js";
import { askToken, tokenEndpoint } from "./oauth.js";
import { tokenSource } from "./tokenSource.js";

/** OAuth for a service principal: machine to machine. */
export const oauthM2m: AuthMethod = {
  name: "oauth-m2m",
  kind: "databricks",
  needs: "DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or `client_id` and `client_secret` in the profile",
  found: ({ fields: { clientId, clientSecret } }) =>
    clientId === undefined || clientSecret === undefined ? undefined : `${clientId.from} and ${clientSecret.from}`,
  create(input) {
    const { clientId, clientSecret } = input.fields;
    // RFC 6749, 2.3.1: both are form-encoded before they are joined.
    const encode = (text: string | undefined) => encodeURIComponent(text ?? "");
    const pair = Buffer.from(`${encode(clientId?.value)}:${encode(clientSecret?.value)}`).toString("base64");
    input.redactor.add(pair);
    let endpoint: string | undefined;
    return tokenSource(
      async () => {
        endpoint ??= await tokenEndpoint(input);
        const form = { grant_type: "client_credentials", scope: "all-apis" };
        return askToken(input, endpoint, form, { authorization: `Basic ${pair}` });
      },
      input.clock,
      input.redactor,
    );
  },
};
