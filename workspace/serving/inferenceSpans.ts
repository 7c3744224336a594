import { inferenceTable } from "./gatewayRules.js";
import type { EndpointRecord, InferenceSpan } from "./records.js";

/** Where the rows of an inference table come from. */
export interface InferenceLog {
  /** The log of all requests of its endpoint. */
  file: string;
  /** Share of them that the table keeps, 0–1. */
  sampling: number;
  /** When it took them. */
  spans: readonly InferenceSpan[];
}

/**
 * Notes since when an inference table takes requests, and that another one takes none any more. To be called after each
 * change of the gateway: requests from before a table, or from while it was off, are not in it.
 *
 * @param now milliseconds since the epoch
 */
export function noteInferenceTable(record: Pick<EndpointRecord, "ai_gateway" | "inference_spans">, now: number): void {
  const table = inferenceTable(record.ai_gateway)?.toLowerCase();
  const open = record.inference_spans.find(({ to }) => to === undefined);
  if (open?.table === table) {
    return;
  }
  record.inference_spans = record.inference_spans.map((span) => (span === open ? { ...span, to: now } : span));
  if (table !== undefined) {
    record.inference_spans.push({ table, from: now });
  }
}

/** When a table took requests; empty for one that never was this endpoint's. One of an earlier release took all. */
export function spansOf(
  record: Pick<EndpointRecord, "ai_gateway" | "inference_spans">,
  table: string,
): readonly InferenceSpan[] {
  const name = table.toLowerCase();
  const spans = record.inference_spans.filter((span) => span.table === name);
  const enabled = inferenceTable(record.ai_gateway)?.toLowerCase() === name;
  return spans.length === 0 && enabled ? [{ table: name, from: 0 }] : spans;
}
