import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect as connectSocket, type Socket } from "node:net";
import { dirname, join, relative } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { send, serve } from "../../test/unit/http/server.js";
import { connect, route } from "./index.js";

/** A proxy that tunnels every name to one server. */
async function proxyTo(origin: string): Promise<{ origin: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer();
  proxy.on("connection", (socket) => sockets.add(socket));
  proxy.on("connect", (request: IncomingMessage, client: Socket) => {
    tunnels.push(request.url ?? "");
    if (request.url?.startsWith("forbidden") === true) {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const server = connectSocket(Number(new URL(origin).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(server).pipe(client);
    });
    sockets.add(server);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return { origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
}

describe("proxies", () => {
  test("are used for other machines, never for this one, and not for NO_PROXY", async () => {
    const { origin, seen } = await serve((_seen, response) => send(response, 200, {}));
    const proxy = await proxyTo(origin);
    const env = { HTTP_PROXY: proxy.origin, NO_PROXY: "direct.invalid" };
    const via = async (trackingUri: string) =>
      (await connect({ trackingUri }, env)).call({ method: "GET", path: route`/x` });
    await via("http://mlflow.example");
    expect(proxy.tunnels).toEqual(["mlflow.example:80"]);
    await via(origin);
    await expect(via("http://direct.invalid")).rejects.toMatchObject({ code: "unreachable" });
    expect(proxy.tunnels).toHaveLength(1);
    expect(seen).toHaveLength(2);
  });

  test("one that refuses is told in words", async () => {
    const proxy = await proxyTo("http://127.0.0.1:9");
    const workspace = await connect({ trackingUri: "http://forbidden.example" }, { HTTP_PROXY: proxy.origin });
    await expect(workspace.call({ method: "POST", path: route`/x` })).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("proxy"),
    });
  });
});

describe("connections", () => {
  test("one that was idle for as long as uvicorn keeps it is not used again", async () => {
    const { origin, server } = await serve((_seen, response) => {
      // As uvicorn: no word of how long it is kept.
      response.setHeader("connection", "keep-alive");
      send(response, 200, {});
    });
    server.keepAliveTimeout = 5_000;
    let opened = 0;
    server.on("connection", () => opened++);
    const workspace = await connect({ host: origin, token: "t-0123456789" }, {});
    const get = () => workspace.call({ method: "GET", path: route`/x` });
    await get();
    await get();
    expect(opened).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await get();
    expect(opened).toBe(2);
  }, 10_000);
});

describe("loading", () => {
  test("the room's index reaches nothing but paths and errors", () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      const name = relative(join(__dirname, ".."), file);
      if (reached.has(name)) return;
      reached.add(name);
      const text = readFileSync(file, "utf8");
      for (const [, path] of text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s"([^"]+)";/gms)) {
        expect(path).toMatch(/^\./);
        visit(join(dirname(file), (path ?? "").replace(/\.js$/, ".ts")));
      }
    };
    visit(join(__dirname, "index.ts"));
    expect([...reached].sort()).toEqual(["errors.ts", "http/index.ts", "http/route.ts"]);
  });
});
