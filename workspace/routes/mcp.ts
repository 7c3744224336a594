import { mayUse } from "../auth/mayUse.js";
import { ApiError, notFound } from "../errors.js";
import { parseBody, readBody } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import { answerMcp, type McpTool, mcpMessage } from "../standIns/mcp.js";
import { forward, targetOf, usedConnection } from "./connections.js";
import { functionTool, genieTools, indexTool, sqlTools } from "./mcpTools.js";
import { standInRoute } from "./standIn.js";

const service = "MCP servers";
const base = "/api/2.0/mcp";
const differs =
  "the stand-ins as tools, over streamable HTTP without sessions: initialize, ping, tools/list and tools/call, answered as " +
  "JSON; names of tools and shapes of results follow public examples";

/** Databricks' managed MCP servers over the stand-ins, and those behind connections. */
export const mcpRoutes: readonly Route[] = [
  ...server("/functions/{catalog}/{schema}", (call) => within(call, functions(call), "function")),
  ...server("/functions/{catalog}/{schema}/{name}", (call) => one(call, functions(call), "function")),
  ...server("/vector-search/{catalog}/{schema}", (call) => within(call, indexes(call), "vector_search_index")),
  ...server("/vector-search/{catalog}/{schema}/{name}", (call) => one(call, indexes(call), "vector_search_index")),
  ...server("/genie/{space}", (call) => {
    const id = call.params.space ?? "";
    mayUse(call, "genie_space", id);
    const tools = genieTools(call, call.services.standIns.genie.get(id));
    return { seen: tools, all: tools };
  }),
  ...server("/sql", (call) => {
    const tools = sqlTools(call);
    return { seen: tools, all: tools };
  }),
  standInRoute("the server behind the connection", {
    service,
    method: "POST",
    path: `${base}/external/{connection}`,
    differs: "passed on to the connection's URL as it is",
    handle: async (call) => {
      const connection = usedConnection(call, call.params.connection ?? "");
      const headers: Record<string, string> = {};
      for (const name of ["accept", "content-type", "mcp-session-id", "mcp-protocol-version"]) {
        const value = call.request.headers[name];
        if (typeof value === "string") {
          headers[name] = value;
        }
      }
      const body = (await readBody(call.request)).toString("utf8");
      await forward(call, connection, targetOf(call, connection, ""), { method: "POST", headers, body });
      return undefined;
    },
  }),
  ...refusals("/external/{connection}"),
];

/** Tools of a server: those the caller is shown, and those it may try. */
interface Offer {
  seen: McpTool[];
  all: McpTool[];
}

/** A tool and the three-part name of what it uses. */
interface NamedTool {
  name: string;
  tool: McpTool;
}

function server(path: string, offer: (call: Call) => Offer): Route[] {
  const what = path.split("/")[1] ?? "";
  return [
    standInRoute(`${what} of the fixtures`, {
      service,
      method: "POST",
      path: base + path,
      differs,
      handle: async (call): Promise<Answer | undefined> => {
        const message = await parseBody(call, mcpMessage);
        const { seen, all } = offer(call);
        const answer = await answerMcp(message, what, seen, (name) => all.find((tool) => tool.name === name));
        if (answer === undefined) {
          call.response.writeHead(202).end();
          return undefined;
        }
        return { body: answer };
      },
    }),
    ...refusals(path),
  ];
}

/** Clients ask for a stream of messages from the server, and end sessions; both are optional and refused like this. */
function refusals(path: string): Route[] {
  return ["GET", "DELETE"].map((method) => ({
    service,
    method,
    path: base + path,
    access: "agent" as const,
    differs: "405: there are no sessions, and the server sends nothing by itself",
    handle: ({ response }) => {
      response.setHeader("allow", "POST");
      throw new ApiError(405, "METHOD_NOT_ALLOWED", "This MCP server takes POST only.");
    },
  }));
}

/** Tools of a schema. A served agent sees those that its model declares. */
function within(call: Call, tools: readonly NamedTool[], kind: "function" | "vector_search_index"): Offer {
  const prefix = `${call.params.catalog}.${call.params.schema}.`.toLowerCase();
  const here = tools.filter(({ name }) => name.toLowerCase().startsWith(prefix));
  const own = call.caller?.kind === "agent" ? call.caller.agent.resources : undefined;
  const declared = (name: string): boolean =>
    own?.some((item) => item.kind === kind && item.name.toLowerCase() === name.toLowerCase()) ?? true;
  const checked = here.map(({ name, tool }) => ({ ...tool, run: guarded(call, kind, name, tool) }));
  return { seen: checked.filter((_, index) => declared(here[index]?.name ?? "")), all: checked };
}

/** The only tool of a function's or index's own server. */
function one(call: Call, tools: readonly NamedTool[], kind: "function" | "vector_search_index"): Offer {
  const { catalog, schema, name } = call.params;
  const full = `${catalog}.${schema}.${name}`;
  mayUse(call, kind, full);
  const found = tools.find((item) => item.name.toLowerCase() === full.toLowerCase());
  if (found === undefined) {
    throw notFound(`'${full}' does not exist.`);
  }
  return { seen: [found.tool], all: [found.tool] };
}

function guarded(call: Call, kind: "function" | "vector_search_index", name: string, tool: McpTool): McpTool["run"] {
  return (args, meta) => {
    mayUse(call, kind, name);
    return tool.run(args, meta);
  };
}

function functions(call: Call): NamedTool[] {
  return call.services.fixtures.functions.map((item) => ({ name: item.name, tool: functionTool(call, item) }));
}

function indexes(call: Call): NamedTool[] {
  return call.services.standIns.vectors.all.map((item) => ({ name: item.name, tool: indexTool(call, item) }));
}
