/** An answer of the stand-in's routes, as it would stand on the wire. */
export interface FakeAnswer {
  status: number;
  body: unknown;
}

/** A call as a route sees it. */
export interface FakeCall {
  method: string;
  /** Decoded segments of the path. */
  path: string[];
  query: Record<string, string>;
  /** JSON body. */
  body: Record<string, unknown>;
  /** Bytes of an upload. */
  bytes?: Buffer;
}

/** Thrown by a route: an error answer in Databricks' form. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The answer on the wire. */
  answer(): FakeAnswer {
    return { status: this.status, body: { error_code: this.code, message: this.message } };
  }
}

/** 404 of the right place. */
export function missing(what: string): Refusal {
  return new Refusal(404, "RESOURCE_DOES_NOT_EXIST", `${what} does not exist.`);
}

/** 400 of MLflow, 409 of Databricks: both carry this code. */
export function existing(what: string): Refusal {
  return new Refusal(400, "RESOURCE_ALREADY_EXISTS", `${what} already exists.`);
}

/** A text member of a body, or empty. */
export function text(body: Record<string, unknown>, key: string): string {
  const value = body[key];
  return value === undefined || value === null ? "" : String(value);
}

/** A list of `{key, value}` as a map. */
export function tagsOf(list: unknown): Map<string, string> {
  const entries = Array.isArray(list) ? list : [];
  return new Map(entries.map((entry: { key: string; value?: string }) => [entry.key, entry.value ?? ""]));
}

/** A map as a list of `{key, value}`, newest first: an order that nobody asked for. */
export function tagsToWire(tags: ReadonlyMap<string, string>): { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value })).reverse();
}
