import type { ServerResponse } from "node:http";
import { sendJson } from "../http/send.js";
import { type ChatBody, countTokens, replyTo } from "../standIns/chat.js";
import { embedText } from "../standIns/embedding.js";
import { asChat, asResponse, type ResponsesBody } from "../standIns/responses.js";

/** Answers a question in the chat protocol as the stand-in, streamed where that is asked for. */
export function sendChat(response: ServerResponse, endpoint: string, body: ChatBody): void {
  const reply = replyTo(endpoint, body);
  const id = `chatcmpl-${Date.now().toString(36)}`;
  const created = Math.floor(Date.now() / 1000);
  const prompt = countTokens(JSON.stringify(body.messages));
  const completion = countTokens("call" in reply ? reply.call.arguments : reply.text);
  const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  const reason = "call" in reply ? "tool_calls" : "stop";
  if (body.stream !== true) {
    const message =
      "call" in reply
        ? { role: "assistant", content: null, tool_calls: [toolCall(reply.call)] }
        : { role: "assistant", content: reply.text };
    const choices = [{ index: 0, message, finish_reason: reason }];
    sendJson(response, 200, { id, object: "chat.completion", created, model: endpoint, choices, usage });
    return;
  }
  beginEvents(response);
  const chunk = (delta: Record<string, unknown>, end: string | null, extra: Record<string, unknown> = {}): void => {
    const choices = [{ index: 0, delta, finish_reason: end }];
    const event = { id, object: "chat.completion.chunk", created, model: endpoint, choices, ...extra };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  if ("call" in reply) {
    const { arguments: text, ...call } = reply.call;
    const begun = { index: 0, ...toolCall({ ...call, arguments: "" }) };
    chunk({ role: "assistant", content: null, tool_calls: [begun] }, null);
    chunk({ tool_calls: [{ index: 0, function: { arguments: text } }] }, null);
  } else {
    chunk({ role: "assistant", content: "" }, null);
    for (const word of reply.text.match(/\S+\s*/g) ?? []) {
      chunk({ content: word }, null);
    }
  }
  chunk({}, reason, { usage });
  response.end("data: [DONE]\n\n");
}

/** Answers a question in the Responses protocol as the stand-in, streamed where that is asked for. */
export function sendResponse(response: ServerResponse, endpoint: string, body: ResponsesBody): void {
  const reply = replyTo(endpoint, asChat(body));
  const created = Math.floor(Date.now() / 1000);
  const { response: whole, events } = asResponse(body, reply, Date.now().toString(36), created);
  if (body.stream !== true) {
    sendJson(response, 200, whole);
    return;
  }
  beginEvents(response);
  for (const event of events) {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}

/**
 * Deterministic embeddings in OpenAI's format, so that texts with common words are near.
 *
 * @param endpoint name of the endpoint that is asked
 * @param input one text or several
 */
export function embed(endpoint: string, input: string | readonly string[]): Record<string, unknown> {
  const texts = typeof input === "string" ? [input] : input;
  const tokens = countTokens(texts.join(""));
  return {
    object: "list",
    model: endpoint,
    data: texts.map((text, index) => ({ object: "embedding", index, embedding: embedText(text) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function toolCall(call: { id: string; name: string; arguments: string }): Record<string, unknown> {
  return { id: call.id, type: "function", function: { name: call.name, arguments: call.arguments } };
}

function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
}
