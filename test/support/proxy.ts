import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server in front of another one that sees each call, and can hold it up. */
export interface CallProxy {
  /** `http://127.0.0.1:port`. */
  url: string;
  /** Every call that was passed on, `METHOD /path`, in the order of arrival. */
  calls: string[];
  /** Decides about a call before it is passed on; the call waits for what it returns. */
  before: (call: string) => Promise<void> | undefined;
  /** The calls that were passed on while `work` ran. */
  during(work: () => Promise<unknown>): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts a proxy in front of `target`, an `http://` address. */
export async function startProxy(target: string): Promise<CallProxy> {
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing));
  const proxy: CallProxy = {
    url: "",
    calls: [],
    before: () => undefined,
    async during(work) {
      const from = proxy.calls.length;
      await work();
      return proxy.calls.slice(from);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? "/", target);
    const call = `${incoming.method} ${decodeURIComponent(pathname)}`;
    await proxy.before(call);
    if (incoming.destroyed) return;
    proxy.calls.push(call);
    // MLflow answers only to its own name.
    const headers = { ...incoming.headers, host: new URL(target).host };
    // The target may have a path of its own.
    const address = new URL(new URL(target).pathname.replace(/\/$/, "") + (incoming.url ?? "/"), target);
    const behind = request(address, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    behind.on("error", () => outgoing.destroy());
    incoming.on("error", () => behind.destroy());
    incoming.pipe(behind);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

/** Calls that change something: a search by POST only reads. */
export function writing(calls: readonly string[]): string[] {
  return calls.filter((call) => !/^GET |^HEAD |\/search$/.test(call));
}
