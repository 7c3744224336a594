import http, {
  type Agent,
  type AgentOptions,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import type { Socket } from "node:net";
import { ConnectTimeout, connections, connectTimeoutMs, keepAliveMs, readWhole, Silence, verified } from "./limits.js";
import type { Answer, Transport } from "./transport.js";
import type { UploadBody } from "./uploadBody.js";

/** Node's own client for `http:` or `https:`, and the connections that it keeps. */
interface Client {
  request(options: RequestOptions): ClientRequest;
  agent: Agent;
}

const options: AgentOptions = {
  keepAlive: true,
  maxSockets: connections,
  maxFreeSockets: connections,
  scheduling: "lifo",
  noDelay: true,
  // Of a connection that nobody uses; a call sets its own.
  timeout: keepAliveMs,
};

/**
 * The transport over Node's own client. Its parser is part of Node, so that it is there at once; undici's has to be compiled in
 * every process, which takes a processor as long as logging a small agent does.
 */
export function nodeTransport(): Transport {
  const clients = new Map<string, Client>();
  return async (wire) => {
    const { protocol, hostname, port } = new URL(wire.origin);
    let client = clients.get(protocol);
    if (client === undefined) {
      client = clientFor(protocol);
      clients.set(protocol, client);
    }
    const { request, agent } = client;
    const body = wire.body instanceof Object && wire.body.size <= readWhole ? await wire.body.whole() : wire.body;
    // The brackets of an IPv6 address belong to the URL.
    const host = hostname.replace(/^\[(.*)\]$/, "$1");
    const { method, path, headers, timeoutMs: timeout, signal } = wire;
    const target = { agent, host, port, method, path, headers, timeout, ...(signal === undefined ? {} : { signal }) };
    return exchange(request(target), protocol === "https:" ? "secureConnect" : "connect", body);
  };
}

function clientFor(protocol: string): Client {
  // TLS takes long to load, and a server on this machine does without it.
  if (protocol !== "https:") return { request: http.request, agent: new http.Agent(options) };
  const { Agent, request } = process.getBuiltinModule("node:https");
  return { request, agent: new Agent({ ...options, ...verified }) };
}

function exchange(request: ClientRequest, connected: string, body: string | Buffer | UploadBody | undefined) {
  return new Promise<Answer>((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    request.on("socket", (socket) => limitConnecting(request, socket, connected));
    // Neither a byte came nor one went.
    request.on("timeout", () => (answer ?? request).destroy(new Silence()));
    // Also afterwards: what is left of the body may not arrive once there is an answer.
    request.on("error", reject);
    request.on("response", (response) => {
      answer = response;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
    });
    if (body === undefined) request.end();
    else if (typeof body === "string" || Buffer.isBuffer(body)) {
      // Node sends the body of a DELETE without saying that there is one.
      request.setHeader("content-length", Buffer.byteLength(body));
      request.end(body);
    } else pump(request, body).catch((error: Error) => request.destroy(error));
  });
}

function limitConnecting(request: ClientRequest, socket: Socket, connected: string): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => request.destroy(new ConnectTimeout()), connectTimeoutMs);
  const end = () => clearTimeout(timer);
  socket.once(connected, end).once("close", end);
}

/** Sends a body piece by piece. The memory of one is its owner's again when the system has taken all of it. */
async function pump(request: ClientRequest, body: UploadBody): Promise<void> {
  let sent = 0;
  for await (const piece of body) {
    await new Promise<void>((resolve, reject) => {
      request.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    sent += piece.length;
  }
  // Given up before its end, because the server answered early: the connection cannot be used for anything else.
  if (sent === body.size) request.end();
  else request.destroy();
}
