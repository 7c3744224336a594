// What the bundle takes of undici (see bundle.mjs): loading all of it (fetch, WebSocket, caches, HTTP/2) takes longer than the
// calls of a small deployment. Source: undici's own index.js, which puts `request` on its dispatchers in this way.
const Dispatcher = require("undici/lib/dispatcher/dispatcher.js");

Dispatcher.prototype.request = require("undici/lib/api/api-request.js");

exports.Agent = require("undici/lib/dispatcher/agent.js");
Object.defineProperty(exports, "EnvHttpProxyAgent", {
  enumerable: true,
  get: () => require("undici/lib/dispatcher/env-http-proxy-agent.js"),
});
