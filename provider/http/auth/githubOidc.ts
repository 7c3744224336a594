import { federated } from "./federation.js";
import type { AuthMethod } from "./method.js";

/** The identity of a GitHub Actions job, which needs `permissions: id-token: write`. */
export const githubOidc: AuthMethod = {
  name: "github-oidc",
  kind: "databricks",
  needs: "a GitHub Actions job with `permissions: id-token: write`, and DATABRICKS_CLIENT_ID",
  // Every job with that permission has these variables, whatever it uses them for.
  ambient: true,
  found: ({ fields, env }) =>
    env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN && fields.clientId !== undefined
      ? "the GitHub Actions job"
      : undefined,
  create: (input) => {
    const request = input.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? "";
    input.redactor.add(request);
    return federated(input, async (endpoint) => {
      const { githubToken } = await import("../wireSchemas.js");
      const url = new URL(input.env.ACTIONS_ID_TOKEN_REQUEST_URL ?? "");
      url.searchParams.set("audience", input.fields.oidcAudience?.value ?? endpoint);
      const answer = await input.ask(githubToken, {
        method: "GET",
        url: url.href,
        headers: { authorization: `Bearer ${request}` },
      });
      return answer.value;
    });
  },
};
