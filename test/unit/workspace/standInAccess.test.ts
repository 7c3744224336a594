import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../workspace/auth/principal.js";
import { Usage } from "../../../workspace/auth/usage.js";
import { type Fixtures, loadFixtures } from "../../../workspace/fixtures/fixtures.js";
import type { Call } from "../../../workspace/http/route.js";
import { Query } from "../../../workspace/http/target.js";
import { routes } from "../../../workspace/routes/index.js";
import type { Services } from "../../../workspace/server/services.js";
import { StandIns } from "../../../workspace/standIns/standIns.js";

const standIns =
  /\/(vector-search|sql|genie|external-function|apps|database|functions|connections|mcp)\b|tables\/\{table\}$/;
const caller: Principal = {
  kind: "agent",
  name: "e/agent",
  agent: { endpoint: "e", entity: "agent", model: "main.agents.a", version: "1", resources: [], userResources: [] },
};
/** A body that fits every route. */
const body = {
  warehouse_id: "10ca10ca10ca10ca",
  statement: "SELECT 1",
  columns: ["id"],
  query_text: "x",
  page_token: "x",
  content: "x",
  connection_name: "local_echo",
  method: "GET",
  path: "/",
};
const message = (path: string): unknown => {
  const tool = path.includes("functions") ? "main__tools__days_between" : "main__kb__docs_index";
  const name = path.includes("/sql") ? "execute_sql" : tool;
  return { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: { query: "SELECT 1" } } };
};
let fixtures: Fixtures;

beforeAll(async () => {
  fixtures = await loadFixtures("/nowhere/fixtures.json");
});

/** Placeholders of paths that name a schema which exists. */
const values: Record<string, string> = { catalog: "main" };

function callOf(path: string, usage: Usage): Call {
  const request = Object.assign(
    Readable.from([Buffer.from(JSON.stringify(path.includes("/mcp/") ? message(path) : body))]),
    { headers: {} },
  );
  values.schema = path.includes("functions") ? "tools" : "kb";
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const catalogs = { names: () => [], schemaNames: () => undefined };
  const context = { fixtures, catalogs, paths: { root: "/nowhere" }, python: "python", inferenceLog: () => undefined };
  const services = { fixtures, usage, standIns: new StandIns(context), host: () => "http://127.0.0.1:1" };
  const params = Object.fromEntries(
    [...path.matchAll(/\{(\w+)(?:\.\.\.)?\}/g)].map(([, name]) => [name, values[name ?? ""] ?? "a.b.c"]),
  );
  return {
    request: request as unknown as Call["request"],
    response,
    path,
    query: new Query(""),
    params,
    caller,
    services: services as unknown as Services,
  };
}

/** GET and DELETE of an MCP server answer 405 to everyone. */
const isRefusal = ({ method, path }: { method: string; path: string }): boolean =>
  path.includes("/mcp/") && method !== "POST";

describe("a served agent that declares nothing", () => {
  const open = routes.filter((route) => route.access === "agent" && standIns.test(route.path) && !isRefusal(route));

  it.each(open.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "is refused at %s",
    async (_, route) => {
      const usage = new Usage();
      const call = callOf(route.path, usage);
      const answer = Promise.resolve().then(() => route.handle(call));
      if (/^\/api\/2.0\/sql\/statements\//.test(route.path)) {
        // A statement belongs to who ran it: others are told that it does not exist.
        await expect(answer).rejects.toMatchObject({ status: 404 });
        return;
      }
      await expect(answer).rejects.toMatchObject({ status: 403, errorCode: "PERMISSION_DENIED" });
      expect(usage.since(0)).toMatchObject([{ endpoint: "e", allowed: false }]);
    },
  );
});
