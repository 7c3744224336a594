import { Agent as Connections } from "undici";
import { ApiError, invalidParameter, messageOf } from "../errors.js";
import { readBody } from "../http/body.js";
import type { Call } from "../http/route.js";
import { sendStream } from "../http/send.js";

/** Headers of the answer that the page shows. */
const told = ["x-request-id", "served-model-name", "retry-after"];

/** An agent may think long. */
const connections = new Connections({ headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 1_000 });

/**
 * Asks an endpoint as a client does, over the workspace's own address, so that what the page shows is what a client gets:
 * the same route, rules, faults, journal and inference table.
 *
 * @param endpoint its name; `?entity=` chooses a served entity, whatever its share of the traffic; `?user=` a user of the
 *   fixtures; `?scopes=` those of the endpoint's scopes that the agent may use for the user
 * @throws ApiError 400 for an unknown user, 503 without an answer
 */
export async function ask(call: Call, endpoint: string): Promise<undefined> {
  const { services, query, response } = call;
  const entity = query.one("entity") ?? "";
  const chosen = entity === "" ? "" : `/served-models/${encodeURIComponent(entity)}`;
  const user = query.one("user") ?? services.fixtures.user;
  const token = user === services.fixtures.user ? services.credentials.token : services.credentials.userTokens[user];
  if (token === undefined) {
    throw invalidParameter(`The fixtures have no user '${user}'.`);
  }
  const scopes = query.one("scopes");
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const answer = await connections.request({
      origin: services.host(),
      method: "POST",
      path: `/serving-endpoints/${encodeURIComponent(endpoint)}${chosen}/invocations`,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        // Read by workspace/auth/narrowed.ts.
        ...(scopes === undefined ? {} : { "x-mlflow-agents-user-scopes": scopes }),
      },
      body: await readBody(call.request),
      signal: gone.signal,
    });
    const extra = told.flatMap((name) => {
      const value = answer.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    await sendStream(response, answer.statusCode, answer.headers, answer.body, Object.fromEntries(extra));
    return undefined;
  } catch (error) {
    throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", `The endpoint does not answer: ${messageOf(error)}`);
  }
}
