import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A call as the test server saw it. */
export interface Seen {
  /** HTTP method. */
  method: string;
  /** Path and query, as they came over the wire. */
  url: string;
  /** Headers. */
  headers: IncomingMessage["headers"];
  /** Its body. */
  body: string;
}

/** A real server on loopback that lives as long as its test. */
export interface TestServer {
  /** `http://127.0.0.1:port`. */
  origin: string;
  /** Every call so far. */
  seen: Seen[];
  /** The server, for tests that stop it. */
  server: Server;
}

/** Answers one call, whose body has been read. */
export type Handler = (seen: Seen, response: ServerResponse, count: number) => unknown;

/**
 * Starts a server.
 *
 * @param handler answers; `count` is the number of the call, from 1
 * @param raw true: the body is left to the handler, which gets the request as `response.req`
 */
export async function serve(handler: Handler, raw = false): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const call: Seen = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: "" };
    seen.push(call);
    if (!raw) for await (const chunk of request) call.body += chunk;
    await handler(call, response, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}

/** Answers JSON. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
