import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect as connectSocket, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { selfSigned } from "../../test/support/certificate.js";
import { connect, route } from "./index.js";
import { verifiedFetch } from "./verifiedFetch.js";

/** A host whose certificate nobody has signed; `asked` are the calls that came through, with their credentials. */
async function unproved() {
  const { key, cert } = selfSigned();
  const asked: (string | undefined)[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(request.headers.authorization);
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, cert, asked };
}

/** A proxy that tunnels every name to a port of this machine. */
async function tunnelTo(port: number): Promise<string> {
  const sockets = new Set<Socket>();
  const proxy = createProxy();
  proxy.on("connection", (socket) => sockets.add(socket));
  proxy.on("connect", (_request, client: Socket) => {
    const server = connectSocket(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(server).pipe(client);
    });
    for (const socket of [server, client]) socket.on("error", () => undefined);
    sockets.add(server);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

const call = async (host: string, env: NodeJS.ProcessEnv = {}) =>
  (await connect({ host, token: "canary-token-1" }, env)).call({ method: "GET", path: route`/x` });

describe("a host whose certificate nobody has signed", () => {
  test.each([undefined, "0"])("gets no token where NODE_TLS_REJECT_UNAUTHORIZED is %s", async (setting) => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", setting);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { port, asked } = await unproved();
    const proxy = await tunnelTo(port);
    const words = setting === "0" ? /self-signed.*NODE_EXTRA_CA_CERTS.*NODE_TLS_REJECT_UNAUTHORIZED=0/ : /self-signed/;
    const calls = [
      call(`https://127.0.0.1:${port}`),
      call("https://workspace.example", { HTTPS_PROXY: proxy }),
      call("https://localhost.example", { HTTPS_PROXY: proxy }),
    ];
    // Each is waited for from its start: one that fails while another is waited for would be nobody's.
    await Promise.all(
      calls.map((work) =>
        expect(work).rejects.toMatchObject({ code: "unreachable", message: expect.stringMatching(words) }),
      ),
    );
    expect(asked).toEqual([]);
  });

  test("gets no token of a forge and no question of a gate", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    onTestFinished(() => void vi.unstubAllEnvs());
    const { port, asked } = await unproved();
    const headers = { authorization: "Bearer canary-token-1" };
    await expect(verifiedFetch(`https://127.0.0.1:${port}`, { headers })).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  test("is let in by NODE_EXTRA_CA_CERTS, whatever else is set", async () => {
    const { port, cert, asked } = await unproved();
    const folder = mkdtempSync(join(tmpdir(), "agents-tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "ca.pem"), cert);
    writeFileSync(
      join(folder, "program.ts"),
      `import { connect, route } from ${JSON.stringify(join(__dirname, "index.ts"))};
       connect({ host: "https://127.0.0.1:${port}", token: "canary-token-1" }, {})
         .then((workspace) => workspace.call({ method: "GET", path: route\`/x\` }));`,
    );
    // Node reads the variable when it starts, so that this takes a process of its own.
    const bundle = await rolldown({ input: join(folder, "program.ts"), platform: "node" });
    await bundle.write({ dir: join(folder, "out"), format: "cjs", entryFileNames: "program.cjs" });
    await bundle.close();
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"), NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const child = spawn(process.execPath, [join(folder, "out/program.cjs")], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (text) => {
      errors += text;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, errors: code === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
    expect(asked).toEqual(["Bearer canary-token-1"]);
  }, 30_000);
});
