// The protocols that agents and models speak: how a question is put, and how an answer is read, whole or in pieces.
import { json } from "./format.mjs";

/** @typedef {{ kind: "text" | "tool" | "value", id: string, text: string, name?: string }} Part */

/**
 * The request that asks a question.
 *
 * @param {string} task `metadata.task` of the model, for example `agent/v1/responses`; empty where it says none
 * @param {readonly import("./talk.mjs").Turn[]} earlier what was said before
 * @param {string} question
 * @param {boolean} stream
 */
export function bodyFor(task, earlier, question, stream) {
  if (task === "llm/v1/embeddings") return { input: question };
  if (task === "llm/v1/completions") return { prompt: question, ...(stream ? { stream } : {}) };
  const messages = [...saidBefore(earlier), { role: "user", content: question }];
  const responses = task === "" || task.endsWith("/responses") || task === "agent/v3/responses";
  return { ...(responses ? { input: messages } : { messages }), ...(stream ? { stream } : {}) };
}

/** Earlier questions and their answers, as messages. @param {readonly import("./talk.mjs").Turn[]} earlier */
export function saidBefore(earlier) {
  return earlier
    .filter(({ state }) => state === "done")
    .flatMap((turn) => [
      { role: "user", content: turn.question },
      { role: "assistant", content: turn.parts.flatMap(({ kind, text }) => (kind === "text" ? [text] : [])).join("") },
    ]);
}

/** @param {unknown} value @returns {Record<string, any>} */
const fields = (value) => (typeof value === "object" && value !== null ? value : {});

/** @param {unknown} value @returns {Record<string, any>[]} */
const list = (value) => (Array.isArray(value) ? value.map(fields) : []);

/** An answer of MLflow's older agents: a text and nothing else. @param {Record<string, any>} event */
const isText = ({ content, role: _role, id: _id, databricks_output: _output, ...rest }) =>
  typeof content === "string" && Object.keys(rest).length === 0;

/** Whether a prediction is an answer by itself. @param {unknown} value */
const isAnswer = (value) => {
  if (typeof value === "string") return true;
  const event = fields(value);
  return isText(event) || ["choices", "messages", "output"].some((key) => Array.isArray(event[key]));
};

/** Whether it is a list of answers. @param {unknown} value @returns {value is unknown[]} */
const isList = (value) => Array.isArray(value) && value.length > 0 && value.every(isAnswer);

/** Reads an answer, or the events of one. */
export class Reader {
  /** @type {Part[]} */
  parts = [];
  /** What went wrong; empty where nothing did. */
  error = "";

  /** @param {unknown} value an event, or the whole answer */
  take(value) {
    if (typeof value === "string") return this.#add("answer", value);
    if (isList(value)) return this.#list(value);
    const event = fields(value);
    if (event.error_code !== undefined || event.type === "error" || event.error) {
      const error = fields(event.error);
      this.error = [event.error_code ?? event.code ?? error.code, event.message ?? error.message ?? json(event.error)]
        .filter(Boolean)
        .join(": ");
    } else if (event.type === "response.output_text.delta")
      this.#add(String(event.item_id ?? ""), String(event.delta ?? ""));
    else if (event.type === "response.output_item.done") this.#item(fields(event.item));
    else if (event.output !== undefined) for (const item of list(event.output)) this.#item(item);
    else if (event.choices !== undefined) this.#choice(fields(list(event.choices)[0]));
    else if (event.delta !== undefined) this.#message(fields(event.delta), false);
    else if (event.messages !== undefined) for (const message of list(event.messages)) this.#message(message, true);
    else if (isAnswer(event.predictions) || isList(event.predictions)) this.take(event.predictions);
    else if (isText(event)) this.#put({ kind: "text", id: `text${this.parts.length}`, text: event.content });
    else if (event.type === undefined) this.#value(value);
  }

  /** What is of no protocol, without what the endpoint says of itself. @param {unknown} value */
  #value(value) {
    const { databricks_output: output, ...own } = fields(value);
    if (output !== undefined && Object.keys(own).length === 0) return;
    const text = json(output === undefined ? value : own);
    this.#put({ kind: "value", id: `value${this.parts.length}`, text });
  }

  /** @param {readonly unknown[]} answers one for each question: chains and functions of texts answer so */
  #list(answers) {
    for (const answer of answers) {
      if (typeof answer === "string") this.#put({ kind: "text", id: `text${this.parts.length}`, text: answer });
      else this.take(answer);
    }
  }

  /** @param {Record<string, any>} item of OpenAI's Responses protocol */
  #item(item) {
    const id = String(item.id ?? item.call_id ?? this.parts.length);
    if (item.type === "message") {
      const text = list(item.content)
        .map((part) => String(part.text ?? part.refusal ?? ""))
        .join("");
      // The pieces that came before may bear another id: the whole text begins with them.
      const pieces = this.parts.at(-1);
      const same = pieces?.kind === "text" && text.startsWith(pieces.text.trimEnd());
      this.#put({ kind: "text", id: same ? pieces.id : id, text });
    } else if (item.type === "function_call")
      this.#put({ kind: "tool", id: `call ${id}`, name: String(item.name ?? ""), text: json(item.arguments ?? "") });
    else if (item.type === "function_call_output")
      this.#put({ kind: "tool", id: `result ${id}`, name: "result", text: json(item.output ?? "") });
    else this.#put({ kind: "value", id, text: json(item) });
  }

  /** @param {Record<string, any>} choice of OpenAI's chat protocol */
  #choice(choice) {
    if (choice.message !== undefined) this.#message(fields(choice.message), true);
    else this.#message(fields(choice.delta), false);
  }

  /** @param {Record<string, any>} message @param {boolean} whole */
  #message(message, whole) {
    const text =
      typeof message.content === "string"
        ? message.content
        : list(message.content)
            .map((part) => String(part.text ?? ""))
            .join("");
    const id = String(message.id ?? "answer");
    if (message.role === "tool")
      this.#put({ kind: "tool", id: `result ${message.tool_call_id ?? id}`, name: "result", text });
    else if (whole && text !== "") this.#put({ kind: "text", id, text });
    else if (text !== "") this.#add(id, text);
    for (const [index, call] of list(message.tool_calls).entries()) {
      const { name = "", arguments: given = "" } = fields(call.function);
      this.#put({ kind: "tool", id: `call ${call.id ?? index}`, name, text: json(given) });
    }
  }

  /** @param {string} id @param {string} piece */
  #add(id, piece) {
    const known = this.parts.find((part) => part.id === id);
    this.#put({ kind: "text", id, text: (known?.text ?? "") + piece });
  }

  /** @param {Part} part */
  #put(part) {
    const at = this.parts.findIndex(({ id }) => id === part.id);
    this.parts = at === -1 ? [...this.parts, part] : this.parts.with(at, part);
  }
}
