import { z } from "zod";
import { notFound } from "../errors.js";
import { isRecord } from "../paths.js";
import type { Services } from "../server/services.js";
import { readSpans, type Span } from "./trace.js";

/** Rows that are looked at. */
const limit = 100;

/** What the page needs of a row of an inference table. */
const rowSchema = z.looseObject({
  databricks_request_id: z.string(),
  timestamp_ms: z.number().optional(),
  request_time: z.union([z.string(), z.number()]).optional(),
  execution_time_ms: z.number().optional(),
  execution_duration_ms: z.number().optional(),
  status_code: z.number(),
  served_entity: z.string().optional(),
  requester: z.string().optional(),
  request: z.unknown(),
  response: z.unknown(),
  trace: z.unknown(),
});

type Row = z.infer<typeof rowSchema>;

/** A request in the list of the last ones. */
export interface BriefRequest {
  id: string;
  /** Milliseconds since the epoch, at its begin. */
  time: number;
  milliseconds: number;
  status: number;
  /** The served entity that answered. */
  entity: string;
  /** Begin of what was asked. */
  question: string;
  /** How many steps its trace has; 0 where there is none. */
  steps: number;
}

/** A request with everything that is known of it. */
export interface WholeRequest extends BriefRequest {
  request: unknown;
  response: unknown;
  spans: readonly Span[];
}

/** The last requests to an endpoint, newest first. */
export async function lastRequests(services: Services, endpoint: string): Promise<BriefRequest[]> {
  return (await rows(services, endpoint)).map(brief);
}

/** @throws ApiError 404 */
export async function oneRequest(services: Services, endpoint: string, id: string): Promise<WholeRequest> {
  const row = (await rows(services, endpoint)).find((item) => item.databricks_request_id === id);
  if (row === undefined) {
    throw notFound(`The last ${limit} requests to '${endpoint}' hold none with the id '${id}'.`);
  }
  const response = parsed(row.response);
  return { ...brief(row), request: parsed(row.request), response, spans: readSpans(traceOf(row, response)) };
}

async function rows(services: Services, endpoint: string): Promise<Row[]> {
  const found = await services.serving.inferenceRows(endpoint, limit);
  return found
    .flatMap((row) => {
      const known = rowSchema.safeParse(row);
      return known.success ? [known.data] : [];
    })
    .reverse();
}

function brief(row: Row): BriefRequest {
  const trace = traceOf(row, parsed(row.response));
  const data = isRecord(trace) && isRecord(trace.data) ? trace.data : {};
  const time = row.timestamp_ms ?? row.request_time ?? 0;
  return {
    id: row.databricks_request_id,
    time: typeof time === "number" ? time : Date.parse(time),
    milliseconds: row.execution_time_ms ?? row.execution_duration_ms ?? 0,
    status: row.status_code,
    entity: row.served_entity ?? "",
    question: questionOf(parsed(row.request)).slice(0, 200),
    steps: Array.isArray(data.spans) ? data.spans.length : 0,
  };
}

/** A trace stands in its own field, or in the answer, where Databricks puts it. */
function traceOf(row: Row, response: unknown): unknown {
  const output = isRecord(response) && isRecord(response.databricks_output) ? response.databricks_output : {};
  return parsed(row.trace ?? output.trace);
}

/** The last thing a user said, or the whole request. */
function questionOf(request: unknown): string {
  const body = isRecord(request) ? request : {};
  const messages = [body.input, body.messages].find(Array.isArray) ?? [];
  const last = messages.filter(isRecord).findLast((message) => message.role === "user");
  const content = last?.content ?? (typeof body.input === "string" ? body.input : undefined);
  if (Array.isArray(content)) {
    return content.map((part) => (isRecord(part) && typeof part.text === "string" ? part.text : "")).join(" ");
  }
  return typeof content === "string" ? content : (JSON.stringify(request) ?? "");
}

/** JSON where it is JSON, the text where it is not. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
