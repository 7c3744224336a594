import { inject } from "vitest";

/** A call that the workspace received. */
export interface Call {
  method: string;
  path: string;
  status: number;
  caller: string;
}

/** Calls the shared workspace as its user. */
export async function ask<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  expected: number | "any" = 200,
): Promise<T> {
  const { host, token } = inject("shared");
  const answer = await fetch(`${host}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (expected !== "any" && answer.status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

/** The calls that the workspace received while `work` ran. */
export async function callsDuring(work: () => Promise<unknown>): Promise<Call[]> {
  const { last } = await journal(0);
  await work();
  // What served agents call is their own business.
  return (await journal(last)).entries.filter(({ caller }) => caller !== "agent" && caller !== "onBehalfOfUser");
}

async function journal(since: number): Promise<{ entries: Call[]; last: number }> {
  return ask("GET", `/_local/journal?since=${since}`);
}

/** Calls that change something: a search by POST only reads. */
export function writes(calls: readonly Call[]): string[] {
  return calls
    .filter(({ method, path }) => !["GET", "HEAD"].includes(method) && !/\/search$|\/_local\/|\/token$/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

/** A question to an endpoint, and its answer's text. */
export async function question(endpoint: string, text: string): Promise<string> {
  const answer = await ask<{ output: { content?: { text: string }[] }[] }>(
    "POST",
    `/serving-endpoints/${endpoint}/invocations`,
    { input: [{ role: "user", content: text }] },
  );
  return answer.output.flatMap(({ content }) => (content ?? []).map((part) => part.text)).join("");
}
