import { join } from "node:path";
import { z } from "zod";
import { ApiError, notFound } from "../errors.js";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import { ask } from "../page/asking.js";
import { sendAsset } from "../page/assets.js";
import { pageRoute, refuseOtherSites } from "../page/entering.js";
import { readPiece } from "../page/following.js";
import { lastRequests, oneRequest } from "../page/requests.js";
import { entityFolder } from "../serving/entityKey.js";

const service = "The workspace itself";

/** The page for the person who opens the workspace's address, what it asks for, and the way to MLflow's own pages. */
export const pageRoutes: readonly Route[] = [
  { service, method: "GET", path: "/", access: "public", handle: (call) => sendAsset(call, "index.html") },
  {
    service,
    method: "GET",
    path: "/_local/page/web/{file}",
    access: "public",
    handle: (call) => sendAsset(call, call.params.file ?? ""),
  },
  {
    service,
    method: "GET",
    // Browsers ask for it whatever the page says.
    path: "/favicon.ico",
    access: "public",
    handle: (call) => sendAsset(call, "icon.svg"),
  },
  {
    service,
    method: "POST",
    path: "/_local/page/links",
    access: "member",
    handle: (call) => {
      if (call.caller?.kind !== "user") {
        throw new ApiError(403, "PERMISSION_DENIED", "Only the workspace's owner may open its page.");
      }
      return { body: { url: `${call.services.host()}/#open=${call.services.page.sessions.newCode()}` } };
    },
  },
  {
    service,
    method: "POST",
    path: "/_local/page/keys",
    access: "public",
    handle: async (call) => {
      refuseOtherSites(call);
      const { code } = await parseBody(call, z.object({ code: z.string() }));
      const key = call.services.page.sessions.open(code);
      if (key === undefined) {
        throw new ApiError(403, "PERMISSION_DENIED", "This link was used or is too old: mlflow-agents workspace open.");
      }
      return { body: { key } };
    },
  },
  pageRoute("GET", "summary", async ({ request, response, services }) => {
    const { text, etag } = await services.page.summary(services);
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag, "cache-control": "no-cache" }).end();
    } else {
      const headers = { "content-type": "application/json", "cache-control": "no-cache", etag };
      response.writeHead(200, headers).end(text);
    }
    return undefined;
  }),
  pageRoute("GET", "policies/{model}/{version}", async ({ services, params }) => {
    const facts = await services.models.facts(params.model ?? "", params.version ?? "");
    const { resources, userResources, userApiScopes: scopes, inputs, typeHints, streamable } = facts;
    return { body: { resources, userResources, scopes, inputs, typeHints, streamable } };
  }),
  pageRoute("GET", "endpoints/{name}/requests", async ({ services, params }) => ({
    body: { requests: await lastRequests(services, params.name ?? "") },
  })),
  pageRoute("GET", "endpoints/{name}/requests/{id}", async ({ services, params }) => ({
    body: await oneRequest(services, params.name ?? "", params.id ?? ""),
  })),
  pageRoute("GET", "endpoints/{name}/logs/{entity}/{which}", async (call) => ({
    body: await readPiece(logFile(call), Number(call.query.one("from") ?? 0)),
  })),
  pageRoute("GET", "usage", ({ services: { usage }, query }) => ({
    body: { last: usage.last, entries: usage.since(Number(query.one("since") ?? 0)) },
  })),
  pageRoute("POST", "endpoints/{name}/ask", (call) => ask(call, call.params.name ?? "")),
  {
    service,
    method: "GET",
    // Where Databricks shows experiments, their runs and traces.
    path: "/ml/experiments/{rest...}",
    access: "public",
    differs: "leads to MLflow's own page, where the workspace's page is open",
    handle: ({ response, services, params, query }) => {
      // Whoever asks here has shown no key: the page, which is open for its user alone, knows the way.
      const target = `${services.host()}/#/mlflow/experiments/${encodeURI(params.rest ?? "")}${query.text}`;
      response.writeHead(302, { location: target }).end();
      return undefined;
    },
  },
];

/** @throws ApiError 404 */
function logFile({ services, params }: Call): string {
  const record = services.serving.record(params.name ?? "");
  const entities = [record.pending_config, record.config].flatMap((config) => config?.served_entities ?? []);
  const entity = entities.find(({ name }) => name === params.entity);
  const which = params.which === "build" ? "build.log" : params.which === "server" ? "server.log" : undefined;
  if (entity === undefined || which === undefined) {
    throw notFound(`There is no ${params.which} log of '${params.entity}' in '${record.name}'.`);
  }
  return join(entityFolder(services, record, entity), which);
}
