// What the bundle takes of undici (see bundle.mjs): the way through proxies. Loading all of it (fetch, WebSocket, caches, HTTP/2)
// takes longer than the calls of a small deployment. Source: undici's own index.js, which puts `request` on its dispatchers in
// this way.
const Dispatcher = require("undici/lib/dispatcher/dispatcher.js");

Dispatcher.prototype.request = require("undici/lib/api/api-request.js");

exports.EnvHttpProxyAgent = require("undici/lib/dispatcher/env-http-proxy-agent.js");
