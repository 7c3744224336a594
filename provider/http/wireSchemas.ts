// Loaded with the first use only: zod costs more to load than all of provider/http.
import { z } from "zod";

/** What the local workspace writes for its clients. */
export const connectionFile = z.object({ host: z.string().min(1), token: z.string().min(1) });

/** `GET /.well-known/databricks-config`. */
export const databricksConfig = z.object({ oidc_endpoint: z.string().optional(), account_id: z.string().optional() });

/** `GET {oidc}/.well-known/oauth-authorization-server`. */
export const authorizationServer = z.object({ token_endpoint: z.string() });

/** An OAuth token endpoint's answer. Some servers send the lifetime as a text. */
export const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});

/** `databricks auth token`: expiry is an RFC 3339 time. */
export const cliToken = z.object({ access_token: z.string().min(1), expiry: z.string().optional() });

/** GitHub's answer to a request for an identity token. */
export const githubToken = z.object({ value: z.string().min(1) });

/** `GET /api/2.0/preview/scim/v2/Me`. */
export const scimMe = z.object({ userName: z.string().min(1) });

/** `GET /api/2.0/mlflow/experiments/search`: MLflow leaves an empty list out. */
export const experimentsFound = z.object({ experiments: z.array(z.object({ experiment_id: z.string() })).optional() });
