import { request as httpRequest } from "undici";
import { z } from "zod";
import { mayUse } from "../auth/mayUse.js";
import { ApiError, invalidParameter, messageOf, notFound } from "../errors.js";
import type { ChatEndpoint } from "../fixtures/fixtures.js";
import { parseBody } from "../http/body.js";
import type { Answer, Call, Route } from "../http/route.js";
import { foreignError, sendStream } from "../http/send.js";
import { chatBody } from "../standIns/chat.js";
import { responsesBody } from "../standIns/responses.js";
import { embed, sendChat, sendResponse } from "./chatStandIn.js";
import { standInHeader } from "./standIn.js";

const service = "Foundation model endpoints";
const differs =
  "a labelled deterministic stand-in answers, or an OpenAI-compatible server given by URL; with tools it calls the fitting " +
  "one once and answers from what that returned";

const embeddingBody = z.looseObject({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(z.string())]),
});

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
    differs,
    handle: async (call) => {
      const body = await parseBody(call, z.looseObject({ model: z.string() }));
      const chat = call.services.fixtures.chatEndpoints.find((endpoint) => endpoint.name === body.model);
      return chat === undefined ? invokeByName(call, body.model, body) : respond(call, chat, body);
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
    return forward(call, chat, `${chat.url.replace(/\/$/, "")}/chat/completions`, body);
  }
  if (chat !== undefined) {
    const parsed = chatBody.safeParse(body);
    if (!parsed.success) {
      throw invalidParameter("messages: a list of at least one {role, content} is required.");
    }
    call.response.setHeader(standInHeader, "chat");
    sendChat(call.response, name, parsed.data);
    return undefined;
  }
  if (fixtures.embeddingEndpoints.includes(name)) {
    const parsed = embeddingBody.safeParse(body);
    if (!parsed.success) {
      throw invalidParameter("input: a text or a list of texts is required.");
    }
    call.response.setHeader(standInHeader, "embeddings of words and their parts");
    return { body: embed(name, parsed.data.input) };
  }
  if (!serving.has(name)) {
    throw notFound(`Endpoint with name '${name}' does not exist.`);
  }
  return serving.invoke(call, name, Buffer.from(JSON.stringify(body)));
}

/** A question to a chat endpoint in the Responses protocol. */
async function respond(call: Call, chat: ChatEndpoint, body: Record<string, unknown>): Promise<undefined> {
  mayQuery(call, chat.name);
  if (chat.url !== undefined) {
    return forward(call, chat, `${chat.url.replace(/\/$/, "")}/responses`, body);
  }
  const parsed = responsesBody.safeParse(body);
  if (!parsed.success) {
    throw invalidParameter("input: a text or a list of items is required.");
  }
  call.response.setHeader(standInHeader, "chat");
  sendResponse(call.response, chat.name, parsed.data);
  return undefined;
}

/** Sends a question to the server that stands in for an endpoint, and its answer, streamed or not, to the caller. */
async function forward(
  call: Call,
  endpoint: ChatEndpoint,
  target: string,
  body: Record<string, unknown>,
): Promise<undefined> {
  const { apiKeyVariable } = endpoint;
  const key = apiKeyVariable === undefined ? undefined : process.env[apiKeyVariable];
  if (apiKeyVariable !== undefined && (key === undefined || key === "")) {
    throw new ApiError(
      503,
      "TEMPORARILY_UNAVAILABLE",
      `The chat endpoint '${endpoint.name}' takes its key from the variable ${apiKeyVariable}, which the workspace was ` +
        "started without.",
    );
  }
  const gone = new AbortController();
  call.response.once("close", () => {
    if (!call.response.writableFinished) {
      gone.abort();
    }
  });
  try {
    const answer = await httpRequest(target, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ ...body, model: endpoint.model ?? endpoint.name }),
      signal: gone.signal,
      // A model on a laptop may think for minutes.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    if (answer.statusCode === 404) {
      throw foreignError(404, `${target}: ${await answer.body.text()}`);
    }
    await sendStream(call.response, answer.statusCode, answer.headers, answer.body);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) {
      throw error;
    }
    throw new ApiError(503, "TEMPORARILY_UNAVAILABLE", `${target} does not answer: ${messageOf(error)}`);
  }
}
