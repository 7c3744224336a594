// What the bundle takes of undici (see bundle.mjs): the way through proxies. Loading all of it (fetch, WebSocket, caches, HTTP/2)
// takes longer than the calls of a small deployment. Source: undici's own index.js, which puts its API on its dispatchers in this
// way; a proxy is reached by `connect`.
const Dispatcher = require("undici/lib/dispatcher/dispatcher.js");

Object.assign(Dispatcher.prototype, require("undici/lib/api/index.js"));

exports.EnvHttpProxyAgent = require("undici/lib/dispatcher/env-http-proxy-agent.js");
