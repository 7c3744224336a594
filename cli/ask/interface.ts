import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json } from "../../provider/http/index.js";
import { UsageError } from "../usage.js";
import { type Body, columnForms } from "./columns.js";
import { jsonOf } from "./json.js";
import type { ModelSays } from "./model.js";

/** A piece of an answer, as the page of the local workspace reads it. */
export interface Part {
  kind: "text" | "tool" | "value";
  id: string;
  text: string;
  /** Of a tool. */
  name?: string;
}

/** Reads an answer, or the events of one. */
export interface Reader {
  parts: Part[];
  /** What went wrong; empty where nothing did. */
  error: string;
  take(value: unknown): void;
}

/** The protocols of agents and models, which the page of the local workspace speaks in a browser. */
interface Protocols {
  bodyFor(task: string, earlier: readonly never[], question: string, stream: boolean): Record<string, Json>;
  Reader: new () => Reader;
}

/** What the page knows of how agents are asked and answer: one knowledge for both. */
export async function protocols(): Promise<Protocols> {
  return import(pathToFileURL(join(__dirname, "../../workspace/page/web/protocols.mjs")).href);
}

/** How a question is put. */
export interface Attempt {
  body: Body;
  stream: boolean;
  /** The same for the whole answer, where the endpoint says that it gives no stream. */
  whole?: Body;
  /** What a refusal may come from beside the agent: what could not be known before it was asked. */
  doubt?: string;
  /** What was done to the body that was given. */
  notice?: string;
}

const unread = "Its model does not tell what it takes, or may not be read";

/**
 * The way to put a question, known before the agent runs: one with side effects must not run twice.
 *
 * @param options what to ask
 * @param task of the endpoint; empty where its model names no interface
 * @param says asks what the model says of itself, where that is needed
 * @throws UsageError where the model takes more than a question
 */
export async function attemptOf(options: Asking, task: string, says: () => Promise<ModelSays>): Promise<Attempt> {
  const own = objectIn(options.question);
  // A foundation model refuses the option.
  const asked = (body: Body) => (task.startsWith("llm/") ? body : { ...body, databricks_options: traced(body) });
  if (own !== undefined) return givenBody(own, task, says, asked);
  if (task === "") return unnamed(options.question, await says(), asked);
  const { bodyFor } = await protocols();
  const whole = asked(bodyFor(task, [], options.question, false));
  if (!options.stream || task === "llm/v1/embeddings") return { body: whole, stream: false };
  const streams = task.startsWith("llm/") ? true : (await says()).streams;
  if (streams === false) return { body: whole, stream: false };
  return {
    body: asked(bodyFor(task, [], options.question, true)),
    stream: true,
    whole,
    ...(streams === true
      ? {}
      : {
          doubt:
            "It was asked for a stream, and whether it can give one is not known: --no-stream asks for the whole answer.",
        }),
  };
}

/** What to ask, and how. */
export interface Asking {
  question: string;
  stream: boolean;
}

/** Who asks for the trace gets it with the answer, as MLflow's own evaluation of endpoints does. */
function traced({ databricks_options: given }: Body): Json {
  return { return_trace: true, ...(isObject(given) ? given : {}) };
}

async function givenBody(
  own: Body,
  task: string,
  says: () => Promise<ModelSays>,
  asked: (body: Body) => Body,
): Promise<Attempt> {
  const stream = own.stream === true;
  const { sentPlain, wrapped } = await columnForms();
  if (task !== "" || sentPlain(own)) return { body: asked(own), stream };
  const { inputs } = await says();
  const under = inputs === undefined ? undefined : wrapped(inputs, own);
  if (under !== undefined) {
    const notice = 'sent as {"inputs": …}: so MLflow takes the columns of this model\'s signature';
    return { body: asked(under), stream, notice };
  }
  if (inputs !== undefined) return { body: asked(own), stream };
  const doubt = `${unread}, so the body was sent as it is: MLflow takes columns of a signature as {"inputs": {…}}.`;
  return { body: asked(own), stream, doubt };
}

async function unnamed(question: string, { inputs }: ModelSays, asked: (body: Body) => Body): Promise<Attempt> {
  if (inputs !== undefined) {
    const { bodyOf, exampleOf } = await columnForms();
    const body = bodyOf(inputs, [], question);
    if (body !== undefined) return { body: asked(body), stream: false };
    throw new UsageError(`Its model takes more than a question. Give it as a JSON object: '${exampleOf(inputs)}'`);
  }
  const body: Body = { messages: [{ role: "user", content: question }] };
  const doubt = `${unread}, so it was asked with ${JSON.stringify(body)}. To ask in another form, give the body as a JSON object.`;
  return { body: asked(body), stream: false, doubt };
}

function objectIn(text: string): Body | undefined {
  const value = jsonOf(text);
  return isObject(value) ? { ...value } : undefined;
}

function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
