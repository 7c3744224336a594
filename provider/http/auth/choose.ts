import { AgentsError } from "../../errors.js";
import type { Resolved } from "../resolve.js";
import { basic } from "./basic.js";
import { databricksCli } from "./databricksCli.js";
import { envOidc } from "./envOidc.js";
import { fileOidc } from "./fileOidc.js";
import { githubOidc } from "./githubOidc.js";
import type { AuthMethod } from "./method.js";
import { none } from "./none.js";
import { oauthM2m } from "./oauthM2m.js";
import { pat } from "./pat.js";
import { token } from "./token.js";

/** Every method there is. Among the ambient ones, the first that is found is used. */
export const methods: readonly AuthMethod[] = [
  pat,
  oauthM2m,
  envOidc,
  fileOidc,
  githubOidc,
  databricksCli,
  token,
  basic,
  none,
];

/**
 * The method to use.
 *
 * @param resolved what was configured
 * @param env the process's environment
 * @throws AgentsError `configuration` when there is none, more than one, or not the one that `authType` asks for
 */
export function chooseMethod(resolved: Resolved, env: NodeJS.ProcessEnv): AuthMethod {
  const { fields, kind, host, ignored } = resolved;
  const candidates = methods.filter((method) => method.kind === kind);
  const input = { fields, env };
  const but = ignored.length === 0 ? "" : ` (${ignored.join("; ")})`;
  const wanted = fields.authType;
  if (wanted !== undefined) {
    const method = candidates.find((each) => each.name === wanted.value);
    if (method === undefined) {
      const names = candidates.map((each) => each.name).join(", ");
      throw new AgentsError(
        "configuration",
        `${wanted.from} is "${wanted.value}", which is not supported here. There is: ${names}.`,
        {
          path: "authType",
        },
      );
    }
    if (method.found(input) !== undefined) return method;
    throw new AgentsError(
      "configuration",
      `${wanted.from} asks for ${method.name}, which needs ${method.needs}${but}.`,
      {
        path: "authType",
      },
    );
  }
  const found = candidates.flatMap((method) => {
    const from = method.found(input);
    return from === undefined ? [] : [{ method, from }];
  });
  const configured = found.filter(({ method }) => method.ambient !== true);
  if (configured.length > 1) {
    const names = configured.map(({ method, from }) => `${method.name} (${from})`).join(" and ");
    throw new AgentsError(
      "configuration",
      `More than one way to log in to ${host} is configured: ${names}. Say which with mlflow-agents:authType${
        kind === "databricks" ? " or DATABRICKS_AUTH_TYPE" : ""
      }, or unset the others.`,
      { path: "authType" },
    );
  }
  const method = (configured[0] ?? found[0])?.method;
  if (method !== undefined) return method;
  throw new AgentsError(
    "configuration",
    `No credentials for ${host} are configured${but}. Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or name a profile with mlflow-agents:profile or DATABRICKS_CONFIG_PROFILE, or log in with the Databricks CLI.`,
    { path: "token" },
  );
}
