import { readFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import type { TestWorkspace } from "./harness.js";

/** A service principal's application id, and a token of its own. */
export interface Credentials {
  id: string;
  token: string;
}

/** The workspace's own service principal, signed in. */
export async function credentialsOf({ data, host }: TestWorkspace): Promise<Credentials> {
  const { servicePrincipal } = JSON.parse(readFileSync(join(data, "workspace", "credentials.json"), "utf8"));
  const { clientId, clientSecret } = servicePrincipal;
  const answer = await request(`${host}/oidc/v1/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials&scope=all-apis",
  });
  const issued = (await answer.body.json()) as { access_token: string };
  return { id: clientId, token: issued.access_token };
}
