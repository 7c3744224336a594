import { z } from "zod";
import { isRecord } from "../paths.js";
import { type ChatBody, type ChatReply, chatBody, countTokens } from "./chat.js";

/** The body of a question in OpenAI's Responses protocol. */
export const responsesBody = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.record(z.string(), z.unknown())).min(1)]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  tools: z.array(z.record(z.string(), z.unknown())).nullish(),
  tool_choice: z.unknown().optional(),
});

/** {@link responsesBody}, read. */
export type ResponsesBody = z.infer<typeof responsesBody>;

/** The same question in the chat protocol. */
export function asChat(body: ResponsesBody): ChatBody {
  const items = typeof body.input === "string" ? [{ role: "user", content: body.input }] : body.input;
  const tools = (body.tools ?? [])
    .filter((tool) => typeof tool.name === "string")
    .map((tool) => ({ type: "function", function: tool }));
  return chatBody.parse({
    messages: items.map(message),
    ...(tools.length === 0 ? {} : { tools }),
    tool_choice: body.tool_choice,
  });
}

function message(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  switch (item.type) {
    case "function_call_output":
      return { role: "tool", tool_call_id: item.call_id, content: item.output };
    case "function_call":
      return { role: "assistant", content: "", tool_calls: [item] };
    default:
      return { role: typeof item.role === "string" ? item.role : "assistant", content: item.content };
  }
}

/** An event of a streamed response. */
export interface ResponseEvent {
  type: string;
  [key: string]: unknown;
}

/**
 * The answer in the Responses protocol, and the events it is streamed as.
 *
 * @param id of the response
 * @param created seconds since the epoch
 */
export function asResponse(
  body: ResponsesBody,
  reply: ChatReply,
  id: string,
  created: number,
): { response: Record<string, unknown>; events: ResponseEvent[] } {
  const tokens = { input: countTokens(JSON.stringify(body.input)), output: countTokens(JSON.stringify(reply)) };
  const item: Record<string, unknown> =
    "call" in reply
      ? {
          type: "function_call",
          id: `fc_${id}`,
          call_id: reply.call.id,
          name: reply.call.name,
          arguments: reply.call.arguments,
          status: "completed",
        }
      : {
          type: "message",
          id: `msg_${id}`,
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: reply.text, annotations: [] }],
        };
  const base = {
    id: `resp_${id}`,
    object: "response",
    created_at: created,
    model: body.model,
    parallel_tool_calls: true,
    tool_choice: isRecord(body.tool_choice) || typeof body.tool_choice === "string" ? body.tool_choice : "auto",
    tools: body.tools ?? [],
  };
  const usage = {
    input_tokens: tokens.input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: tokens.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: tokens.input + tokens.output,
  };
  const response = { ...base, status: "completed", output: [item], usage };
  const place = { item_id: item.id, output_index: 0 };
  const deltas: ResponseEvent[] =
    "call" in reply
      ? [
          { type: "response.function_call_arguments.delta", ...place, delta: reply.call.arguments },
          {
            type: "response.function_call_arguments.done",
            ...place,
            name: reply.call.name,
            arguments: reply.call.arguments,
          },
        ]
      : [
          ...(reply.text.match(/\S+\s*/g) ?? []).map((delta) => ({
            type: "response.output_text.delta",
            ...place,
            content_index: 0,
            delta,
            logprobs: [],
          })),
          { type: "response.output_text.done", ...place, content_index: 0, text: reply.text, logprobs: [] },
        ];
  const begun =
    "call" in reply
      ? { ...item, arguments: "", status: "in_progress" }
      : { ...item, content: [], status: "in_progress" };
  const events: ResponseEvent[] = [
    { type: "response.created", response: { ...base, status: "in_progress", output: [] } },
    { type: "response.output_item.added", output_index: 0, item: begun },
    ...deltas,
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response },
  ];
  return { response, events: events.map((event, sequence_number) => ({ ...event, sequence_number })) };
}
