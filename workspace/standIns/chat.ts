import { createHash } from "node:crypto";
import { z } from "zod";
import { isRecord } from "../paths.js";
import { argumentsFor, chooseTool, type Tool } from "./toolChoice.js";

const toolSchema = z.looseObject({
  function: z.looseObject({
    name: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** The body of a question in OpenAI's chat protocol. */
export const chatBody = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown().optional() })).min(1),
  stream: z.boolean().nullish(),
  tools: z.array(toolSchema).nullish(),
  tool_choice: z.unknown().optional(),
  response_format: z.unknown().optional(),
});

/** {@link chatBody}, read. */
export type ChatBody = z.infer<typeof chatBody>;

/** What the stand-in answers: a text, or a tool to be called. */
export type ChatReply = { text: string } | { call: { id: string; name: string; arguments: string } };

/**
 * The stand-in's answer, the same for the same conversation. With tools it calls the fitting one once, and answers from
 * what that returned; with a JSON schema for the answer it fills that; else it repeats the question. Every text says what
 * it is.
 *
 * @param endpoint name of the endpoint that is asked
 */
export function replyTo(endpoint: string, body: ChatBody): ChatReply {
  const { messages } = body;
  const last = messages.findLastIndex((message) => message.role === "user");
  const question = plainText(messages[last === -1 ? messages.length - 1 : last]?.content).trim();
  const since = messages.slice(last + 1);
  const label = `[local stand-in for ${endpoint}]`;
  if (since.some((message) => message.role === "tool")) {
    return { text: `${label} ${told(since)}` };
  }
  const tools: Tool[] = (body.tools ?? []).map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? "",
    parameters: parameters ?? {},
  }));
  const tool = chooseTool(tools, body.tool_choice, question);
  if (tool !== undefined) {
    const id = createHash("sha256")
      .update(JSON.stringify([tool.name, messages]))
      .digest("hex")
      .slice(0, 24);
    return { call: { id: `call_${id}`, name: tool.name, arguments: JSON.stringify(argumentsFor(tool, question)) } };
  }
  const schema = answerSchema(body.response_format);
  if (schema !== undefined) {
    return { text: JSON.stringify(argumentsFor({ name: "", description: "", parameters: schema }, question)) };
  }
  return { text: `${label} You asked: "${question}" (${question.length} characters).` };
}

/** Roughly the number of tokens of a text: four characters each. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

/** Longest part of a tool's result that an answer repeats, in characters. */
const repeated = 4_000;

/** What came back from tools, or from an agent that a supervisor handed the question to. */
function told(since: readonly { role: string; content?: unknown }[]): string {
  const results = since.filter((message) => message.role === "tool");
  // A supervisor's hand-over says nothing but that it took place; what counts was said after it.
  const substantial = results.filter((message) => !plainText(message.content).startsWith("Successfully transferred"));
  const spoken = since.filter((message) => message.role === "assistant" && plainText(message.content).trim() !== "");
  const result = substantial.at(-1);
  if (result === undefined && spoken.length > 0) {
    return `The agent said: ${plainText(spoken.findLast((message) => !/^Transferring/.test(plainText(message.content)))?.content)}`;
  }
  return `The tool returned: ${plainText((result ?? results.at(-1))?.content).slice(0, repeated)}`;
}

function answerSchema(format: unknown): Record<string, unknown> | undefined {
  if (!isRecord(format) || format.type !== "json_schema" || !isRecord(format.json_schema)) {
    return undefined;
  }
  return isRecord(format.json_schema.schema) ? format.json_schema.schema : undefined;
}

/** The text of a message's content, which is a string or a list of parts. */
export function plainText(content: unknown): string {
  if (typeof content === "string") {
    return content;
  }
  if (!Array.isArray(content)) {
    return "";
  }
  return content.map((part) => (isRecord(part) && typeof part.text === "string" ? part.text : "")).join(" ");
}
