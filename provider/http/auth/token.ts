import { type AuthMethod, fixedCredentials } from "./method.js";

/** The bearer token of a plain MLflow server, or of what stands before it. */
export const token: AuthMethod = {
  name: "token",
  kind: "mlflow",
  needs: "a token: MLFLOW_TRACKING_TOKEN, mlflow-agents:token or mlflow-agents:tokenEnv",
  found: ({ fields }) => fields.token?.from,
  create: ({ fields }) => fixedCredentials({ authorization: `Bearer ${fields.token?.value ?? ""}` }),
};
