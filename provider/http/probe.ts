import type { ZodType } from "zod";
import { AgentsError, isAgentsError } from "../errors.js";
import { advice, type Speaker } from "./advice.js";
import { route } from "./route.js";
import type { ApiRequest, Identity } from "./types.js";
import type { Received } from "./workspace.js";

type Receive = (request: ApiRequest) => Promise<Received>;
type Decode = <T>(schema: ZodType<T>, answer: Received) => T;

/** Here the route is one that every workspace has: these all mean that it is none. */
const foreign: ReadonlySet<string> = new Set(["notFound", "unsupported", "badRequest", "invalidResponse", "conflict"]);

/**
 * Proves that a workspace is what it should be.
 *
 * @param speaker what it should be
 * @param receive makes a call
 * @param decode reads its answer
 * @throws AgentsError `unreachable`, `unauthenticated`, `permissionDenied` or `notAWorkspace`
 */
export async function probe(speaker: Speaker, receive: Receive, decode: Decode): Promise<Identity> {
  try {
    return speaker.kind === "databricks" ? await databricks(receive, decode) : await mlflow(receive, decode);
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    const status = error.status === undefined ? {} : { status: error.status };
    if (error.code === "unavailable" || error.code === "rateLimited") {
      throw new AgentsError("unreachable", error.message, { retryable: true, ...status });
    }
    if (!foreign.has(error.code)) throw error;
    const kind = speaker.kind === "databricks" ? "Databricks workspace" : "MLflow server";
    const way = advice("notAWorkspace", speaker);
    throw new AgentsError(
      "notAWorkspace",
      `${speaker.host} does not answer as a ${kind}: ${error.message} ${way.charAt(0).toUpperCase()}${way.slice(1)}.`,
      status,
    );
  }
}

async function databricks(receive: Receive, decode: Decode): Promise<Identity> {
  const { scimMe } = await import("./wireSchemas.js");
  const answer = await receive({ method: "GET", path: route`/api/2.0/preview/scim/v2/Me` });
  const { userName } = decode(scimMe, answer);
  const workspaceId = answer.headers["x-databricks-org-id"];
  return {
    user: userName,
    ...(typeof workspaceId === "string" && /^\d{1,20}$/.test(workspaceId) ? { workspaceId } : {}),
  };
}

async function mlflow(receive: Receive, decode: Decode): Promise<Identity> {
  const { experimentsFound } = await import("./wireSchemas.js");
  // `/version` needs no login even where the server asks for one: it is the search that proves the credentials.
  const [version, search] = await Promise.all([
    receive({ method: "GET", path: route`/version` }).then(
      (answer) => /^\d+\.\d+\.[0-9A-Za-z.+-]{1,40}$/.exec(answer.text.trim())?.[0],
      (error: unknown) => {
        // Something in between may hide it, and a server before 1.x does not have it.
        if (isAgentsError(error) && (foreign.has(error.code) || error.code === "notAWorkspace")) return undefined;
        throw error;
      },
    ),
    receive({ method: "GET", path: route`/api/2.0/mlflow/experiments/search`, query: { max_results: 1 } }),
  ]);
  const found = decode(experimentsFound, search);
  if (version === undefined && found.experiments === undefined) {
    throw new AgentsError("invalidResponse", "It answers neither a version nor experiments.");
  }
  return version === undefined ? {} : { mlflowVersion: version };
}
