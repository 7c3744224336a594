import { type AuthMethod, fixedCredentials } from "./method.js";

/** A Databricks personal access token. */
export const pat: AuthMethod = {
  name: "pat",
  kind: "databricks",
  needs: "a token: DATABRICKS_TOKEN, `token` in the profile, mlflow-agents:token or mlflow-agents:tokenEnv",
  found: ({ fields }) => fields.token?.from,
  create: ({ fields }) => fixedCredentials({ authorization: `Bearer ${fields.token?.value ?? ""}` }),
};
