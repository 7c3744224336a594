// The page's key: kept for this address and port alone, and sent by this page alone. See docs/decisions/0019.

const storage = "mlflow-agents-page-key";
const base = "/_local/page/";

/** The workspace said no. */
export class Refused extends Error {
  /**
   * @param {number} status 0 where there was no answer
   * @param {string} code
   * @param {string} message
   * @param {Headers} [headers] of the answer
   */
  constructor(status, code, message, headers = new Headers()) {
    super(message);
    this.headers = headers;
    this.status = status;
    this.code = code;
  }
}

/**
 * Takes the key for the code in the address, where there is one.
 *
 * @returns {Promise<string>} why it was not given; empty where all is well
 */
export async function enter() {
  const code = /^#open=([\w-]+)$/.exec(location.hash)?.[1];
  if (code === undefined) return "";
  // Before anything else: a code has no place in the history.
  history.replaceState(null, "", `${location.pathname}${location.search}#/`);
  const answer = await fetch(`${base}keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const body = await answer.json();
  if (answer.ok) {
    localStorage.setItem(storage, body.key);
    return "";
  }
  // A link that was opened twice is no reason to shut out whoever is in.
  return localStorage.getItem(storage) === null ? String(body.message) : "";
}

/** Forgets the key. */
export function leave() {
  localStorage.removeItem(storage);
}

/**
 * A request to the workspace.
 *
 * @param {string} path below the page's routes
 * @param {RequestInit & { headers?: Record<string, string> }} [options]
 * @returns {Promise<Response>} an answer that is no error
 * @throws {Refused}
 */
export async function ask(path, options = {}) {
  /** @type {Response} */
  let answer;
  try {
    const headers = { ...options.headers, authorization: `Bearer ${localStorage.getItem(storage) ?? ""}` };
    answer = await fetch(base + path, { ...options, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(0, "UNREACHABLE", "The workspace does not answer. Is it running? mlflow-agents workspace start");
  }
  if (answer.ok || answer.status === 304) return answer;
  const text = await answer.text();
  const body = parsed(text);
  throw new Refused(answer.status, String(body.error_code ?? ""), String(body.message ?? text), answer.headers);
}

/** @param {string} path @returns {Promise<any>} */
export async function askJson(path) {
  return (await ask(path)).json();
}

/** @param {string} text @returns {Record<string, unknown>} */
function parsed(text) {
  try {
    const body = JSON.parse(text);
    return typeof body === "object" && body !== null ? body : {};
  } catch {
    return {};
  }
}
