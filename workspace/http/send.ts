import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { ApiError } from "../errors.js";

/** Sends a JSON answer. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}

/** Sends an error in Databricks' format; anything that is not an {@link ApiError} is a 500 without its details. */
export function sendError(response: ServerResponse, error: unknown): void {
  const answer =
    error instanceof ApiError ? error : new ApiError(500, "INTERNAL_ERROR", "The local workspace failed. See its log.");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = { error_code: answer.errorCode, message: answer.message, details: answer.details };
  sendJson(response, answer.status, body, answer.status === 401 ? { "www-authenticate": "Bearer" } : {});
}

/**
 * In place of an error of a server behind that has not Databricks' form: one that has. Clients believe a 404 only that says by
 * its code what does not exist.
 *
 * @param status of that answer, 400 or more
 * @param text its body
 */
export function foreignError(status: number, text: string): ApiError {
  const code = status === 404 ? "RESOURCE_DOES_NOT_EXIST" : status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR";
  return new ApiError(
    status,
    code,
    text
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 500),
  );
}

/** Bytes up to which an answer of known length is passed on in one piece. */
const small = 64 * 1024;

/** Headers of a process behind the workspace that are passed on to the client. */
const passedOn = ["content-type", "content-length", "last-modified", "etag", "content-disposition", "cache-control"];

/**
 * Passes an answer of a process behind the workspace on as it comes, and cuts it off when the client is gone.
 *
 * @param headers of that answer
 * @param extra headers to add
 */
export async function sendStream(
  response: ServerResponse,
  status: number,
  headers: IncomingHttpHeaders,
  body: Readable,
  extra: Readonly<Record<string, string>> = {},
): Promise<void> {
  const kept: Record<string, string | string[]> = { ...extra };
  for (const name of passedOn) {
    const value = headers[name];
    if (value !== undefined) {
      kept[name] = value;
    }
  }
  try {
    if (Number(headers["content-length"]) <= small) {
      // One write in place of two, for most answers.
      const whole = await buffer(body);
      response.writeHead(status, kept);
      response.end(whole);
      return;
    }
    response.writeHead(status, kept);
    response.flushHeaders();
    await pipeline(body, response);
  } catch (error) {
    // The client left, or the process behind broke off: cutting the connection is all that can be said.
    response.destroy(error instanceof Error ? error : undefined);
  }
}
