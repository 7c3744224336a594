import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";

const root = join(__dirname, "../../..");

it("requiring the provider loads none of its dependencies: every run of every stack waits for it", () => {
  if (!existsSync(join(root, "dist/provider/index.js"))) throw new Error("dist/ is missing: run `npm run build`.");
  const program = 'require("./dist/provider"); console.log(Object.keys(require.cache).join("\\n"))';
  const loaded = execFileSync(process.execPath, ["-e", program], { cwd: root, encoding: "utf8" }).trim().split("\n");
  expect(loaded.filter((path) => path.includes("node_modules"))).toEqual([]);
  expect(loaded.filter((path) => path.includes("/resources/"))).toEqual([]);
  expect(loaded.length).toBeLessThan(40);
});

it("the bundle is plain ASCII, and brings the licences of what is in it", () => {
  const bundle = join(root, "dist/provider/bundle");
  const parts = readdirSync(bundle).filter((name) => name.endsWith(".js"));
  expect(parts).toEqual(
    expect.arrayContaining(["loggedAgent.js", "registeredModel.js", "servingEndpoint.js", "proxyTransport.js"]),
  );
  // Read byte by byte, it must be the same program.
  const odd = parts.filter((name) => readFileSync(join(bundle, name)).some((byte) => byte > 127));
  expect(odd).toEqual([]);
  const licences = readFileSync(join(bundle, "LICENSES.txt"), "utf8");
  for (const name of ["zod", "undici", "yaml", "@lezer/python", "@lezer/lr"]) expect(licences).toContain(`\n${name} `);
});

it("the bundle reaches a server through a proxy", async () => {
  const asked: string[] = [];
  const proxy = createServer().on("connect", (request, socket) => {
    asked.push(String(request.url));
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void proxy.close());
  const program = `
    const { loggedAgent } = require("./dist/provider");
    loggedAgent.configure({ config: { get: (key) => (key === "mlflow-agents:trackingUri" ? "http://mlflow.example" : undefined) } });
    loggedAgent.read("m-00000000000000000000000000000000", {}).catch((error) => console.log(error.message));
  `;
  const { port } = proxy.address() as AddressInfo;
  const env = { PATH: process.env.PATH, HTTP_PROXY: `http://127.0.0.1:${port}`, NODE_DISABLE_COMPILE_CACHE: "1" };
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd: root, env });
  expect(stdout).toContain("the proxy (HTTPS_PROXY) did not let the connection through");
  expect(asked).toEqual(["mlflow.example:80"]);
});
