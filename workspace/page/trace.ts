import { isRecord } from "../paths.js";

/** One step of an agent, whatever release of MLflow wrote it. */
export interface Span {
  id: string;
  /** Id of the step that called it; undefined for the first. */
  parent: string | undefined;
  name: string;
  /** MLflow's kind of step: `AGENT`, `TOOL`, `CHAT_MODEL` … */
  type: string;
  /** Milliseconds after the trace began. */
  begin: number;
  milliseconds: number;
  failed: boolean;
  /** Why it failed; empty where it did not. */
  message: string;
  inputs: unknown;
  outputs: unknown;
  /** Everything else that was recorded, without what MLflow writes for itself. */
  attributes: Record<string, unknown>;
}

/**
 * The steps of a trace in the order in which they began. MLflow 3 writes OpenTelemetry's names (`start_time_unix_nano`),
 * MLflow 2 its own (`start_time`, `parent_id`).
 *
 * @param trace as the inference table has it
 */
export function readSpans(trace: unknown): Span[] {
  const data = isRecord(trace) && isRecord(trace.data) ? trace.data : {};
  const raw = Array.isArray(data.spans) ? data.spans.filter(isRecord) : [];
  const spans = raw.map(readSpan);
  const first = Math.min(...spans.map((span) => span.begin));
  return spans.map((span) => ({ ...span, begin: span.begin - first })).sort((left, right) => left.begin - right.begin);
}

function readSpan(raw: Record<string, unknown>): Span {
  const begin = milliseconds(raw.start_time_unix_nano ?? raw.start_time);
  const end = milliseconds(raw.end_time_unix_nano ?? raw.end_time);
  const attributes = isRecord(raw.attributes) ? raw.attributes : {};
  const context = isRecord(raw.context) ? raw.context : {};
  const status = isRecord(raw.status) ? raw.status : { code: raw.status_code, message: raw.status_message };
  const parent = text(raw.parent_span_id ?? raw.parent_id);
  const shown = Object.entries(attributes).filter(([key]) => !key.startsWith("mlflow."));
  return {
    id: text(raw.span_id ?? context.span_id),
    parent: parent === "" ? undefined : parent,
    name: text(raw.name),
    type: text(value(attributes["mlflow.spanType"])),
    begin,
    milliseconds: Math.max(0, end - begin),
    failed: /ERROR/.test(text(status.code)),
    message: text(status.message),
    inputs: value(attributes["mlflow.spanInputs"]),
    outputs: value(attributes["mlflow.spanOutputs"]),
    attributes: Object.fromEntries(shown.map(([key, item]) => [key, value(item)])),
  };
}

/** @param nanoseconds a number, or its text as it may be too large for one */
function milliseconds(nanoseconds: unknown): number {
  const digits = text(nanoseconds);
  return /^\d+$/.test(digits) ? Number(BigInt(digits) / 1000n) / 1000 : 0;
}

/** MLflow writes values as JSON inside of JSON. */
function value(raw: unknown): unknown {
  if (typeof raw !== "string") {
    return raw;
  }
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

function text(raw: unknown): string {
  return raw === undefined || raw === null ? "" : String(raw);
}
