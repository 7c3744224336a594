import { type AuthMethod, fixedCredentials } from "./method.js";

/** User name and password of a plain MLflow server. */
export const basic: AuthMethod = {
  name: "basic",
  kind: "mlflow",
  needs: "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or both in the address",
  found: ({ fields }) => fields.username?.from,
  create: ({ fields, redactor }) => {
    const pair = `${fields.username?.value ?? ""}:${fields.password?.value ?? ""}`;
    const encoded = Buffer.from(pair).toString("base64");
    redactor.add(encoded, pair);
    return fixedCredentials({ authorization: `Basic ${encoded}` });
  },
};
