import type { Readable } from "node:stream";
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

/**
 * The transport: through a proxy where the environment names one, else directly. What a way needs is loaded with its first try.
 *
 * @param env for `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, which count for every host but this machine
 */
export function transportFor(env: NodeJS.ProcessEnv): Transport {
  const http = env.http_proxy || env.HTTP_PROXY || undefined;
  const https = env.https_proxy || env.HTTPS_PROXY || undefined;
  const proxies = { http, https, except: env.no_proxy ?? env.NO_PROXY ?? "" };
  let direct: Promise<Transport> | undefined;
  let proxied: Promise<Transport> | undefined;
  return async (wire) => {
    if ((http === undefined && https === undefined) || isLoopback(new URL(wire.origin).hostname)) {
      direct ??= import("./nodeTransport.js").then(({ nodeTransport }) => nodeTransport());
      return (await direct)(wire);
    }
    proxied ??= import("./proxyTransport.js").then(({ proxyTransport }) => proxyTransport(proxies));
    return (await proxied)(wire);
  };
}
