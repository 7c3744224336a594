import { createHash } from "node:crypto";
import { isRecord } from "../paths.js";

/**
 * The stand-in's answer: the same for the same last message of the user, and says what it is.
 *
 * @param endpoint name of the endpoint that is asked
 * @param messages the conversation so far
 */
export function answerFor(endpoint: string, messages: readonly { role: string; content?: unknown }[]): string {
  const last = messages.findLast((message) => message.role === "user") ?? messages.at(-1);
  const question = plainText(last?.content).trim();
  return `[local stand-in for ${endpoint}] You asked: "${question}" (${question.length} characters).`;
}

/** Roughly the number of tokens of a text: four characters each. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

/** Numbers of an embedding. */
const dimensions = 64;

/**
 * Deterministic embeddings in OpenAI's format: each word adds to one dimension, so that texts with common words are near.
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
    data: texts.map((text, index) => ({ object: "embedding", index, embedding: vector(text) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function vector(text: string): number[] {
  const values = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [""]) {
    const index = createHash("sha256").update(word).digest().readUInt32BE(0) % dimensions;
    values[index] = (values[index] ?? 0) + 1;
  }
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** The text of a message's content, which is a string or a list of parts. */
function plainText(content: unknown): string {
  if (typeof content === "string") {
    return content;
  }
  if (!Array.isArray(content)) {
    return "";
  }
  return content.map((part) => (isRecord(part) && typeof part.text === "string" ? part.text : "")).join(" ");
}
