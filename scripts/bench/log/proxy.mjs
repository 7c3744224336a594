// A proxy on loopback in front of a server: it holds every call back for a while, as a distance would, and notes it.
// `node proxy.mjs <url of the server> <milliseconds>`, with an IPC channel. It ends with its parent.
import { Agent, request as call, createServer } from "node:http";

const [url, milliseconds] = process.argv.slice(2);
const { hostname, port, host } = new URL(url);
// uvicorn closes connections that were idle for 5 s: none is used again that is nearly as old.
const agent = new Agent({ keepAlive: true, timeout: 3_000 });
let seen = [];

const server = createServer((request, response) => {
  const { method, url: path, headers } = request;
  seen.push(`${method} ${path.split("?")[0]}`);
  const forward = () => {
    const onward = call({ hostname, port, method, path, agent, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    // A connection that the server closed meanwhile: told to the client in the same way.
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  };
  if (Number(milliseconds) > 0) setTimeout(forward, Number(milliseconds));
  else forward();
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("message", () => {
  process.send(seen);
  seen = [];
});
process.on("disconnect", () => process.exit());
