import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { ApiError, invalidParameter } from "../errors.js";
import type { Call } from "./route.js";

/** Largest JSON body that is read into memory, in bytes. Files are streamed and have no limit here. */
const limit = 64 * 1024 * 1024;

/**
 * The whole body of a request.
 *
 * @throws ApiError 413 above 64 MiB
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (size > limit) {
      throw new ApiError(413, "MAX_REQUEST_SIZE_EXCEEDED", `The body is larger than ${limit} bytes.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/**
 * The body of a request as JSON; `{}` when it is empty.
 *
 * @throws ApiError 400 MALFORMED_REQUEST
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  if (text.trim() === "") {
    return {};
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "MALFORMED_REQUEST", "Invalid JSON given in the body of the request.");
  }
}

/**
 * The body of a call in a known shape.
 *
 * @throws ApiError 400 naming the first fault
 */
export async function parseBody<S extends z.ZodType>(call: Call, schema: S): Promise<z.output<S>> {
  return check(schema, await readJsonBody(call.request));
}

/**
 * The query of a call in a known shape. Clients of MLflow's protocol send the fields
 * of a GET in the query and those of a DELETE in the body.
 *
 * @throws ApiError 400 naming the first fault, or a name that is given twice
 */
export function parseQuery<S extends z.ZodType>(call: Pick<Call, "query">, schema: S): z.output<S> {
  return check(schema, call.query.all());
}

function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw invalidParameter(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid value"}`);
  }
  return result.data;
}
