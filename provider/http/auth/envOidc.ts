import { AgentsError } from "../../errors.js";
import { federated } from "./federation.js";
import type { AuthInput, AuthMethod } from "./method.js";

function variable({ fields }: Pick<AuthInput, "fields">): string {
  return fields.oidcTokenEnv?.value ?? "DATABRICKS_OIDC_TOKEN";
}

/** An identity token in an environment variable. */
export const envOidc: AuthMethod = {
  name: "env-oidc",
  kind: "databricks",
  needs: "an identity token in DATABRICKS_OIDC_TOKEN, or in the variable that DATABRICKS_OIDC_TOKEN_ENV names",
  found: (input) => ((input.env[variable(input)] ?? "") === "" ? undefined : variable(input)),
  create: (input) =>
    federated(input, async () => {
      const token = input.env[variable(input)]?.trim();
      if (token === undefined || token === "") {
        throw new AgentsError("configuration", `The variable ${variable(input)} holds no identity token any more.`);
      }
      return token;
    }),
};
