import { type AuthMethod, fixedCredentials } from "./method.js";

/** No credentials: a plain MLflow server as it starts by default. */
export const none: AuthMethod = {
  name: "none",
  kind: "mlflow",
  needs: "nothing",
  ambient: true,
  found: () => "no credentials",
  create: () => fixedCredentials({}),
};
