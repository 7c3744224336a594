import { z } from "zod";
import { actingUser, mayUse } from "../auth/mayUse.js";
import type { GenieSpaceFixture } from "../fixtures/standIns.js";
import { parseBody } from "../http/body.js";
import type { Call, Route } from "../http/route.js";
import type { GenieMessage } from "../standIns/genieSpaces.js";
import { sqlCaller, standInRoute } from "./standIn.js";

const service = "Genie";
const base = "/api/2.0/genie/spaces";
const conversations = `${base}/{space}/conversations`;
const messages = `${conversations}/{conversation}/messages`;
const differs =
  "canned questions of the fixtures: the nearest one is answered, with the rows of its SQL or its text; what is too far " +
  "from all of them gets an answer that says so; conversations are kept while the workspace runs";

const question = z.looseObject({ content: z.string() });

/** Genie spaces, their conversations and the rows of their answers. */
export const genieRoutes: readonly Route[] = [
  route(
    "GET",
    base,
    (call) => ({ body: { spaces: call.services.standIns.genie.all.map((item) => space(call, item)) } }),
    "member",
  ),
  route("GET", `${base}/{space}`, (call) => ({ body: space(call, used(call)) })),
  route("POST", `${base}/{space}/start-conversation`, async (call) => {
    const { content } = await parseBody(call, question);
    const { id } = used(call);
    const message = call.services.standIns.genie.start(id, content, sqlCaller(call));
    const title = { conversation_id: message.conversation, id: message.conversation, space_id: id, title: content };
    return {
      body: {
        message_id: message.id,
        conversation_id: message.conversation,
        conversation: { ...title, created_timestamp: message.created, last_updated_timestamp: message.created },
        message: wire(message, "SUBMITTED"),
      },
    };
  }),
  route("GET", conversations, (call) => {
    const { id } = used(call);
    const all = call.services.standIns.genie.conversations(id, actingUser(call));
    return {
      body: {
        conversations: all.map((item) => ({
          conversation_id: item.id,
          title: item.title,
          created_timestamp: item.created,
        })),
      },
    };
  }),
  route("DELETE", `${conversations}/{conversation}`, (call) => {
    call.services.standIns.genie.delete(used(call).id, call.params.conversation ?? "", actingUser(call));
    return {};
  }),
  route("POST", messages, async (call) => {
    const { content } = await parseBody(call, question);
    const { conversation = "" } = call.params;
    const message = call.services.standIns.genie.ask(used(call).id, conversation, content, sqlCaller(call));
    return { body: wire(message, "SUBMITTED") };
  }),
  route("GET", messages, (call) => {
    const { conversation = "" } = call.params;
    const found = call.services.standIns.genie.conversation(used(call).id, conversation, actingUser(call));
    return { body: { messages: found.messages.map((message) => wire(message)) } };
  }),
  route("GET", `${messages}/{message}`, async (call) => {
    const found = message(call);
    // Clients wait a second or more between two looks: what is done soon is worth waiting for.
    await soon(found);
    return { body: wire(found) };
  }),
  // One path for the only query of a message, and an older and a newer one for a query by its attachment.
  queryResult("GET", `${messages}/{message}/query-result`),
  queryResult("GET", `${messages}/{message}/query-result/{attachment}`),
  queryResult("GET", `${messages}/{message}/attachments/{attachment}/query-result`),
  queryResult("POST", `${messages}/{message}/execute-query`),
  queryResult("POST", `${messages}/{message}/attachments/{attachment}/execute-query`),
];

function route(method: string, path: string, handle: Route["handle"], access: Route["access"] = "agent"): Route {
  return standInRoute("canned questions of the fixtures", { service, method, path, access, differs, handle });
}

function queryResult(method: string, path: string): Route {
  return route(method, path, async (call) => {
    const found = message(call);
    await soon(found);
    return { body: { statement_response: call.services.standIns.genie.queryResult(found, call.params.attachment) } };
  });
}

/** The space of a call, once its use is granted. */
function used(call: Call): GenieSpaceFixture {
  const id = call.params.space ?? "";
  mayUse(call, "genie_space", id);
  return call.services.standIns.genie.get(id);
}

function message(call: Call): GenieMessage {
  const { conversation = "", message: id = "" } = call.params;
  return call.services.standIns.genie.message(used(call).id, conversation, id, actingUser(call));
}

async function soon(found: GenieMessage): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 5_000);
  });
  await Promise.race([found.done, late]);
  clearTimeout(timer);
}

function space(call: Call, { id, title, description, warehouse }: GenieSpaceFixture): Record<string, unknown> {
  return { space_id: id, title, description, warehouse_id: warehouse ?? call.services.fixtures.sqlWarehouses[0]?.id };
}

function wire(found: GenieMessage, status: string = found.status): Record<string, unknown> {
  const { id, space: space_id, conversation: conversation_id, content, created, updated, error } = found;
  const shown = status === "COMPLETED";
  const query = found.attachments.find((item) => item.query !== undefined)?.query;
  return {
    id,
    message_id: id,
    space_id,
    conversation_id,
    content,
    status,
    created_timestamp: created,
    last_updated_timestamp: updated,
    ...(shown ? { attachments: found.attachments.map(attachment) } : {}),
    ...(shown && query !== undefined
      ? { query_result: { statement_id: query.statement, row_count: query.result.rows.length, is_truncated: false } }
      : {}),
    ...(status === "FAILED" ? { error: { error, type: "SQL_EXECUTION_EXCEPTION" } } : {}),
  };
}

function attachment({ id, text, query }: GenieMessage["attachments"][number]): Record<string, unknown> {
  return {
    attachment_id: id,
    ...(text === undefined ? {} : { text: { content: text, id } }),
    ...(query === undefined
      ? {}
      : {
          query: {
            id,
            query: query.sql,
            title: query.title,
            description: `Answers "${query.title}", a canned question of the local workspace.`,
            statement_id: query.statement,
            query_result_metadata: { row_count: query.result.rows.length, is_truncated: query.result.truncated },
          },
        }),
  };
}
