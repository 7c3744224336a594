import type { Readable } from "node:stream";
import { EnvHttpProxyAgent } from "undici";
import { connections, connectTimeoutMs, keepAliveMs, readWhole, verified } from "./limits.js";
import type { Transport } from "./transport.js";
import type { UploadBody } from "./uploadBody.js";

/** Where the proxies are. */
export interface Proxies {
  http: string | undefined;
  https: string | undefined;
  /** Hosts that are spoken to without one. */
  except: string;
}

/** The transport through proxies, and past them to the hosts that are excepted: undici's. */
export function proxyTransport({ http, https, except }: Proxies): Transport {
  const agent = new EnvHttpProxyAgent({
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    connections,
    connect: { timeout: connectTimeoutMs, ...verified },
    // Through a tunnel undici makes the TLS connection by these.
    requestTls: verified,
    proxyTls: verified,
    ...(http === undefined ? {} : { httpProxy: http }),
    ...(https === undefined ? {} : { httpsProxy: https }),
    noProxy: except,
  });
  return async (wire) => {
    const body = wire.body === undefined ? undefined : await sendable(wire.body);
    const answer = await agent.request({
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
