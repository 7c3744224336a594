// Conversations with endpoints: what was said, and what is being said.
import { eventsOf } from "./events.mjs";
import { look } from "./live.mjs";
import { Reader } from "./protocols.mjs";
import { ask, askJson, Refused } from "./session.mjs";
import { changed, say } from "./state.mjs";
import { requestOf, signaturePath } from "./talkRequest.mjs";

/**
 * @typedef {object} Turn A question and its answer.
 * @property {number} id
 * @property {string} question
 * @property {import("./protocols.mjs").Part[]} parts what was answered, as it comes
 * @property {string} error empty where there is none
 * @property {"asking" | "done" | "stopped" | "failed"} state
 * @property {string} user who asked; empty: the owner
 * @property {string} entity who answered
 * @property {string} request id in the inference table
 * @property {number} milliseconds until now, or in all
 * @property {number} first milliseconds to the first part; 0 until then
 *
 * @typedef {object} Talk
 * @property {Turn[]} turns
 * @property {string} entity the served entity that is asked; empty: by the shares of the traffic
 * @property {boolean} stream
 * @property {boolean} raw whether the text is the request's JSON
 * @property {string} user empty: the owner
 * @property {string[] | undefined} scopes undefined: all
 */

/** @type {Map<string, Talk>} */
const talks = new Map();
/** @type {{ endpoint: string, controller: AbortController } | undefined} */
let running;
let counter = 0;

/** @param {import("./state.mjs").Endpoint} endpoint @returns {Talk} */
export function talkWith(endpoint) {
  const known = talks.get(endpoint.name);
  if (known !== undefined) return known;
  const stream = endpoint.task !== "llm/v1/embeddings";
  /** @type {Talk} */
  const fresh = { turns: [], entity: "", stream, raw: false, user: "", scopes: undefined };
  talks.set(endpoint.name, fresh);
  return fresh;
}

/** Begins a conversation anew. @param {Talk} talk */
export function forget(talk) {
  talk.turns = [];
  changed();
}

/** Whether an answer is under way. */
export const busy = () => running !== undefined;

/** Stops the answer that is under way. */
export function stop() {
  running?.controller.abort();
}

/** @param {import("./state.mjs").Endpoint} endpoint @param {string} question */
export async function send(endpoint, question) {
  if (running !== undefined || question.trim() === "") return;
  const talk = talkWith(endpoint);
  const begun = performance.now();
  counter += 1;
  /** @type {Turn} */
  const turn = {
    id: counter,
    question,
    parts: [],
    error: "",
    state: "asking",
    user: talk.user,
    entity: "",
    request: "",
    milliseconds: 0,
    first: 0,
  };
  const controller = new AbortController();
  running = { endpoint: endpoint.name, controller };
  const earlier = talk.turns;
  talk.turns = [...earlier, turn];
  changed();
  try {
    const path = pathOf(endpoint.name, talk);
    const signature = talk.raw ? undefined : signaturePath(endpoint, talk);
    // Where it is not told, the request says what is wrong with it.
    const told = signature === undefined ? undefined : await askJson(signature).catch(() => undefined);
    const put = (/** @type {boolean} */ stream) => {
      const body = talk.raw ? question : JSON.stringify(requestOf(endpoint, told, earlier, question, stream));
      const headers = { "content-type": "application/json" };
      return ask(path, { method: "POST", body, headers, signal: controller.signal });
    };
    const stream = talk.stream && told?.streamable !== false;
    const answer = await put(stream).catch((error) => {
      // Said before the model runs: it has no stream.
      if (error instanceof Refused && error.code === "NOT_IMPLEMENTED" && stream && !talk.raw) return put(false);
      throw error;
    });
    note(turn, answer.headers);
    await read(answer, turn, begun);
    turn.state = turn.error === "" ? "done" : "failed";
  } catch (error) {
    const aborted = error instanceof DOMException && error.name === "AbortError";
    turn.state = aborted ? "stopped" : "failed";
    if (!aborted) turn.error = worded(error);
    if (error instanceof Refused) note(turn, error.headers);
  } finally {
    running = undefined;
    turn.milliseconds = performance.now() - begun;
    say(
      { done: "The answer is complete.", stopped: "Stopped.", failed: "The request failed.", asking: "" }[turn.state],
    );
    changed();
    // What it used and what was recorded is there now.
    void look();
  }
}

/** Who answered, and where that was recorded. @param {Turn} turn @param {Headers} headers */
function note(turn, headers) {
  turn.entity = headers.get("served-model-name") ?? "";
  turn.request = headers.get("x-request-id") ?? "";
}

/** @param {string} name @param {Talk} talk */
function pathOf(name, { entity, user, scopes }) {
  const query = new URLSearchParams();
  if (entity !== "") query.set("entity", entity);
  if (user !== "") query.set("user", user);
  if (scopes !== undefined) query.set("scopes", scopes.join(","));
  return `endpoints/${encodeURIComponent(name)}/ask?${query}`;
}

/** @param {Response} answer @param {Turn} turn @param {number} begun */
async function read(answer, turn, begun) {
  const reader = new Reader();
  const take = (/** @type {unknown} */ value) => {
    reader.take(value);
    if (turn.first === 0) turn.first = performance.now() - begun;
    turn.parts = reader.parts;
    turn.error = reader.error;
    turn.milliseconds = performance.now() - begun;
    changed();
  };
  if (!(answer.headers.get("content-type") ?? "").startsWith("text/event-stream")) return take(await answer.json());
  if (answer.body === null) return;
  let complete = false;
  for await (const data of eventsOf(answer.body)) {
    if (data === "[DONE]") complete = true;
    else take(JSON.parse(data));
  }
  if (!complete && turn.error === "") turn.error = "The stream broke off before its end.";
}

/** @param {unknown} error */
function worded(error) {
  if (error instanceof Refused && error.status > 0) return `${error.status} ${error.code}: ${error.message}`;
  return error instanceof TypeError
    ? "The connection broke off."
    : String(error instanceof Error ? error.message : error);
}
