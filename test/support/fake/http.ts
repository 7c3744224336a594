import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeWorkspace } from "../fakeWorkspace.js";

/** A stand-in's workspace behind a real port. */
export interface FakeServer {
  /** `http://127.0.0.1:port`. */
  origin: string;
  /** Every call that had its effect, `METHOD /path`. */
  calls: string[];
  /** Decides about a call: `undefined` answers it; a promise is waited for before the effect. */
  before: (call: string) => Promise<void> | undefined;
  close(): Promise<void>;
}

/** Serves `workspace` on loopback, so that another process can speak to it. */
export async function serveFake(workspace: FakeWorkspace): Promise<FakeServer> {
  const server = createServer((request, response) => void handle(request, response));
  const fake: FakeServer = {
    origin: "",
    calls: [],
    before: () => undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://here");
    const bytes = Buffer.concat(chunks);
    const call = `${request.method} ${decodeURIComponent(pathname)}`;
    const json = request.headers["content-type"]?.includes("json") === true;
    const known = pathname.startsWith("/api/2.0/preview/scim");
    await fake.before(call);
    if (!known) fake.calls.push(call);
    const { status, body } = known
      ? { status: 200, body: { userName: "somebody" } }
      : workspace.answer(
          request.method ?? "",
          pathname,
          Object.fromEntries(searchParams),
          json ? JSON.parse(bytes.toString() || "{}") : {},
          bytes,
        );
    const text = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    response.writeHead(status, { "content-type": "application/json", "content-length": text.length }).end(text);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
