import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json } from "../../provider/http/index.js";

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

/** One way to put a question. */
export interface Attempt {
  body: Record<string, Json>;
  stream: boolean;
}

/**
 * The ways to put a question, the best first; the next counts only where the endpoint says that it cannot take the one before.
 *
 * @param task of the endpoint; empty where its model names no interface
 * @param question a text, or a JSON object that is sent as it is
 */
export async function attempts(task: string, question: string, stream: boolean): Promise<Attempt[]> {
  const own = objectIn(question);
  if (own !== undefined) return [{ body: own, stream: own.stream === true }];
  const { bodyFor } = await protocols();
  const plain = { body: bodyFor(task, [], question, false), stream: false };
  const streamed = { body: bodyFor(task, [], question, true), stream: true };
  const streams = stream && task !== "llm/v1/embeddings";
  if (task.startsWith("llm/")) return streams ? [streamed, plain] : [plain];
  // Who asks for the trace gets it with the answer; not every agent takes the option.
  const traced = ({ body, stream: each }: Attempt) => ({
    body: { ...body, databricks_options: { return_trace: true } },
    stream: each,
  });
  return [...(streams ? [traced(streamed)] : []), traced(plain), plain, ...(task === "" ? unnamed(question) : [])];
}

/** A model that names no interface may be an older agent, or a function of a text. */
function unnamed(question: string): Attempt[] {
  return [
    { body: { messages: [{ role: "user", content: question }] }, stream: false },
    { body: { inputs: [question] }, stream: false },
  ];
}

function objectIn(text: string): Record<string, Json> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
