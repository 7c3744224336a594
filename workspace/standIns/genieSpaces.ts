import { randomBytes, randomUUID } from "node:crypto";
import { invalidParameter, notFound } from "../errors.js";
import type { GenieSpaceFixture } from "../fixtures/standIns.js";
import { embedText, similarity } from "./embedding.js";
import type { SqlCaller, SqlResult } from "./sql/sqlService.js";
import { resultOf, type Statements } from "./sql/statements.js";

/** A question this far from every canned one has no answer. */
const nearest = 0.2;
/** Conversations that are kept. */
const keptConversations = 500;

/** A question and its answer. */
export interface GenieMessage {
  id: string;
  conversation: string;
  space: string;
  user: string;
  content: string;
  created: number;
  updated: number;
  status: "EXECUTING_QUERY" | "COMPLETED" | "FAILED";
  attachments: GenieAttachment[];
  /** Why it failed. */
  error?: string;
  done: Promise<void>;
}

/** A part of an answer. */
export interface GenieAttachment {
  id: string;
  text?: string;
  query?: { sql: string; title: string; statement: string; result: SqlResult };
}

interface Conversation {
  id: string;
  space: string;
  user: string;
  title: string;
  created: number;
  messages: GenieMessage[];
}

/** Genie spaces that answer the canned questions of the fixtures: the nearest one wins. */
export class GenieSpaces {
  readonly #fixtures: readonly GenieSpaceFixture[];
  readonly #statements: Statements;
  readonly #conversations = new Map<string, Conversation>();

  constructor(fixtures: readonly GenieSpaceFixture[], statements: Statements) {
    this.#fixtures = fixtures;
    this.#statements = statements;
  }

  /** All spaces. */
  get all(): readonly GenieSpaceFixture[] {
    return this.#fixtures;
  }

  /** A space. @throws ApiError 404 */
  get(id: string): GenieSpaceFixture {
    const found = this.#fixtures.find((space) => space.id === id);
    if (found === undefined) {
      throw notFound(`Unable to get space [${id}]. Genie space does not exist.`);
    }
    return found;
  }

  /** Begins a conversation with a question. @throws ApiError 404 */
  start(space: string, content: string, caller: SqlCaller): GenieMessage {
    this.get(space);
    const conversation: Conversation = {
      id: hexId(),
      space,
      user: caller.user,
      title: content,
      created: Date.now(),
      messages: [],
    };
    this.#conversations.set(conversation.id, conversation);
    const [oldest] = this.#conversations.keys();
    if (this.#conversations.size > keptConversations && oldest !== undefined) {
      this.#conversations.delete(oldest);
    }
    return this.#ask(conversation, content, caller);
  }

  /** Asks on in a conversation. @throws ApiError 404 */
  ask(space: string, conversation: string, content: string, caller: SqlCaller): GenieMessage {
    return this.#ask(this.conversation(space, conversation, caller.user), content, caller);
  }

  /** A conversation of a user. @throws ApiError 404 */
  conversation(space: string, id: string, user: string): Conversation {
    const found = this.#conversations.get(id);
    if (found === undefined || found.space !== space || found.user !== user) {
      throw notFound(`Conversation ${id} does not exist in the space ${space}.`);
    }
    return found;
  }

  /** Conversations of a user, newest first. */
  conversations(space: string, user: string): Conversation[] {
    const all = [...this.#conversations.values()];
    return all.filter((item) => item.space === space && item.user === user).reverse();
  }

  /** A message. @throws ApiError 404 */
  message(space: string, conversation: string, id: string, user: string): GenieMessage {
    const found = this.conversation(space, conversation, user).messages.find((item) => item.id === id);
    if (found === undefined) {
      throw notFound(`Message ${id} does not exist in the conversation ${conversation}.`);
    }
    return found;
  }

  /** Forgets a conversation. @throws ApiError 404 */
  delete(space: string, conversation: string, user: string): void {
    this.#conversations.delete(this.conversation(space, conversation, user).id);
  }

  /**
   * Rows of a message's query, as a statement's answer.
   *
   * @param attachment its id. Default: the first query of the message
   * @throws ApiError 404 where there is none
   */
  queryResult(message: GenieMessage, attachment?: string): object {
    const found = message.attachments.find(
      (item) => item.query !== undefined && (attachment === undefined || item.id === attachment),
    );
    if (found?.query === undefined) {
      throw notFound(`Message ${message.id} has no query${attachment === undefined ? "" : ` ${attachment}`}.`);
    }
    const { statement, result } = found.query;
    return { statement_id: statement, status: { state: "SUCCEEDED" }, ...resultOf(result, statement) };
  }

  #ask(conversation: Conversation, content: string, caller: SqlCaller): GenieMessage {
    if (content.trim() === "") {
      throw invalidParameter("content: a question is required.");
    }
    const now = Date.now();
    const message: GenieMessage = {
      id: hexId(),
      conversation: conversation.id,
      space: conversation.space,
      user: caller.user,
      content,
      created: now,
      updated: now,
      status: "EXECUTING_QUERY",
      attachments: [],
      done: Promise.resolve(),
    };
    conversation.messages.push(message);
    message.done = this.#answer(message, caller).then(() => {
      message.updated = Date.now();
    });
    return message;
  }

  async #answer(message: GenieMessage, caller: SqlCaller): Promise<void> {
    const space = this.get(message.space);
    const asked = questionsIn(message.content).map(embedText);
    const ranked = space.questions
      .map((item) => {
        const known = embedText(item.question);
        return { item, score: Math.max(...asked.map((each) => similarity(each, known))) };
      })
      .sort((left, right) => right.score - left.score);
    const [best] = ranked;
    if (best === undefined || best.score < nearest) {
      const known = space.questions.map(({ question }) => `"${question}"`).join(", ") || "none";
      message.attachments.push({
        id: hexId(),
        text: `[local stand-in for the Genie space "${space.title}"] It has no answer to this. The questions it knows: ${known}.`,
      });
      message.status = "COMPLETED";
      return;
    }
    const { question, sql, text } = best.item;
    if (sql !== undefined) {
      const ran = await this.#statements.run({ statement: sql, parameters: [] }, caller);
      if (ran.result === undefined) {
        message.status = "FAILED";
        message.error = ran.failure?.message ?? "The statement failed.";
        return;
      }
      const query = { sql, title: question, statement: ran.id, result: ran.result };
      message.attachments.push({ id: hexId(), query });
    }
    if (text !== undefined) {
      message.attachments.push({ id: hexId(), text });
    }
    message.status = "COMPLETED";
  }
}

/**
 * What a text may be asking: all of it, and each of its lines without the role before it. Agents hand over a whole
 * conversation, in which the question is one line of many.
 */
function questionsIn(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/^\s*(?:user|human|assistant|system)\s*:\s*/i, ""));
  return lines.length > 1 ? [text, ...lines] : lines;
}

function hexId(): string {
  return `01f${randomBytes(4).toString("hex").slice(0, 5)}${randomUUID().replaceAll("-", "").slice(0, 24)}`;
}
