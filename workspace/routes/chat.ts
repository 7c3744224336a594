import type { ServerResponse } from "node:http";
import { request as httpRequest } from "undici";
import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { ApiError, invalidParameter, messageOf, notFound } from "../errors.js";
import type { ChatEndpoint } from "../fixtures/fixtures.js";
import { parseBody } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import { sendJson, sendStream } from "../http/send.js";
import { answerFor, countTokens, embed } from "./chatStandIn.js";

const service = "Foundation model endpoints";
const differs = "a labelled deterministic stand-in answers, or an OpenAI-compatible server given by URL";

const chatBody = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1),
  stream: z.boolean().optional(),
});
const embeddingBody = z.looseObject({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(z.string())]),
});

/** The body of a chat request. */
export type ChatBody = z.infer<typeof chatBody>;

/** OpenAI's protocol for every endpoint, as `base_url = {host}/serving-endpoints` uses it. */
export const chatRoutes: readonly Route[] = [
  {
    service,
    method: "POST",
    path: "/serving-endpoints/chat/completions",
    access: "agent",
    differs,
    handle: async (call) => {
      const body = await parseBody(call, chatBody);
      if (body.model === undefined) {
        throw invalidParameter("model: the name of a serving endpoint is required.");
      }
      return invokeByName(call, body.model, body);
    },
  },
  {
    service,
    method: "POST",
    path: "/serving-endpoints/responses",
    access: "agent",
    handle: async (call) => {
      const body = await parseBody(call, z.looseObject({ model: z.string() }));
      return invokeByName(call, body.model, body);
    },
  },
  {
    service,
    method: "POST",
    path: "/serving-endpoints/embeddings",
    access: "agent",
    differs,
    handle: async (call) => {
      const body = await parseBody(call, embeddingBody);
      return invokeByName(call, body.model ?? "", body);
    },
  },
  {
    service,
    method: "POST",
    path: "/serving-endpoints/{endpoint}/invocations",
    access: "agent",
    differs,
    handle: async (call) => {
      const name = call.params.endpoint ?? "";
      if (isFixture(call, name)) {
        return invokeByName(call, name, await parseBody(call, z.looseObject({})));
      }
      mayQuery(call, name);
      return call.services.serving.invoke(call, name);
    },
  },
];

/** Whether the fixtures, and not a model version, answer for an endpoint. */
export function isFixture(call: Call, name: string): boolean {
  const { chatEndpoints, embeddingEndpoints } = call.services.fixtures;
  return chatEndpoints.some((endpoint) => endpoint.name === name) || embeddingEndpoints.includes(name);
}

/**
 * A served agent may query exactly the endpoints that its model declares.
 *
 * @throws ApiError 403 naming the endpoint
 */
export function mayQuery(call: Call, name: string): void {
  mayUse(call, "serving_endpoint", name);
}

async function invokeByName(call: Call, name: string, body: Record<string, unknown>): Promise<Answer | undefined> {
  mayQuery(call, name);
  const { fixtures, serving } = call.services;
  const chat = fixtures.chatEndpoints.find((endpoint) => endpoint.name === name);
  if (chat?.url !== undefined) {
    return forward(call, chat, chat.url, body);
  }
  if (chat !== undefined) {
    const parsed = chatBody.safeParse(body);
    if (!parsed.success) {
      throw invalidParameter("messages: a list of at least one {role, content} is required.");
    }
    return standIn(call.response, name, parsed.data);
  }
  if (fixtures.embeddingEndpoints.includes(name)) {
    const parsed = embeddingBody.safeParse(body);
    if (!parsed.success) {
      throw invalidParameter("input: a text or a list of texts is required.");
    }
    return { body: embed(name, parsed.data.input) };
  }
  if (!serving.has(name)) {
    throw notFound(`Endpoint with name '${name}' does not exist.`);
  }
  return serving.invoke(call, name, Buffer.from(JSON.stringify(body)));
}

async function forward(
  call: Call,
  endpoint: ChatEndpoint,
  url: string,
  body: Record<string, unknown>,
): Promise<undefined> {
  const key = endpoint.apiKeyVariable === undefined ? undefined : process.env[endpoint.apiKeyVariable];
  const target = `${url.replace(/\/$/, "")}/chat/completions`;
  try {
    const answer = await httpRequest(target, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ ...body, model: endpoint.model ?? endpoint.name }),
    });
    await sendStream(call.response, answer.statusCode, answer.headers, answer.body);
    return undefined;
  } catch (error) {
    throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", `${target} does not answer: ${messageOf(error)}`);
  }
}

function standIn(response: ServerResponse, name: string, body: ChatBody): undefined {
  const text = answerFor(name, body.messages);
  const id = `chatcmpl-${Date.now().toString(36)}`;
  const created = Math.floor(Date.now() / 1000);
  const prompt = countTokens(JSON.stringify(body.messages));
  const completion = countTokens(text);
  const usage = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  if (body.stream !== true) {
    const message = { role: "assistant", content: text };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    sendJson(response, 200, { id, object: "chat.completion", created, model: name, choices, usage });
    return undefined;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  const chunk = (delta: Record<string, unknown>, reason: string | null, extra: Record<string, unknown> = {}): void => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    const event = { id, object: "chat.completion.chunk", created, model: name, choices, ...extra };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  chunk({ role: "assistant", content: "" }, null);
  for (const word of text.match(/\S+\s*/g) ?? []) {
    chunk({ content: word }, null);
  }
  chunk({}, "stop", { usage });
  response.end("data: [DONE]\n\n");
  return undefined;
}
