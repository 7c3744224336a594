import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { isLoopback } from "./hostUrl.js";
import type { UploadBody } from "./uploadBody.js";

/** One try of one call, ready to be sent. */
export interface Wire {
  /** HTTP method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /** `https://host:port`. */
  origin: string;
  /** Encoded path with query. It is sent as it is: a URL object would resolve what looks like dot segments. */
  path: string;
  /** All of them. */
  headers: Record<string, string>;
  /** Text, or bytes as they come: then `content-length` is among the headers. */
  body?: string | UploadBody;
  /** Ends the try. */
  signal?: AbortSignal;
  /** Longest silence of the server, in milliseconds. */
  timeoutMs: number;
}

/** An answer whose body has not been read. */
export interface Answer {
  /** HTTP status. */
  status: number;
  /** Lower-case names. */
  headers: Record<string, string | string[] | undefined>;
  /** Must be read or destroyed. */
  body: Readable;
}

/** Sends one try; every status is an answer, and an error means that none came. */
export type Transport = (wire: Wire) => Promise<Answer>;

// uvicorn closes idle connections after 5 s without a word: a call sent at that moment is lost, and nobody can tell
// whether it took effect. Never reuse a connection that old.
const keepAliveMs = 3_000;
const connectTimeoutMs = 8_000;
const connections = 32;
/** Up to this size a body is read before it is sent: one call of the system for header and content, and no iteration. */
const readWhole = 256 * 1024;

/**
 * The undici transport. undici is loaded with the first try.
 *
 * @param env for `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, which count for every host but this machine
 */
export function undiciTransport(env: NodeJS.ProcessEnv): Transport {
  let loading: Promise<(origin: string) => Dispatcher> | undefined;

  async function load(): Promise<(origin: string) => Dispatcher> {
    const { Agent, EnvHttpProxyAgent } = await import("undici");
    const options = {
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      connections,
      connect: { timeout: connectTimeoutMs },
    };
    const direct = new Agent(options);
    const httpProxy = env.http_proxy || env.HTTP_PROXY || undefined;
    const httpsProxy = env.https_proxy || env.HTTPS_PROXY || undefined;
    if (httpProxy === undefined && httpsProxy === undefined) return () => direct;
    const proxied = new EnvHttpProxyAgent({
      ...options,
      ...(httpProxy === undefined ? {} : { httpProxy }),
      ...(httpsProxy === undefined ? {} : { httpsProxy }),
      noProxy: env.no_proxy ?? env.NO_PROXY ?? "",
    });
    return (origin) => (isLoopback(new URL(origin).hostname) ? direct : proxied);
  }

  return async (wire) => {
    loading ??= load();
    const dispatcher = (await loading)(wire.origin);
    const body = wire.body === undefined ? undefined : await sendable(wire.body);
    const answer = await dispatcher.request({
      origin: wire.origin,
      path: wire.path,
      method: wire.method,
      headers: wire.headers,
      headersTimeout: wire.timeoutMs,
      bodyTimeout: wire.timeoutMs,
      ...(body === undefined ? {} : { body }),
      ...(wire.signal === undefined ? {} : { signal: wire.signal }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  };
}

async function sendable(body: string | UploadBody): Promise<string | Buffer | Readable> {
  if (typeof body === "string") return body;
  if (body.size <= readWhole) return body.whole();
  // undici asks for the next piece only when the socket has taken the one before. It accepts everything that can be iterated
  // (docs/docs/api/Dispatcher.md), though its types name streams only; a stream would hold pieces back.
  const iterable: unknown = body;
  return iterable as Readable;
}
