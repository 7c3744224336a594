import { request as httpRequest } from "undici";
import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { ApiError, invalidParameter, messageOf, notFound } from "../errors.js";
import type { ConnectionFixture } from "../fixtures/standIns.js";
import { parseBody, readBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { sendStream } from "../http/send.js";
import { isRecord } from "../paths.js";
import { standInRoute } from "./standIn.js";

const service = "Connections";
const path = "/api/2.1/unity-catalog/connections";
const fixed = "HTTP connections of the fixtures";

const externalBody = z.looseObject({
  connection_name: z.string(),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  path: z.string(),
  headers: z.string().nullish(),
  json: z.string().nullish(),
  params: z.string().nullish(),
});

/** Unity Catalog connections, and requests through them. */
export const connectionRoutes: readonly Route[] = [
  standInRoute("connections of the fixtures", {
    service,
    method: "GET",
    path,
    access: "member",
    differs: fixed,
    handle: (call) => ({
      body: { connections: call.services.fixtures.connections.map((item) => describe(call, item)) },
    }),
  }),
  standInRoute("connections of the fixtures", {
    service,
    method: "GET",
    path: `${path}/{name}`,
    differs: fixed,
    handle: (call) => ({ body: describe(call, usedConnection(call, call.params.name ?? "")) }),
  }),
  standInRoute("connections of the fixtures", {
    service,
    method: "POST",
    path: "/api/2.0/external-function",
    differs: "the other server's status and body are passed on as they are",
    handle: async (call) => {
      const body = await parseBody(call, externalBody);
      const connection = usedConnection(call, body.connection_name);
      const target = targetOf(call, connection, body.path);
      for (const [name, value] of Object.entries(jsonObject("params", body.params))) {
        target.searchParams.append(name, String(value));
      }
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(jsonObject("headers", body.headers))) {
        headers[name.toLowerCase()] = String(value);
      }
      const content = body.json ?? undefined;
      await forward(call, connection, target, {
        method: body.method,
        headers: content === undefined ? headers : { "content-type": "application/json", ...headers },
        body: content,
      });
      return undefined;
    },
  }),
  ...["GET", "POST", "PUT", "PATCH", "DELETE"].map((method): Route => echo(method)),
];

/**
 * The connection of that name, once its use is granted.
 *
 * @throws ApiError 403 or 404
 */
export function usedConnection(call: Call, name: string): ConnectionFixture {
  mayUse(call, "uc_connection", name);
  const found = call.services.fixtures.connections.find((item) => item.name === name.toLowerCase());
  if (found === undefined) {
    throw notFound(`Connection '${name}' does not exist.`);
  }
  return found;
}

/** A request to another server. */
interface Outgoing {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers: Record<string, string>;
  body: string | undefined;
}

/**
 * Sends a request through a connection and its answer to the caller.
 *
 * @throws ApiError 503 when the other server does not answer
 */
export async function forward(
  call: Call,
  connection: ConnectionFixture,
  target: URL,
  request: Outgoing,
): Promise<void> {
  const { tokenVariable } = connection;
  const token = tokenVariable === undefined ? undefined : process.env[tokenVariable];
  if (tokenVariable !== undefined && token === undefined) {
    throw new ApiError(
      503,
      "TEMPORARILY_UNAVAILABLE",
      `The connection '${connection.name}' takes its token from the variable ${tokenVariable}, which the workspace was started without.`,
    );
  }
  let answer: Awaited<ReturnType<typeof httpRequest>>;
  try {
    answer = await httpRequest(target, {
      method: request.method,
      headers: { ...request.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: request.body ?? null,
    });
  } catch (error) {
    throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", `${connection.url} does not answer: ${messageOf(error)}`);
  }
  const session = answer.headers["mcp-session-id"];
  const extra = typeof session === "string" ? { "mcp-session-id": session } : {};
  await sendStream(call.response, answer.statusCode, answer.headers, answer.body, extra);
}

/**
 * Address of a path behind a connection.
 *
 * @throws ApiError 400 for a path that leads out of the connection's own
 */
export function targetOf(call: Call, connection: ConnectionFixture, relative: string): URL {
  const base = new URL(connection.url, call.services.host());
  if (relative === "") {
    return base;
  }
  const root = base.pathname.replace(/\/+$/, "");
  const target = new URL(`${base.origin}${root}/${relative.replace(/^\/+/, "")}`);
  if (target.origin !== base.origin || !`${target.pathname}/`.startsWith(`${root}/`)) {
    throw invalidParameter(`path '${relative}' leads out of the connection '${connection.name}'.`);
  }
  return target;
}

function jsonObject(key: string, text: string | null | undefined): Record<string, unknown> {
  if (text === null || text === undefined || text === "") {
    return {};
  }
  try {
    const content: unknown = JSON.parse(text);
    if (isRecord(content)) {
      return content;
    }
  } catch {
    // Said below.
  }
  throw invalidParameter(`${key}: a JSON object, as text, is required.`);
}

function describe(call: Call, { name, comment, url }: ConnectionFixture): Record<string, unknown> {
  const base = new URL(url, call.services.host());
  return {
    name,
    full_name: name,
    connection_id: name,
    connection_type: "HTTP",
    credential_type: "BEARER_TOKEN",
    securable_type: "CONNECTION",
    comment,
    owner: call.services.fixtures.user,
    read_only: true,
    // A connection never gives its token back.
    options: { host: base.origin, base_path: base.pathname, port: base.port },
    url: base.href,
  };
}

/** The server behind the connection of a fresh workspace. */
function echo(method: string): Route {
  return {
    service: "The workspace itself",
    method,
    path: "/_local/echo/{rest...}",
    // Only what its connections send arrives without a token; it gives away nothing but what it was sent.
    access: "public",
    handle: async (call) => {
      const text = (await readBody(call.request)).toString("utf8");
      let json: unknown;
      try {
        json = text === "" ? undefined : JSON.parse(text);
      } catch {
        json = text;
      }
      const query = call.query.all();
      return { body: { method, path: `/${call.params.rest ?? ""}`, query, ...(json === undefined ? {} : { json }) } };
    },
  };
}
