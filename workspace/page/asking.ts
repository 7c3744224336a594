import { Agent as Connections } from "undici";
import { ApiError, messageOf } from "../errors.js";
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
 * @param endpoint its name; `?entity=` chooses a served entity, whatever its share of the traffic
 */
export async function ask(call: Call, endpoint: string): Promise<undefined> {
  const { services, url, response } = call;
  const entity = url.searchParams.get("entity") ?? "";
  const chosen = entity === "" ? "" : `/served-models/${encodeURIComponent(entity)}`;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const answer = await connections.request({
      origin: services.host(),
      method: "POST",
      path: `/serving-endpoints/${encodeURIComponent(endpoint)}${chosen}/invocations`,
      headers: { authorization: `Bearer ${services.credentials.token}`, "content-type": "application/json" },
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
