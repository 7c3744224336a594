import { readFile } from "node:fs/promises";
import { AgentsError } from "../../errors.js";
import { federated } from "./federation.js";
import type { AuthMethod } from "./method.js";

/** An identity token in a file, which its owner (Kubernetes, for example) keeps fresh. */
export const fileOidc: AuthMethod = {
  name: "file-oidc",
  kind: "databricks",
  needs: "DATABRICKS_OIDC_TOKEN_FILEPATH, the path of a file that holds an identity token",
  found: ({ fields }) => fields.oidcTokenFile?.from,
  create: (input) =>
    federated(input, async () => {
      const from = input.fields.oidcTokenFile?.from ?? "DATABRICKS_OIDC_TOKEN_FILEPATH";
      let token: string;
      try {
        token = (await readFile(input.fields.oidcTokenFile?.value ?? "", "utf8")).trim();
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
        throw new AgentsError("configuration", `The identity token's file (${from}) cannot be read (${code}).`);
      }
      if (token === "") throw new AgentsError("configuration", `The identity token's file (${from}) is empty.`);
      return token;
    }),
};
