import type { Response } from "undici";
import { z } from "zod";
import { verifiedFetch } from "../../../provider/http/verifiedFetch.js";
import { CliError } from "../errors.js";

/** A comment that exists. */
export interface Comment {
  id: number;
  body: string;
}

/** One place for comments: a pull request of GitHub or a merge request of GitLab. */
export interface Forge {
  /** For messages: `pull request 12 of acme/shop on GitHub`. */
  readonly place: string;
  /** One page of comments, and whether there may be more. */
  list(page: number): Promise<{ comments: Comment[]; more: boolean }>;
  /** @returns address of the comment for a browser, empty when the forge does not tell */
  create(body: string): Promise<string>;
  /** @returns as `create` */
  edit(id: number, body: string): Promise<string>;
}

/** The forge does not let this token touch this comment, or it is gone. */
export class CommentRefused extends CliError {
  constructor(message: string) {
    super("comment", message);
  }
}

/** Seconds until a forge that does not answer is given up. */
const patience = 30;

/** One call to a forge. */
export interface ForgeCall {
  method: "GET" | "POST" | "PATCH" | "PUT";
  url: string;
  headers: Record<string, string>;
  body?: unknown;
}

/**
 * One call, answered with JSON.
 *
 * @param place for the message of an error
 * @param schema what is read of the answer
 * @throws CliError `comment`: refused, limited, unreachable, or answered with something else. Never holds the token.
 */
export async function callForge<T>(place: string, call: ForgeCall, schema: z.ZodType<T>): Promise<T> {
  let answer: Response;
  try {
    answer = await verifiedFetch(call.url, {
      method: call.method,
      headers: {
        accept: "application/json",
        "user-agent": "pulumi-mlflow-agents",
        ...call.headers,
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(patience * 1000),
      // A redirect would take the token to another place.
      redirect: "error",
    });
  } catch (cause) {
    const why =
      cause instanceof Error && cause.name === "TimeoutError" ? `no answer within ${patience} s` : reason(cause);
    throw new CliError("comment", `${place} cannot be reached: ${why}.`, { cause });
  }
  const text = await answer.text();
  if (!answer.ok) throw refusal(place, call.method, answer, text);
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new CliError(
      "comment",
      `${place} answered something that is not a comment. Is the address of its API right?`,
    );
  return parsed.data;
}

function reason(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}

function refusal(place: string, method: string, answer: Response, text: string): CliError {
  const said = z.looseObject({ message: z.string() }).safeParse(jsonOf(text));
  const words = said.success ? ` ("${said.data.message.replace(/\s+/g, " ").slice(0, 200)}")` : "";
  const limited =
    answer.status === 429 ||
    (answer.status === 403 && answer.headers.get("x-ratelimit-remaining") === "0") ||
    (answer.status === 403 && answer.headers.has("retry-after"));
  if (limited) return new CliError("comment", `${place} limits the rate of calls${until(answer)}${words}.`);
  const hints: Record<number, string> = {
    401: "The token is missing, wrong or has ended.",
    403: "The token may not write comments: GitHub needs the permission `pull-requests: write` (a pull request from a fork has it never), GitLab a token with the scope `api`.",
    404: "It does not exist, or the token may not see it.",
    422: "The comment was refused as it is.",
  };
  const verb = method === "GET" ? "read" : "written";
  const hint = hints[answer.status] ?? "Try again later.";
  const message = `comments of ${place} could not be ${verb}: ${answer.status}${words}. ${hint}`;
  return answer.status === 403 || answer.status === 404
    ? new CommentRefused(message)
    : new CliError("comment", message);
}

function until(answer: Response): string {
  const after = answer.headers.get("retry-after");
  if (after !== null) return `; it asks to wait ${after} s`;
  const reset = Number(answer.headers.get("x-ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(reset) && reset > 0 ? `; it ends at ${new Date(reset * 1000).toISOString()}` : "";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A variable that a workflow provides.
 *
 * @throws CliError `usage` naming it, where it is missing
 */
export function needed(env: NodeJS.ProcessEnv, names: readonly string[], what: string): string {
  const found = names.map((name) => env[name]).find((value) => value !== undefined && value !== "");
  if (found === undefined) throw new CliError("comment", `--comment needs ${what} in ${names.join(" or ")}.`);
  return found;
}
